import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Inverse hyperbolic sine, element by element: `y = ln(x + √(x² + 1))`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`.
 *
 * **Derivative.** `∂y/∂x = 1 / √(x² + 1)`.
 *
 * @example
 * ```ts
 * asinh(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0, 0.881373587019543]
 * ```
 * @see The array API standard, `asinh`.
 */
export interface Asinh {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const asinh: Asinh = /* @__PURE__ */ defineElementwise({
  name: "asinh",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.asinh(x),
  // x² + 1 would overflow where the slope is still a number.
  slope: { x: (e, { x }) => e.div(1, e.hypot(x, 1)) },
});
