import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Negation, element by element: is it false? A number is where it is 0, and NaN is not.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, bool.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * logicalNot(tensor([true, false])).toArray(); // => [false, true]
 * logicalNot(tensor([0, 2])).toArray(); // => [true, false]
 * ```
 * @see The array API standard, `logical_not`; PyTorch for numbers.
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
