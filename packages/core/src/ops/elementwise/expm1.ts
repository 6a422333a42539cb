import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Exponential less one, element by element: `y = eˣ − 1`, to the last digit for small `x` too.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `Infinity` where `eˣ` is too large for the dtype: above 88.7 in float32, 709.7 in float64.
 *
 * **Derivative.** `∂y/∂x = eˣ`.
 *
 * @example
 * ```ts
 * expm1(tensor([0, 1e-10], { dtype: "float64" })).toArray(); // => [0, 1.00000000005e-10]
 * ```
 * @see The array API standard, `expm1`.
 */
export interface Expm1 {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const expm1: Expm1 = /* @__PURE__ */ defineElementwise({
  name: "expm1",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.expm1(x),
  // Not y + 1: below −37 nothing is left of that.
  slope: { x: (e, { x }) => e.exp(x) },
});
