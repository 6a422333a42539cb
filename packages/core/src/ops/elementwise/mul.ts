import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Product, element by element: `y = a b`. On two bools it is "and".
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** `∂y/∂a = b`, `∂y/∂b = a`.
 *
 * @example
 * ```ts
 * mul(tensor([1, 2]), tensor([[10], [20]])).toArray(); // => [[10, 20], [20, 40]]
 * ```
 * @see The array API standard, `multiply`.
 */
export interface Mul {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const mul: Mul = /* @__PURE__ */ defineElementwise({
  name: "mul",
  inputs: ["a", "b"],
  dtype: "same",
  commutative: true,
  forward: (a, b) => a * b,
  // A float64 product of two int32 can lose its low digits, which are the ones that wrap.
  forwardInt32: (a, b) => Math.imul(a, b),
  vjp: { a: (cotangent, { b }) => mul(cotangent, b), b: (cotangent, { a }) => mul(cotangent, a) },
  formula: { value: "y = a b", a: "ā = ȳ b", b: "b̄ = ȳ a" },
});

/** What is true of {@link mul}. */
export const mulSpec: OpSpec = {
  reference: { element: (a: number, b: number) => (b === 0 ? a * b : a / (1 / b)) },
  ulps: 0.5,
  edges: [
    { inputs: [0, Infinity], output: NaN, because: "0 · ∞ has no value" },
    { inputs: [[1, 2], 3], output: [3, 6], gradients: [[3, 3], 3], because: "a scalar's derivative is summed" },
    { inputs: [[-1], [0]], output: [-0], gradients: [[0], [-1]], because: "the sign of zero" },
    {
      inputs: [
        [true, true, false],
        [true, false, false],
      ],
      dtype: "bool",
      output: [true, false, false],
      because: "and",
    },
    { inputs: [2147483647, 2147483647], dtype: "int32", output: 1, because: "int32 wraps: (2³¹ − 1)² mod 2³²" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [3, 2] }],
      message: "mul: shapes must broadcast, got [2, 3] and [3, 2]: axis -1 has 3 and 2.",
    },
  ],
};
