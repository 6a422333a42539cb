import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The whole part, element by element: `x` without its fraction.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`; integers as they are.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 0, at the jumps as well.
 *
 * @example
 * ```ts
 * trunc(tensor([-1.5, 1.5])).toArray(); // => [-1, 1]
 * ```
 * @see The array API standard, `trunc`.
 */
export interface Trunc {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const trunc: Trunc = /* @__PURE__ */ defineElementwise({
  name: "trunc",
  inputs: ["x"],
  dtype: "number",
  value: (e, { x }) => e.trunc(x),
  slope: { x: () => 0 },
});
