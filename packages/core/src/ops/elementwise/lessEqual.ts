import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Is the first no larger? Element by element: `y = [a ≤ b]`. Nothing is to NaN.
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
 * lessEqual(tensor([1, 2, 3]), 2).toArray(); // => [true, true, false]
 * ```
 * @see The array API standard, `less_equal`.
 */
export interface LessEqual {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
}

export const lessEqual: LessEqual = /* @__PURE__ */ defineElementwise({
  name: "lessEqual",
  inputs: ["a", "b"],
  dtype: "bool",
  value: (e, { a, b }) => e.lessEqual(a, b),
});
