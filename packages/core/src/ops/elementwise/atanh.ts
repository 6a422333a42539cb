import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Inverse hyperbolic tangent, element by element: `y = ½ ln((1 + x) / (1 − x))`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `±Infinity` at ±1, NaN beyond.
 *
 * **Derivative.** `∂y/∂x = 1 / (1 − x²)`; `Infinity` at ±1.
 *
 * @example
 * ```ts
 * atanh(tensor([0, 0.5])).toArray(); // => [0, 0.5493061542510986]
 * ```
 * @see The array API standard, `atanh`.
 */
export interface Atanh {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const atanh: Atanh = /* @__PURE__ */ defineElementwise({
  name: "atanh",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.atanh(x),
  // Not 1 − x²: that has lost the last digits of x near ±1.
  slope: { x: (e, { x }) => e.div(1, e.mul(e.sub(1, x), e.add(1, x))) },
});
