import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Rectified linear unit with a ceiling, element by element: `y = min(max(x, 0), 6)`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 1 where `0 < x < 6`, 0 elsewhere and at the kinks.
 *
 * @example
 * ```ts
 * relu6(tensor([-1, 3, 8])).toArray(); // => [0, 3, 6]
 * ```
 * @see PyTorch, `relu6`.
 */
export interface Relu6 {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const relu6: Relu6 = /* @__PURE__ */ defineElementwise({
  name: "relu6",
  inputs: ["x"],
  dtype: "number",
  value: (e, { x }) => e.minimum(e.maximum(x, 0), 6),
  slope: { x: (e, { x }) => e.select(e.and(e.less(0, x), e.less(x, 6)), 1, 0) },
});
