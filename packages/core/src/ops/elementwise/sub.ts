import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Difference, element by element: `y = a − b`.
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** `∂y/∂a = 1`, `∂y/∂b = −1`.
 *
 * @example
 * ```ts
 * sub(1, tensor([1, 2])).toArray(); // => [0, -1]
 * ```
 * @see The array API standard, `subtract`.
 */
export interface Sub {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const sub: Sub = /* @__PURE__ */ defineElementwise({
  name: "sub",
  inputs: ["a", "b"],
  dtype: "number",
  value: (e, { a, b }) => e.sub(a, b),
  slope: { a: () => 1, b: () => -1 },
});
