import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Is the first no smaller? Element by element: `y = [a ≥ b]`. Nothing is to NaN.
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
 * greaterEqual(tensor([1, 2, 3]), 2).toArray(); // => [false, true, true]
 * ```
 * @see The array API standard, `greater_equal`.
 */
export interface GreaterEqual {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
}

export const greaterEqual: GreaterEqual = /* @__PURE__ */ defineElementwise({
  name: "greaterEqual",
  inputs: ["a", "b"],
  dtype: "bool",
  value: (e, { a, b }) => e.lessEqual(b, a),
});
