import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Inverse sine, element by element: `y = arcsin x`, radians in -π/2 … π/2.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; NaN outside -1 … 1.
 *
 * **Derivative.** `∂y/∂x = 1 / √(1 − x²)`; `Infinity` at ±1.
 *
 * @example
 * ```ts
 * asin(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0, 1.5707963267948966]
 * ```
 * @see The array API standard, `asin`.
 */
export interface Asin {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const asin: Asin = /* @__PURE__ */ defineElementwise({
  name: "asin",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.asin(x),
  // Not 1 − x²: that has lost the last digits of x near ±1.
  slope: { x: (e, { x }) => e.div(1, e.sqrt(e.mul(e.sub(1, x), e.add(1, x)))) },
});
