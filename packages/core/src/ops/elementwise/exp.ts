import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Exponential, element by element: `y = eˣ`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `Infinity` where `eˣ` is too large for the dtype: above 88.7 in float32, 709.7 in float64.
 *
 * **Derivative.** `∂y/∂x = y`.
 *
 * @example
 * ```ts
 * exp(tensor([0, 1], { dtype: "float64" })).toArray(); // => [1, 2.718281828459045]
 * ```
 * @see The array API standard, `exp`.
 */
export interface Exp {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const exp: Exp = /* @__PURE__ */ defineElementwise({
  name: "exp",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.exp(x),
  slope: { x: (_, { output }) => output },
});
