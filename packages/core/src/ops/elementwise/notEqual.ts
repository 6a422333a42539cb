import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Are they different? Element by element: `y = [a ≠ b]`. NaN differs from everything.
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
 * notEqual(tensor([1, 2]), 2).toArray(); // => [true, false]
 * ```
 * @see The array API standard, `not_equal`.
 */
export interface NotEqual {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
}

export const notEqual: NotEqual = /* @__PURE__ */ defineElementwise({
  name: "notEqual",
  inputs: ["a", "b"],
  dtype: "bool",
  commutative: true,
  value: (e, { a, b }) => e.notEqual(a, b),
});
