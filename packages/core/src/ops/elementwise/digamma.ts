import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Logarithmic derivative of the gamma function, element by element: `y = ψ(x) = Γ′(x) / Γ(x)`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = ψ′(x)`, the trigamma function.
 *
 * @example
 * ```ts
 * digamma(tensor([1], { dtype: "float64" })).item().toFixed(6); // => "-0.577216"
 * ```
 * @see DLMF, chapter 5; the method in `kernels/js/special/gamma.ts`. Poles as in PyTorch.
 */
export interface Digamma {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const digamma: Digamma = /* @__PURE__ */ defineElementwise({
  name: "digamma",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.polygamma(0, x),
  slope: { x: (e, { x }) => e.polygamma(1, x) },
});
