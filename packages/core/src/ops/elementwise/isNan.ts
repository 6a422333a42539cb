import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Is it not a number?, element by element: `y = [x is NaN]`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, bool.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * isNan(tensor([1, NaN])).toArray(); // => [false, true]
 * ```
 * @see The array API standard, `isnan`.
 */
export interface IsNan {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, "bool">;
}

export const isNan: IsNan = /* @__PURE__ */ defineElementwise({
  name: "isNan",
  inputs: ["x"],
  dtype: "bool",
  value: (e, { x }) => e.isNan(x),
});
