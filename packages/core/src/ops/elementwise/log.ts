import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Natural logarithm, element by element: `y = ln x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `-Infinity` at 0, NaN below.
 *
 * **Derivative.** `∂y/∂x = 1/x`, `Infinity` at 0.
 *
 * @example
 * ```ts
 * log(tensor([1, 2], { dtype: "float64" })).toArray(); // => [0, 0.6931471805599453]
 * ```
 * @see The array API standard, `log`.
 */
export interface Log {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const log: Log = /* @__PURE__ */ defineElementwise({
  name: "log",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.log(x),
  slope: { x: (e, { x }) => e.div(1, x) },
});
