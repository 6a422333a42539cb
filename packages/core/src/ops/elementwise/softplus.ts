import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Smooth rectifier, element by element: `y = ln(1 + eˣ)`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`.
 *
 * **Derivative.** `∂y/∂x = 1 / (1 + e⁻ˣ)`, the {@link sigmoid} of `x`.
 *
 * @example
 * ```ts
 * softplus(tensor([0, 1000], { dtype: "float64" })).toArray(); // => [0.6931471805599453, 1000]
 * ```
 * @see PyTorch, `softplus`, which this equals to the last digit without its threshold.
 */
export interface Softplus {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const softplus: Softplus = /* @__PURE__ */ defineElementwise({
  name: "softplus",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.softplus(x),
  slope: { x: (e, { x }) => e.sigmoid(x) },
});
