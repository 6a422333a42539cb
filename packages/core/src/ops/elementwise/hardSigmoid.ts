import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Logistic function in three straight pieces, element by element: `y = min(max(x + 3, 0), 6) / 6`, in 0 … 1.
 *
 * @param x - Any shape.
 * @returns The shape of `x`.
 *
 * **Derivative.** 1/6 where `-3 < x < 3`, 0 outside and at both kinks.
 *
 * @example
 * ```ts
 * hardSigmoid(tensor([-4, 0, 1.5, 4])).toArray(); // => [0, 0.5, 0.75, 1]
 * ```
 * @see PyTorch, `hardsigmoid`.
 */
export interface HardSigmoid {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const hardSigmoid: HardSigmoid = /* @__PURE__ */ defineElementwise({
  name: "hardSigmoid",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.div(e.minimum(e.maximum(e.add(x, 3), 0), 6), 6),
  slope: { x: (e, { x }) => e.select(e.and(e.less(-3, x), e.less(x, 3)), 1 / 6, 0) },
});
