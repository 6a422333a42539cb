import { defineElementwise } from "../../op/elementwise.ts";
import { errorFunctions } from "../../op/readers/specialFunctions.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Complementary error function, element by element: `y = 1 − erf x`, to the last digit where that is small.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, in 0 … 2.
 *
 * **Derivative.** `∂y/∂x = −2/√π e^(−x²)`.
 *
 * @example
 * ```ts
 * erfc(tensor([0, 5])).toArray(); // => [1, 1.5374598295869735e-12]
 * ```
 * @see PyTorch, `torch.special.erfc`; NIST's Digital Library of Mathematical Functions, §7.2.
 */
export interface Erfc {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const erfc: Erfc = /* @__PURE__ */ defineElementwise({
  name: "erfc",
  inputs: ["x"],
  uses: errorFunctions,
  dtype: "float",
  value: (e, { x }) => e.erfc(x),
  slope: { x: (e, { x }) => e.mul(-2 / Math.sqrt(Math.PI), e.gauss(x)) },
});
