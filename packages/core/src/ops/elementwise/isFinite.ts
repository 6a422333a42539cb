import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Is it neither infinite nor NaN, element by element? Always, for integers and bools.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, bool.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * isFinite(tensor([1, NaN, Infinity])).toArray(); // => [true, false, false]
 * ```
 * @see The array API standard, `isfinite`.
 */
export interface IsFinite {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, "bool">;
}

export const isFinite: IsFinite = /* @__PURE__ */ defineElementwise({
  name: "isFinite",
  inputs: ["x"],
  dtype: "bool",
  value: (e, { x }) => e.isFinite(x),
});
