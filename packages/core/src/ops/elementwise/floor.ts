import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The largest whole number not above, element by element: `y = ⌊x⌋`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`; integers as they are.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 0, at the jumps as well.
 *
 * @example
 * ```ts
 * floor(tensor([-1.5, 1.5])).toArray(); // => [-2, 1]
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
