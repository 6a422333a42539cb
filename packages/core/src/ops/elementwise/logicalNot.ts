import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Is it false, or 0?, element by element: `y = [x = 0]`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, bool.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * logicalNot(tensor([true, false])).toArray(); // => [false, true]
 * ```
 * @see The array API standard, `logical_not`.
 */
export interface LogicalNot {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, "bool">;
}

export const logicalNot: LogicalNot = /* @__PURE__ */ defineElementwise({
  name: "logicalNot",
  inputs: ["x"],
  dtype: "bool",
  value: (e, { x }) => e.equal(x, 0),
});
