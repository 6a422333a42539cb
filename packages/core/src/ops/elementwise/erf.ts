import { defineElementwise } from "../../op/elementwise.ts";
import { errorFunctions } from "../../op/readers/specialFunctions.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Error function, element by element: `y = 2/√π ∫₀ˣ e^(−t²) dt`, in -1 … 1.
 *
 * @param x - Any shape.
 * @returns The shape of `x`.
 *
 * **Derivative.** `∂y/∂x = 2/√π e^(−x²)`.
 *
 * @example
 * ```ts
 * erf(tensor([0, 0.5, 10])).toArray(); // => [0, 0.5204998850822449, 1]
 * ```
 * @see PyTorch, `erf`; NIST's Digital Library of Mathematical Functions, §7.2.
 */
export interface Erf {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const erf: Erf = /* @__PURE__ */ defineElementwise({
  name: "erf",
  inputs: ["x"],
  uses: errorFunctions,
  dtype: "float",
  value: (e, { x }) => e.erf(x),
  slope: { x: (e, { x }) => e.mul(2 / Math.sqrt(Math.PI), e.gauss(x)) },
});
