import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Is it NaN, element by element? Never, for integers and bools.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, bool.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * isNan(tensor([1, NaN, Infinity])).toArray(); // => [false, true, false]
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
