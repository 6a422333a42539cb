import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Hyperbolic cosine, element by element: `y = (eˣ + e⁻ˣ) / 2`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, at least 1; `Infinity` where it is too large for the dtype: beyond 89.4 in float32, 710.4 in float64.
 *
 * **Derivative.** `∂y/∂x = sinh x`.
 *
 * @example
 * ```ts
 * cosh(tensor([0, 1], { dtype: "float64" })).toArray(); // => [1, 1.5430806348152437]
 * ```
 * @see The array API standard, `cosh`.
 */
export interface Cosh {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const cosh: Cosh = /* @__PURE__ */ defineElementwise({
  name: "cosh",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.cosh(x),
  slope: { x: (e, { x }) => e.sinh(x) },
});
