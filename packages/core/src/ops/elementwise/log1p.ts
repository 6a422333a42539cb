import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Natural logarithm of one more, element by element: `y = ln(1 + x)`, exact where `x` is near 0.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = 1 / (1 + x)`.
 *
 * @example
 * ```ts
 * log1p(tensor([0, 1e-20], { dtype: "float64" })).toArray(); // => [0, 1e-20]
 * ```
 * @see The array API standard, `log1p`.
 */
export interface Log1p {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const log1p: Log1p = /* @__PURE__ */ defineElementwise({
  name: "log1p",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.log1p(x),
  slope: { x: (e, { x }) => e.div(1, e.add(1, x)) },
});
