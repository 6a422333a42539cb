import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Sine, element by element: `y = sin x`, of radians.
 *
 * @param x - Any shape; radians.
 * @returns The shape of `x`, in -1 … 1; NaN at ±∞.
 *
 * **Derivative.** `∂y/∂x = cos x`.
 *
 * @example
 * ```ts
 * sin(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0, 0.8414709848078965]
 * ```
 * @see The array API standard, `sin`.
 */
export interface Sin {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const sin: Sin = /* @__PURE__ */ defineElementwise({
  name: "sin",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.sin(x),
  slope: { x: (e, { x }) => e.cos(x) },
});
