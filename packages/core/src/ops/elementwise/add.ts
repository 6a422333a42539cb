import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Sum, element by element: `y = a + b`. On two bools it is "or".
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** `∂y/∂a = ∂y/∂b = 1`.
 *
 * @example
 * ```ts
 * add(tensor([1, 2]), tensor([[10], [20]])).toArray(); // => [[11, 12], [21, 22]]
 * ```
 * @see The array API standard, `add`.
 */
export interface Add {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const add: Add = /* @__PURE__ */ defineElementwise({
  name: "add",
  inputs: ["a", "b"],
  dtype: "same",
  commutative: true,
  value: (e, { a, b }) => e.add(a, b),
  slope: { a: () => 1, b: () => 1 },
});
