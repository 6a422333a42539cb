import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Logarithm to the base 2, element by element: `y = log₂ x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = log₂ e / x`.
 *
 * @example
 * ```ts
 * log2(tensor([1, 8])).toArray(); // => [0, 3]
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
