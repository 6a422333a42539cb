import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Inverse hyperbolic cosine, element by element: `y = ln(x + √(x² − 1))`, at least 0.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; NaN below 1.
 *
 * **Derivative.** `∂y/∂x = 1 / √(x² − 1)`; `Infinity` at 1.
 *
 * @example
 * ```ts
 * acosh(tensor([1, 2])).toArray(); // => [0, 1.316957950592041]
 * ```
 * @see The array API standard, `acosh`.
 */
export interface Acosh {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const acosh: Acosh = /* @__PURE__ */ defineElementwise({
  name: "acosh",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.acosh(x),
  // Two roots: x² − 1 loses the last digits of x near 1, overflows at large x, and is positive below −1.
  slope: { x: (e, { x }) => e.div(1, e.mul(e.sqrt(e.sub(x, 1)), e.sqrt(e.add(x, 1)))) },
});
