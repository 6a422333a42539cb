import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Logarithm to base 2, element by element: `y = log₂ x`; exact for powers of two.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `−Infinity` at 0, NaN below.
 *
 * **Derivative.** `∂y/∂x = 1 / (x ln 2)`; `Infinity` at 0.
 *
 * @example
 * ```ts
 * log2(tensor([1, 8, 0.25])).toArray(); // => [0, 3, -2]
 * ```
 * @see The array API standard, `log2`.
 */
export interface Log2 {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const log2: Log2 = /* @__PURE__ */ defineElementwise({
  name: "log2",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.log2(x),
  slope: { x: (e, { x }) => e.div(Math.LOG2E, x) },
});
