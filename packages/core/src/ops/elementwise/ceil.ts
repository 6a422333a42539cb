import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The smallest whole number not below, element by element: `y = ⌈x⌉`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`; integers as they are.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 0, at the jumps as well.
 *
 * @example
 * ```ts
 * ceil(tensor([-1.5, 1.5])).toArray(); // => [-1, 2]
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
