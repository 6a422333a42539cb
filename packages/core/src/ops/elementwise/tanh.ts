import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Hyperbolic tangent, element by element: `y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`, in -1 … 1.
 *
 * @param x - Any shape.
 * @returns The shape of `x`.
 *
 * **Derivative.** `∂y/∂x = 1 − y²`.
 *
 * @example
 * ```ts
 * tanh(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0, 0.7615941559557649]
 * ```
 * @see The array API standard, `tanh`.
 */
export interface Tanh {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const tanh: Tanh = /* @__PURE__ */ defineElementwise({
  name: "tanh",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.tanh(x),
  // Not 1 − y²: that cancels where y is near ±1.
  slope: { x: (e, { x }) => e.square(e.div(1, e.cosh(x))) },
});
