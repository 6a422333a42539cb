import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { neg } from "./neg.ts";

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
  dtype: "same",
  takes: "numbers",
  forward: (a, b) => a - b,
  vjp: { a: (cotangent) => cotangent, b: (cotangent) => neg(cotangent) },
  formula: { value: "y = a − b", a: "ā = ȳ", b: "b̄ = −ȳ" },
});

/** What is true of {@link sub}. */
export const subSpec: OpSpec = {
  reference: { element: (a: number, b: number) => a + -b },
  ulps: 0.5,
  edges: [
    { inputs: [Infinity, Infinity], output: NaN, because: "∞ − ∞ has no value" },
    { inputs: [[1, 2], 3], output: [-2, -1], gradients: [[1, 1], -2], because: "a scalar's derivative is summed" },
    { inputs: [-2147483648, 1], dtype: "int32", output: 2147483647, because: "int32 wraps" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [4] }],
      message: "sub: shapes must broadcast, got [2, 3] and [4]: axis -1 has 3 and 4.",
    },
    {
      inputs: [
        { shape: [2], dtype: "bool" },
        { shape: [2], dtype: "bool" },
      ],
      message: 'sub: a and b must not both be bool. Cast one first: cast(a, "int32").',
    },
  ],
};
