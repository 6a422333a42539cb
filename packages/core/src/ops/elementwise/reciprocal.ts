import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Reciprocal, element by element: `y = 1 / x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `±Infinity` at ±0. Integers give float32, as in PyTorch.
 *
 * **Derivative.** `∂y/∂x = −1 / x²`; `−Infinity` at 0.
 *
 * @example
 * ```ts
 * reciprocal(tensor([1, 2, -4])).toArray(); // => [1, 0.5, -0.25]
 * ```
 * @see PyTorch, `reciprocal`.
 */
export interface Reciprocal {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const reciprocal: Reciprocal = /* @__PURE__ */ defineElementwise({
  name: "reciprocal",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.div(1, x),
  // The square of a quotient: x² overflows where the slope is still a number.
  slope: { x: (e, { x }) => e.neg(e.square(e.div(1, x))) },
});
