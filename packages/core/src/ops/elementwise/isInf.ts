import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Is it infinite, element by element? Never, for integers and bools.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, bool.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * isInf(tensor([1, NaN, -Infinity])).toArray(); // => [false, false, true]
 * ```
 * @see The array API standard, `isinf`.
 */
export interface IsInf {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, "bool">;
}

export const isInf: IsInf = /* @__PURE__ */ defineElementwise({
  name: "isInf",
  inputs: ["x"],
  dtype: "bool",
  value: (e, { x }) => e.equal(e.abs(x), Infinity),
});
