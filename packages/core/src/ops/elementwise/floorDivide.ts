import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Quotient rounded towards −∞, element by element: `y = ⌊a / b⌋`. An integer divided by 0 gives 0, as in NumPy.
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 0 wherever it exists, and 0 at the steps.
 *
 * @example
 * ```ts
 * floorDivide(tensor([7, -7]), 2).toArray(); // => [3, -4]
 * ```
 * @see The array API standard, `floor_divide`; Python, whose algorithm for floats this is.
 */
export interface FloorDivide {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const floorDivide: FloorDivide = /* @__PURE__ */ defineElementwise({
  name: "floorDivide",
  inputs: ["a", "b"],
  dtype: "number",
  value: (e, { a, b }) => e.floorDivide(a, b),
  slope: { a: () => 0, b: () => 0 },
});
