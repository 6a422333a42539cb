import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Logarithm of a sum of two exponentials, element by element: `y = ln(eᵃ + eᵇ)`, without overflow in between.
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** `∂y/∂a = σ(a − b)`, `∂y/∂b = σ(b − a)`.
 *
 * @example
 * ```ts
 * logAddExp(tensor([1000]), -1000).toArray(); // => [1000]
 * ```
 * @see The array API standard, `logaddexp`.
 */
export interface LogAddExp {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
}

export const logAddExp: LogAddExp = /* @__PURE__ */ defineElementwise({
  name: "logAddExp",
  inputs: ["a", "b"],
  dtype: "float",
  commutative: true,
  // Equal ones apart: ∞ − ∞ has no value, and the sum of two is twice one.
  value: (e, { a, b }) =>
    e.select(e.equal(a, b), e.add(a, Math.LN2), e.add(e.maximum(a, b), e.log1p(e.exp(e.neg(e.abs(e.sub(a, b))))))),
  slope: {
    a: (e, { a, b }) => e.select(e.equal(a, b), 0.5, e.sigmoid(e.sub(a, b))),
    b: (e, { a, b }) => e.select(e.equal(a, b), 0.5, e.sigmoid(e.sub(b, a))),
  },
});
