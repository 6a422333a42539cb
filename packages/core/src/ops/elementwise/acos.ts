import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Inverse cosine, element by element: `y = arccos x`, radians in 0 … π.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; NaN outside -1 … 1.
 *
 * **Derivative.** `∂y/∂x = −1 / √(1 − x²)`; `−Infinity` at ±1.
 *
 * @example
 * ```ts
 * acos(tensor([1, 0], { dtype: "float64" })).toArray(); // => [0, 1.5707963267948966]
 * ```
 * @see The array API standard, `acos`.
 */
export interface Acos {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const acos: Acos = /* @__PURE__ */ defineElementwise({
  name: "acos",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.acos(x),
  // Not 1 − x²: that has lost the last digits of x near ±1.
  slope: { x: (e, { x }) => e.div(-1, e.sqrt(e.mul(e.sub(1, x), e.add(1, x)))) },
});
