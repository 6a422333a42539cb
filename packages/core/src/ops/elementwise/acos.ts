import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Inverse cosine, element by element: `y = arccos x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = −1 / √(1 − x²)`, infinite at ±1.
 *
 * @example
 * ```ts
 * acos(tensor([1])).toArray(); // => [0]
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
  slope: { x: (e, { x }) => e.div(-1, e.sqrt(e.mul(e.sub(1, x), e.add(1, x)))) },
});
