import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Tangent, element by element: `y = sin x / cos x`, of radians.
 *
 * @param x - Any shape; radians.
 * @returns The shape of `x`; NaN at ±∞. No float is exactly at a pole.
 *
 * **Derivative.** `∂y/∂x = 1 / cos² x`.
 *
 * @example
 * ```ts
 * tan(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0, 1.5574077246549023]
 * ```
 * @see The array API standard, `tan`.
 */
export interface Tan {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const tan: Tan = /* @__PURE__ */ defineElementwise({
  name: "tan",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.tan(x),
  slope: { x: (e, { x }) => e.square(e.div(1, e.cos(x))) },
});
