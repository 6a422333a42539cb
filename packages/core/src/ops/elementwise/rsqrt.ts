import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Reciprocal of the square root, element by element: `y = 1 / √x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `Infinity` at 0, NaN below.
 *
 * **Derivative.** `∂y/∂x = −1 / (2 x √x)`; `−Infinity` at 0.
 *
 * @example
 * ```ts
 * rsqrt(tensor([1, 4, 0.25])).toArray(); // => [1, 0.5, 2]
 * ```
 * @see PyTorch, `rsqrt`.
 */
export interface Rsqrt {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const rsqrt: Rsqrt = /* @__PURE__ */ defineElementwise({
  name: "rsqrt",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.div(1, e.sqrt(x)),
  // Divided by x last: x √x overflows where the slope is still a number.
  slope: { x: (e, { x }) => e.div(e.div(-0.5, e.sqrt(x)), x) },
});
