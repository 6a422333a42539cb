import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Linear interpolation, element by element: `y = a + weight (b − a)`; exactly `a` at weight 0 and `b` at weight 1.
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @param weight - A shape that broadcasts with both, or a number; beyond 0 … 1 it extrapolates.
 * @returns The broadcast shape, in the promoted dtype; float32 for integers.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** `∂y/∂a = 1 − weight`, `∂y/∂b = weight`, `∂y/∂weight = b − a`.
 *
 * @example
 * ```ts
 * lerp(tensor([0, 10]), 20, 0.25).toArray(); // => [5, 12.5]
 * ```
 * @see PyTorch, `lerp`.
 */
export interface Lerp {
  <
    A extends Shape = [],
    DA extends DType = never,
    B extends Shape = [],
    DB extends DType = DA,
    C extends Shape = [],
    DC extends DType = Promote<DA, DB>,
  >(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
    weight: Ok<number | Tensor<C, DC>, BroadcastError<Broadcast<A, B>, C>>,
  ): Tensor<Broadcast<Broadcast<A, B>, C>, ToFloat<Promote<Promote<DA, DB>, DC>>>;
}

export const lerp: Lerp = /* @__PURE__ */ defineElementwise({
  name: "lerp",
  inputs: ["a", "b", "weight"],
  dtype: "float",
  // From whichever end is nearer, so that both ends are hit exactly.
  value: (e, { a, b, weight }) =>
    e.select(e.less(weight, 0.5), e.add(a, e.mul(weight, e.sub(b, a))), e.sub(b, e.mul(e.sub(1, weight), e.sub(b, a)))),
  slope: {
    a: (e, { weight }) => e.sub(1, weight),
    b: (_, { weight }) => weight,
    weight: (e, { a, b }) => e.sub(b, a),
  },
});
