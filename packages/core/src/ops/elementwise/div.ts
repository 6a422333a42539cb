import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";

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
  forward: (a, b) => a / b,
  vjp: {
    a: (cotangent, { b }) => div(cotangent, b),
    // (a / b) / b and not a / b²: the square overflows, or vanishes, long before the quotient does.
    b: (cotangent, { b, output }) => neg(mul(cotangent, div(output, b))),
  },
  formula: { value: "y = a / b", a: "ā = ȳ / b", b: "b̄ = −ȳ a / b²" },
});

/** What is true of {@link div}. */
export const divSpec: OpSpec = {
  reference: { element: (a: number, b: number) => a * (1 / b) },
  domain: { b: { avoid: [0] } },
  ulps: 1,
  edges: [
    {
      inputs: [
        [1, -1, 0],
        [0, 0, 0],
      ],
      output: [Infinity, -Infinity, NaN],
      because: "division by zero follows IEEE 754",
    },
    { inputs: [[1, 2], 4], output: [0.25, 0.5], gradients: [[0.25, 0.25], -0.1875], because: "a scalar's is summed" },
    { inputs: [1, Infinity], output: 0, gradients: [0, -0], because: "1/b and its slopes vanish" },
    { inputs: [2 ** -1000, 2 ** -600], output: 2 ** -400, gradients: [2 ** 600, -(2 ** 200)], because: "b² is 0" },
    { inputs: [[7, -7], 2], dtype: "int32", output: [3.5, -3.5], because: "integers give fractions" },
    { inputs: [true, 2], dtype: ["bool", "int32"], output: 0.5, because: "true is 1" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [4] }],
      message: "div: shapes must broadcast, got [2, 3] and [4]: axis -1 has 3 and 4.",
    },
  ],
};
