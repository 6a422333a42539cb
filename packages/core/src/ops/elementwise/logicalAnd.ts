import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Do both hold? Element by element: `y = [a and b]`. A number counts as true unless it is 0.
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, bool.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * logicalAnd(tensor([true, true]), tensor([true, false])).toArray(); // => [true, false]
 * ```
 * @see The array API standard, `logical_and`.
 */
export interface LogicalAnd {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
}

export const logicalAnd: LogicalAnd = /* @__PURE__ */ defineElementwise({
  name: "logicalAnd",
  inputs: ["a", "b"],
  dtype: "bool",
  commutative: true,
  value: (e, { a, b }) => e.and(e.notEqual(a, 0), e.notEqual(b, 0)),
});
