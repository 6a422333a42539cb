import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Length of the hypotenuse, element by element: `y = √(a² + b²)`, without overflow in between.
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** `∂y/∂a = a / y`, `∂y/∂b = b / y`; 0 at the origin.
 *
 * @example
 * ```ts
 * hypot(tensor([3]), 4).toArray(); // => [5]
 * ```
 * @see The array API standard, `hypot`; PyTorch, `hypot`.
 */
export interface Hypot {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
}

export const hypot: Hypot = /* @__PURE__ */ defineElementwise({
  name: "hypot",
  inputs: ["a", "b"],
  dtype: "float",
  commutative: true,
  value: (e, { a, b }) => e.hypot(a, b),
  slope: {
    a: (e, { a, b }) => e.select(e.equal(e.hypot(a, b), 0), 0, e.div(a, e.hypot(a, b))),
    b: (e, { a, b }) => e.select(e.equal(e.hypot(a, b), 0), 0, e.div(b, e.hypot(a, b))),
  },
});
