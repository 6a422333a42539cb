import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Natural logarithm of one more, element by element: `y = ln(1 + x)`, to the last digit for small `x` too.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `−Infinity` at −1, NaN below.
 *
 * **Derivative.** `∂y/∂x = 1 / (1 + x)`; `Infinity` at −1.
 *
 * @example
 * ```ts
 * log1p(tensor([0, 1e-10, 1], { dtype: "float64" })).toArray(); // => [0, 9.999999999500001e-11, 0.6931471805599453]
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
