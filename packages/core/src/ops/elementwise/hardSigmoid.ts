import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * A sigmoid of straight lines, element by element: `y = min(max(x + 3, 0), 6) / 6`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** ⅙ where `−3 < x < 3`, 0 elsewhere and at the kinks.
 *
 * @example
 * ```ts
 * hardSigmoid(tensor([-4, 0, 4])).toArray(); // => [0, 0.5, 1]
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
