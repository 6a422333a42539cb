import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { equal } from "./equal.ts";
import { less } from "./less.ts";
import { mul } from "./mul.ts";
import { where } from "./where.ts";

/**
 * The larger of two, element by element: `y = max(a, b)`. NaN wins. On two bools it is "or".
 *
 * @param a - Any shape, or a number.
 * @param b - A shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** 1 for the larger, 0 for the other, `1/2` for each at the kink `a = b`. Next to a NaN both have 1.
 *
 * @example
 * ```ts
 * maximum(tensor([1, 5]), 3).toArray(); // => [3, 5]
 * grad((x: Tensor) => maximum(x, 3).sum())(tensor([1, 3, 5])).toArray(); // => [0, 0.5, 1]
 * ```
 * @see The array API standard, `maximum`.
 */
export interface Maximum {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const maximum: Maximum = /* @__PURE__ */ defineElementwise({
  name: "maximum",
  inputs: ["a", "b"],
  dtype: "same",
  commutative: true,
  forward: (a, b) => Math.max(a, b),
  vjp: { a: (cotangent, { a, b }) => share(cotangent, a, b), b: (cotangent, { a, b }) => share(cotangent, b, a) },
  formula: { value: "y = max(a, b)", a: "ā = ȳ [a > b] + ½ ȳ [a = b]", b: "b̄ = ȳ [b > a] + ½ ȳ [a = b]" },
});

/** What reaches `x` of the cotangent: nothing if `other` is larger, half if they are equal. */
function share(cotangent: Tensor, x: Tensor, other: Tensor): Tensor {
  return where(less(x, other), 0, where(equal(x, other), mul(0.5, cotangent), cotangent));
}

/** What is true of {@link maximum}. */
export const maximumSpec: OpSpec = {
  reference: { element: (a: number, b: number) => (a > b ? a : b) },
  domain: { a: { differsFrom: "b" } },
  ulps: 0.5,
  edges: [
    {
      inputs: [[1, 2, 3], 2],
      output: [2, 2, 3],
      gradients: [[0, 0.5, 1], 1.5],
      because: "a tie is shared",
    },
    {
      inputs: [
        [Infinity, -Infinity, Infinity],
        [Infinity, -Infinity, -Infinity],
      ],
      output: [Infinity, -Infinity, Infinity],
      gradients: [
        [0.5, 0.5, 1],
        [0.5, 0.5, 0],
      ],
      because: "infinities are equal to themselves",
    },
    {
      inputs: [
        [NaN, 1],
        [1, NaN],
      ],
      output: [NaN, NaN],
      gradients: [
        [1, 1],
        [1, 1],
      ],
      because: "NaN stays, on either side",
    },
    {
      inputs: [
        [true, true, false],
        [true, false, false],
      ],
      dtype: "bool",
      output: [true, true, false],
      because: "or",
    },
    { inputs: [[2147483647, -5], -1], dtype: "int32", output: [2147483647, -1], because: "integers stay integers" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [4] }],
      message: "maximum: shapes must broadcast, got [2, 3] and [4]: axis -1 has 3 and 4.",
    },
  ],
};
