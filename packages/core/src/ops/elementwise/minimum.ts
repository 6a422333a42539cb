import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The smaller of two, element by element: `y = min(a, b)`. NaN wins. On two bools it is "and".
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** 1 for the smaller, 0 for the other, `1/2` for each at the kink `a = b`. Next to a NaN both have 1.
 *
 * @example
 * ```ts
 * minimum(tensor([1, 5]), 3).toArray(); // => [1, 3]
 * grad((x: Tensor) => minimum(x, 3).sum())(tensor([1, 3, 5])).toArray(); // => [1, 0.5, 0]
 * ```
 * @see The array API standard, `minimum`.
 */
export interface Minimum {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const minimum: Minimum = /* @__PURE__ */ defineElementwise({
  name: "minimum",
  inputs: ["a", "b"],
  dtype: "same",
  commutative: true,
  value: (e, { a, b }) => e.minimum(a, b),
  // Equal ones share the slope. A NaN, neither equal nor less, passes the whole of it.
  slope: {
    a: (e, { a, b }) => e.select(e.equal(a, b), 0.5, e.select(e.less(b, a), 0, 1)),
    b: (e, { a, b }) => e.select(e.equal(a, b), 0.5, e.select(e.less(a, b), 0, 1)),
  },
});
