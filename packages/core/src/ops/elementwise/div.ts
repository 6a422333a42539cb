import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Quotient, element by element: `y = a / b`. Of integers it is float32.
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype, which is a float.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** `∂y/∂a = 1/b`, `∂y/∂b = −a/b²`.
 *
 * @example
 * ```ts
 * div(tensor([1, 2]), tensor([[2], [4]])).toArray(); // => [[0.5, 1], [0.25, 0.5]]
 * ```
 * @see The array API standard, `divide`.
 */
export interface Div {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
}

export const div: Div = /* @__PURE__ */ defineElementwise({
  name: "div",
  inputs: ["a", "b"],
  dtype: "float",
  value: (e, { a, b }) => e.div(a, b),
  slope: { a: (e, { b }) => e.div(1, b), b: (e, { a, b }) => e.neg(e.div(e.div(a, b), b)) },
});
