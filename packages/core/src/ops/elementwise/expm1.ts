import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Exponential less one, element by element: `y = eˣ − 1`, exact where `x` is near 0.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = eˣ`.
 *
 * @example
 * ```ts
 * expm1(tensor([0, 1e-20], { dtype: "float64" })).toArray(); // => [0, 1e-20]
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
  slope: { x: (e, { x }) => e.exp(x) }, // y + 1 has nothing left below −37
});
