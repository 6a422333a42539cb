import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Cosine, element by element: `y = cos x`, of radians.
 *
 * @param x - Any shape; radians.
 * @returns The shape of `x`, in -1 … 1; NaN at ±∞.
 *
 * **Derivative.** `∂y/∂x = −sin x`.
 *
 * @example
 * ```ts
 * cos(tensor([0, 1], { dtype: "float64" })).toArray(); // => [1, 0.5403023058681398]
 * ```
 * @see The array API standard, `cos`.
 */
export interface Cos {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const cos: Cos = /* @__PURE__ */ defineElementwise({
  name: "cos",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.cos(x),
  slope: { x: (e, { x }) => e.neg(e.sin(x)) },
});
