import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Complement of the error function, element by element: `y = 1 − erf x`, exact where that is small.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = −2/√π e^(−x²)`.
 *
 * @example
 * ```ts
 * erfc(tensor([0, Infinity])).toArray(); // => [1, 0]
 * ```
 * @see DLMF, chapter 7; the Chebyshev series in `kernels/js/special/error.ts`.
 */
export interface Erfc {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const erfc: Erfc = /* @__PURE__ */ defineElementwise({
  name: "erfc",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.erfc(x),
  slope: { x: (e, { x }) => e.mul(-2 / Math.sqrt(Math.PI), e.gauss(x)) },
});
