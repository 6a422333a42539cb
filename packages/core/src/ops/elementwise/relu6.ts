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
 * **Derivative.** 1 where `0 < x < 6`, 0 outside and at both kinks.
 *
 * @example
 * ```ts
 * relu6(tensor([-2, 3, 8])).toArray(); // => [0, 3, 6]
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
  // y is 0 or 6 exactly where x is on a kink or beyond, so that the input need not be kept.
  slope: { x: (e, { output }) => e.select(e.or(e.equal(output, 0), e.equal(output, 6)), 0, 1) },
});
