import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Inverse tangent, element by element: `y = arctan x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = 1 / (1 + x²)`.
 *
 * @example
 * ```ts
 * atan(tensor([0])).toArray(); // => [0]
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
  slope: { x: (e, { x }) => e.div(1, e.add(1, e.square(x))) },
});
