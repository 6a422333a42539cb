import { defineElementwise } from "../../op/elementwise.ts";
import { gammaFunctions } from "../../op/readers/specialFunctions.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Derivative of the logarithm of the gamma function, element by element: `y = ψ(x) = Γ′(x) / Γ(x)`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `∓Infinity` at ±0, NaN at the poles -1, -2, … where the sign depends on the side.
 *
 * **Derivative.** `∂y/∂x = ψ′(x) = Σₙ 1 / (x + n)²` over `n ≥ 0`, the trigamma function.
 *
 * @example
 * ```ts
 * digamma(tensor([1, 10])).toArray(); // => [-0.5772156715393066, 2.2517526149749756]
 * ```
 * @see PyTorch, `digamma`; NIST's Digital Library of Mathematical Functions, §5.2 and §5.15.
 */
export interface Digamma {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const digamma: Digamma = /* @__PURE__ */ defineElementwise({
  name: "digamma",
  inputs: ["x"],
  uses: gammaFunctions,
  dtype: "float",
  value: (e, { x }) => e.polygamma(0, x),
  slope: { x: (e, { x }) => e.polygamma(1, x) },
});
