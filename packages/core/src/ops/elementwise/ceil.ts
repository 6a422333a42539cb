import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The smallest whole number that is not smaller, element by element: `y = ⌈x⌉`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 0 wherever it exists, and 0 at the steps.
 *
 * @example
 * ```ts
 * ceil(tensor([1.5, -1.5])).toArray(); // => [2, -1]
 * ```
 * @see The array API standard, `ceil`.
 */
export interface Ceil {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const ceil: Ceil = /* @__PURE__ */ defineElementwise({
  name: "ceil",
  inputs: ["x"],
  dtype: "number",
  value: (e, { x }) => e.ceil(x),
  slope: { x: () => 0 },
});
