import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The largest whole number that is not larger, element by element: `y = ⌊x⌋`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 0 wherever it exists, and 0 at the steps.
 *
 * @example
 * ```ts
 * floor(tensor([1.5, -1.5])).toArray(); // => [1, -2]
 * ```
 * @see The array API standard, `floor`.
 */
export interface Floor {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const floor: Floor = /* @__PURE__ */ defineElementwise({
  name: "floor",
  inputs: ["x"],
  dtype: "number",
  value: (e, { x }) => e.floor(x),
  slope: { x: () => 0 },
});
