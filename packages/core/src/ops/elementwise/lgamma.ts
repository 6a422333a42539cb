import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Logarithm of the gamma function, element by element: `y = ln |Γ(x)|`, `Γ(n) = (n − 1)!`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = ψ(x)`, the digamma function.
 *
 * @example
 * ```ts
 * lgamma(tensor([1, 2])).toArray(); // => [0, 0]
 * ```
 * @see DLMF, chapter 5; the method in `kernels/js/special/gamma.ts`.
 */
export interface Lgamma {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const lgamma: Lgamma = /* @__PURE__ */ defineElementwise({
  name: "lgamma",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.lgamma(x),
  slope: { x: (e, { x }) => e.polygamma(0, x) },
});
