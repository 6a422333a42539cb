import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Sigmoid linear unit in three pieces, element by element: `y = x min(max(x + 3, 0), 6) / 6`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; 0 at −∞.
 *
 * **Derivative.** 0 where `x ≤ -3`, `(2x + 3) / 6` between, 1 where `x ≥ 3`.
 *
 * @example
 * ```ts
 * hardSwish(tensor([-4, -1.5, 0, 4])).toArray(); // => [0, -0.375, 0, 4]
 * ```
 * @see PyTorch, `hardswish`; up to 2.7 it had the slopes of the inner piece at ±3, −½ and 1½.
 */
export interface HardSwish {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const hardSwish: HardSwish = /* @__PURE__ */ defineElementwise({
  name: "hardSwish",
  inputs: ["x"],
  dtype: "float",
  // A product that is 0 where its first factor is: so −∞ gives 0.
  value: (e, { x }) => e.chain(e.div(e.minimum(e.maximum(e.add(x, 3), 0), 6), 6), x),
  slope: {
    x: (e, { x }) => e.select(e.lessEqual(x, -3), 0, e.select(e.lessEqual(3, x), 1, e.div(e.add(e.mul(2, x), 3), 6))),
  },
});
