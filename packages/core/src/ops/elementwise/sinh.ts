import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Hyperbolic sine, element by element: `y = (eˣ − e⁻ˣ) / 2`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `±Infinity` where it is too large for the dtype: beyond 89.4 in float32, 710.4 in float64.
 *
 * **Derivative.** `∂y/∂x = cosh x`.
 *
 * @example
 * ```ts
 * sinh(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0, 1.1752011936438014]
 * ```
 * @see The array API standard, `sinh`.
 */
export interface Sinh {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const sinh: Sinh = /* @__PURE__ */ defineElementwise({
  name: "sinh",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.sinh(x),
  slope: { x: (e, { x }) => e.cosh(x) },
});
