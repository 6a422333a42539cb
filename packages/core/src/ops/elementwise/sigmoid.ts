import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Logistic function, element by element: `y = 1 / (1 + e⁻ˣ)`, in 0 … 1.
 *
 * @param x - Any shape.
 * @returns The shape of `x`.
 *
 * **Derivative.** `∂y/∂x = y (1 − y)`.
 *
 * @example
 * ```ts
 * sigmoid(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0.5, 0.7310585786300049]
 * ```
 * @see PyTorch, `sigmoid`; SciPy, `expit`.
 */
export interface Sigmoid {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const sigmoid: Sigmoid = /* @__PURE__ */ defineElementwise({
  name: "sigmoid",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.sigmoid(x),
  // Not y (1 − y): where y rounds to 1 that is 0, and a saturated unit would never learn again.
  slope: { x: (e, { x }) => e.mul(e.sigmoid(x), e.sigmoid(e.neg(x))) },
});
