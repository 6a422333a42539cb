import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Logarithm to base 10, element by element: `y = log₁₀ x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `−Infinity` at 0, NaN below.
 *
 * **Derivative.** `∂y/∂x = 1 / (x ln 10)`; `Infinity` at 0.
 *
 * @example
 * ```ts
 * log10(tensor([1, 1000, 0.01])).toArray(); // => [0, 3, -2]
 * ```
 * @see The array API standard, `log10`.
 */
export interface Log10 {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const log10: Log10 = /* @__PURE__ */ defineElementwise({
  name: "log10",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.log10(x),
  slope: { x: (e, { x }) => e.div(Math.LOG10E, x) },
});
