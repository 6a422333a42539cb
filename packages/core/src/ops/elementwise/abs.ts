import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Absolute value, element by element: `y = |x|`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** `∂y/∂x = sign x`, which is 0 at the kink `x = 0`.
 *
 * @example
 * ```ts
 * abs(tensor([-1, 2])).toArray(); // => [1, 2]
 * ```
 * @see The array API standard, `abs`.
 */
export interface Abs {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const abs: Abs = /* @__PURE__ */ defineElementwise({
  name: "abs",
  inputs: ["x"],
  dtype: "number",
  value: (e, { x }) => e.abs(x),
  slope: { x: (e, { x }) => e.sign(x) },
});
