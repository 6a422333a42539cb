import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Inverse tangent, element by element: `y = arctan x`, radians in -π/2 … π/2.
 *
 * @param x - Any shape.
 * @returns The shape of `x`.
 *
 * **Derivative.** `∂y/∂x = 1 / (1 + x²)`.
 *
 * @example
 * ```ts
 * atan(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0, 0.7853981633974483]
 * ```
 * @see The array API standard, `atan`.
 */
export interface Atan {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const atan: Atan = /* @__PURE__ */ defineElementwise({
  name: "atan",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.atan(x),
  // With √(1 + x²), because x² overflows where the slope is still a number.
  slope: { x: (e, { x }) => e.square(e.div(1, e.hypot(x, 1))) },
});
