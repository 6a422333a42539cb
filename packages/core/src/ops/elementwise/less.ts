import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Is the first smaller, element by element: `y = [a < b]`. With NaN it is false.
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, bool.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * less(tensor([1, 2, 3]), 2).toArray(); // => [true, false, false]
 * ```
 * @see The array API standard, `less`.
 */
export interface Less {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
}

export const less: Less = /* @__PURE__ */ defineElementwise({
  name: "less",
  inputs: ["a", "b"],
  dtype: "bool",
  value: (e, { a, b }) => e.less(a, b),
});
