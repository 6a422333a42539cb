import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The larger of two, element by element: `y = max(a, b)`. NaN wins. On two bools it is "or".
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** 1 for the larger, 0 for the other, `1/2` for each at the kink `a = b`. Next to a NaN both have 1.
 *
 * @example
 * ```ts
 * maximum(tensor([1, 5]), 3).toArray(); // => [3, 5]
 * grad((x: Tensor) => maximum(x, 3).sum())(tensor([1, 3, 5])).toArray(); // => [0, 0.5, 1]
 * ```
 * @see The array API standard, `maximum`.
 */
export interface Maximum {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const maximum: Maximum = /* @__PURE__ */ defineElementwise({
  name: "maximum",
  inputs: ["a", "b"],
  dtype: "same",
  commutative: true,
  value: (e, { a, b }) => e.maximum(a, b),
  // Equal ones share the slope. A NaN, neither equal nor less, passes the whole of it.
  slope: {
    a: (e, { a, b }) => e.select(e.equal(a, b), 0.5, e.select(e.less(a, b), 0, 1)),
    b: (e, { a, b }) => e.select(e.equal(a, b), 0.5, e.select(e.less(b, a), 0, 1)),
  },
});
