import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The opposite, element by element: `y = −x`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** `∂y/∂x = −1`.
 *
 * @example
 * ```ts
 * neg(tensor([1, -2])).toArray(); // => [-1, 2]
 * ```
 * @see The array API standard, `negative`.
 */
export interface Neg {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const neg: Neg = /* @__PURE__ */ defineElementwise({
  name: "neg",
  inputs: ["x"],
  dtype: "number",
  value: (e, { x }) => e.neg(x),
  slope: { x: () => -1 },
});
