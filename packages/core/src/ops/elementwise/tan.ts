import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Tangent, element by element: `y = sin x / cos x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = 1 + tan² x`.
 *
 * @example
 * ```ts
 * tan(tensor([0])).toArray(); // => [0]
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
  slope: { x: (e, { x }) => e.add(1, e.square(e.tan(x))) },
});
