import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Are two equal, element by element: `y = [a = b]`. NaN equals nothing.
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
 * equal(tensor([1, 2, 3]), 2).toArray(); // => [false, true, false]
 * ```
 * @see The array API standard, `equal`.
 */
export interface Equal {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
}

export const equal: Equal = /* @__PURE__ */ defineElementwise({
  name: "equal",
  inputs: ["a", "b"],
  dtype: "bool",
  commutative: true,
  value: (e, { a, b }) => e.equal(a, b),
});
