import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Is the first larger, element by element: `y = [a > b]`. With NaN it is false.
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
 * greater(tensor([1, 2, 3]), 2).toArray(); // => [false, false, true]
 * ```
 * @see The array API standard, `greater`.
 */
export interface Greater {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
}

export const greater: Greater = /* @__PURE__ */ defineElementwise({
  name: "greater",
  inputs: ["a", "b"],
  dtype: "bool",
  forward: (a, b) => (a > b ? 1 : 0),
  vjp: { a: "nondifferentiable", b: "nondifferentiable" },
  formula: { value: "y = [a > b]" },
});

/** What is true of {@link greater}. */
export const greaterSpec: OpSpec = {
  reference: { element: (a: number, b: number) => Number(a - b > 0) },
  samples: [
    {
      inputs: [
        { shape: [4, 5], range: [0, 2], dtype: "int32" },
        { shape: [5], range: [0, 2], dtype: "int32" },
      ],
    },
  ],
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [1, 2, 3],
        [2, 2, 2],
      ],
      output: [false, false, true],
      gradients: [null, null],
      because: "no derivative",
    },
    {
      inputs: [
        [0, Infinity, -Infinity, -Infinity],
        [-0, Infinity, -Infinity, Infinity],
      ],
      output: [false, false, false, false],
      because: "zeros are equal, and so are infinities of one sign",
    },
    {
      inputs: [
        [NaN, NaN, 1],
        [NaN, 1, NaN],
      ],
      output: [false, false, false],
      because: "every comparison with NaN is false",
    },
    {
      inputs: [
        [true, false, true],
        [true, true, false],
      ],
      dtype: "bool",
      output: [false, false, true],
      because: "false is below true",
    },
    {
      inputs: [[16777217], [16777216]],
      dtype: ["int32", "float64"],
      output: [true],
      because: "compared in the promoted dtype, which is exact here",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [4] }],
      message: "greater: shapes must broadcast, got [2, 3] and [4]: axis -1 has 3 and 4.",
    },
    {
      inputs: [{ shape: [2] }, { literal: "2" }],
      message: 'greater: b must be a tensor or a number, got "2".',
    },
  ],
};
