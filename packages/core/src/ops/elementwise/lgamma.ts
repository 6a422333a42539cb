import { defineElementwise } from "../../op/elementwise.ts";
import { gammaFunctions } from "../../op/readers/specialFunctions.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Logarithm of the gamma function's magnitude, element by element: `y = ln |Γ(x)|`; for a whole `n ≥ 0`, `lgamma(n + 1) = ln n!`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `Infinity` at the poles 0, -1, -2, … and at ±∞.
 *
 * **Derivative.** `∂y/∂x = ψ(x)`, the {@link digamma} of `x`.
 *
 * @example
 * ```ts
 * lgamma(tensor([1, 2, 5])).toArray(); // => [0, 0, 3.178053855895996]
 * ```
 * @see PyTorch, `lgamma`; NIST's Digital Library of Mathematical Functions, §5.2.
 */
export interface Lgamma {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const lgamma: Lgamma = /* @__PURE__ */ defineElementwise({
  name: "lgamma",
  inputs: ["x"],
  uses: gammaFunctions,
  dtype: "float",
  value: (e, { x }) => e.lgamma(x),
  slope: { x: (e, { x }) => e.polygamma(0, x) },
});
