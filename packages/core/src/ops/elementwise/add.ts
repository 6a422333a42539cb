import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Sum, element by element: `y = a + b`. On two bools it is "or".
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** `∂y/∂a = ∂y/∂b = 1`.
 *
 * @example
 * ```ts
 * add(tensor([1, 2]), tensor([[10], [20]])).toArray(); // => [[11, 12], [21, 22]]
 * ```
 * @see The array API standard, `add`.
 */
export interface Add {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const add: Add = /* @__PURE__ */ defineElementwise({
  name: "add",
  inputs: ["a", "b"],
  dtype: "same",
  commutative: true,
  forward: (a, b) => a + b,
  vjp: { a: (cotangent) => cotangent, b: (cotangent) => cotangent },
  formula: { value: "y = a + b", a: "ā = ȳ", b: "b̄ = ȳ" },
});

/** What is true of {@link add}. */
export const addSpec: OpSpec = {
  reference: { element: (a: number, b: number) => a - -b },
  ulps: 0.5,
  edges: [
    { inputs: [Infinity, -Infinity], output: NaN, because: "∞ − ∞ has no value" },
    { inputs: [[1, 2], 3], output: [4, 5], gradients: [[1, 1], 2], because: "a scalar's derivative is summed" },
    {
      inputs: [
        [true, true, false],
        [true, false, false],
      ],
      dtype: "bool",
      output: [true, true, false],
      because: "or",
    },
    { inputs: [2147483647, 1], dtype: "int32", output: -2147483648, because: "int32 wraps" },
    { inputs: [[[1], [2]], []], output: [[], []], gradients: [[[0], [0]], []], because: "nothing to add" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [4] }],
      message: "add: shapes must broadcast, got [2, 3] and [4]: axis -1 has 3 and 4.",
    },
    {
      inputs: [{ shape: [2] }, { literal: "2" }],
      message: 'add: b must be a tensor or a number, got "2".',
    },
    {
      inputs: [{ shape: [2] }, { literal: [1, 2] }],
      message: "add: b must be a tensor or a number, got [1, 2]. Wrap it in tensor(…).",
    },
    {
      inputs: [{ shape: [2], dtype: "int32" }, { literal: 0.5 }],
      message:
        "add: an int32 must be a whole number in -2147483648 … 2147483647, got 0.5. Use dtype float32, or round first.",
    },
  ],
};
