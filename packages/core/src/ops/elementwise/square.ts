import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Square, element by element: `y = x²`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 *
 * **Derivative.** `∂y/∂x = 2x`.
 *
 * @example
 * ```ts
 * square(tensor([3, -4])).toArray(); // => [9, 16]
 * ```
 * @see The array API standard, `square`.
 */
export interface Square {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const square: Square = /* @__PURE__ */ defineElementwise({
  name: "square",
  inputs: ["x"],
  dtype: "same",
  value: (e, { x }) => e.square(x),
  slope: { x: (e, { x }) => e.mul(2, x) },
});
