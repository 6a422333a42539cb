import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Product, element by element: `y = a b`. On two bools it is "and".
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** `∂y/∂a = b`, `∂y/∂b = a`.
 *
 * @example
 * ```ts
 * mul(tensor([1, 2]), tensor([[10], [20]])).toArray(); // => [[10, 20], [20, 40]]
 * ```
 * @see The array API standard, `multiply`.
 */
export interface Mul {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const mul: Mul = /* @__PURE__ */ defineElementwise({
  name: "mul",
  inputs: ["a", "b"],
  dtype: "same",
  commutative: true,
  value: (e, { a, b }) => e.mul(a, b),
  slope: { a: (_, { b }) => b, b: (_, { a }) => a },
});
