import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * What a floored quotient leaves, element by element: `y = a − b ⌊a / b⌋`, with the sign of `b`. Of an integer and 0 it is 0, as in NumPy.
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** `∂y/∂a = 1`, `∂y/∂b = −⌊a / b⌋`.
 *
 * @example
 * ```ts
 * remainder(tensor([7, -7]), 3).toArray(); // => [1, 2]
 * ```
 * @see The array API standard, `remainder`; PyTorch, `remainder`.
 */
export interface Remainder {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const remainder: Remainder = /* @__PURE__ */ defineElementwise({
  name: "remainder",
  inputs: ["a", "b"],
  dtype: "number",
  value: (e, { a, b }) => e.remainder(a, b),
  slope: { a: () => 1, b: (e, { a, b }) => e.neg(e.floorDivide(a, b)) },
});
