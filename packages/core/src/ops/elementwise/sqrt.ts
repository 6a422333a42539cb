import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Square root, element by element: `y = √x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; NaN below 0.
 *
 * **Derivative.** `∂y/∂x = 1/(2y)`, `Infinity` at 0.
 *
 * @example
 * ```ts
 * sqrt(tensor([4, 9])).toArray(); // => [2, 3]
 * ```
 * @see The array API standard, `sqrt`.
 */
export interface Sqrt {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const sqrt: Sqrt = /* @__PURE__ */ defineElementwise({
  name: "sqrt",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.sqrt(x),
  slope: { x: (e, { output }) => e.div(0.5, output) },
});
