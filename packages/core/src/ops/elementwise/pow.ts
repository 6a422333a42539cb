import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { add } from "./add.ts";
import { equal } from "./equal.ts";
import { log } from "./log.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";
import { where } from "./where.ts";

/**
 * Power, element by element: `y = aᵇ`. `0⁰` is 1, `1ᵇ` is 1 even for NaN, and a negative base with a fractional exponent gives NaN.
 *
 * Of integers it is an integer: it wraps, and `b < 0` leaves the whole part of the fraction, as in PyTorch.
 *
 * @param a - The base: any shape, or a number.
 * @param b - The exponent: a shape that broadcasts with that of `a`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 * @throws {@link DTypeError} for bools; for a fractional number with an int32 tensor.
 *
 * **Derivative.** `∂y/∂a = b aᵇ⁻¹`, 0 for `0⁰`. `∂y/∂b = aᵇ ln a`, 0 where `a = 0` and `b ≥ 0`, NaN where `a < 0`.
 *
 * @example
 * ```ts
 * pow(tensor([1, 2, 3]), 2).toArray(); // => [1, 4, 9]
 * pow(2, tensor([1, 2, 3])).toArray(); // => [2, 4, 8]
 * ```
 * @see The array API standard, `pow`; PyTorch's `pow_backward`, whose mask for the base also covers `a ≠ 0` at `b = 0`, where it
 *   makes a second derivative, `∂²y/∂a∂b = 1/a`, zero.
 */
export interface Pow {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    a: number | Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
}

export const pow: Pow = /* @__PURE__ */ defineElementwise({
  name: "pow",
  inputs: ["a", "b"],
  dtype: "same",
  takes: "numbers",
  // IEEE 754 and everyone else: 1 to any power is 1, and so is −1 to an infinite one. JavaScript says NaN.
  forward: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b),
  forwardInt32: wholePower,
  vjp: {
    // b aᵇ⁻¹ is 0 · ∞ at 0⁰; with the exponent 1 there it is 0 · 0⁰ = 0, and so is each derivative of it by a.
    a: (cotangent, { a, b }) => mul(cotangent, mul(b, pow(a, sub(where(isZeroToZero(a, b), 1, b), 1)))),
    // aᵇ ln a is 0 · ∞ where the power vanishes, 1 · ∞ at 0⁰, and 0 as b ≥ 0 varies: with ln 1 it is 0, and stays it.
    b: (cotangent, { a, b, output }) =>
      mul(cotangent, mul(output, log(where(add(equal(output, 0), isZeroToZero(a, b)), 1, a)))),
  },
  formula: { value: "y = aᵇ", a: "ā = ȳ b aᵇ⁻¹", b: "b̄ = ȳ aᵇ ln a" },
});

function isZeroToZero(a: Tensor, b: Tensor): Tensor {
  return mul(equal(a, 0), equal(b, 0));
}

/** `aᵇ` modulo 2³², by repeated squaring: a float64 power loses the low digits, which are the ones that wrap. */
function wholePower(a: number, b: number): number {
  if (b < 0) return Math.trunc(a ** b) | 0; // | 0: 0 to a negative power is infinite
  let power = 1;
  for (let square = a, rest = b; rest > 0; rest = Math.floor(rest / 2), square = Math.imul(square, square)) {
    if (rest % 2 === 1) power = Math.imul(power, square);
  }
  return power;
}

/** What is true of {@link pow}. */
export const powSpec: OpSpec = {
  reference: {
    element: (a: number, b: number) => Math.exp(b * Math.log(Math.abs(a))) * (a < 0 && b % 2 !== 0 ? -1 : 1),
  },
  domain: { a: { range: [0.5, 2] } },
  samples: [
    {
      inputs: [
        { shape: [3, 4], range: [-2, 2], avoid: [0] },
        { shape: [3, 4], range: [-2, 3], dtype: "int32" },
      ],
    },
  ],
  ulps: 1,
  edges: [
    {
      inputs: [
        [0, 0, 0, 0],
        [0, 1, 2, 3],
      ],
      output: [1, 0, 0, 0],
      gradients: [
        [0, 1, 0, 0],
        [0, 0, 0, 0],
      ],
      because: "all derivatives at a = 0 are finite",
    },
    {
      inputs: [[0, 0], -1],
      output: [Infinity, Infinity],
      gradients: [[-Infinity, -Infinity], -Infinity],
      because: "a pole",
    },
    { inputs: [0, 0.5], output: 0, gradients: [Infinity, 0], because: "the slope of a root at 0" },
    {
      inputs: [
        [-2, -2, -2],
        [3, 2, -1],
      ],
      output: [-8, 4, -0.5],
      because: "whole powers of negative numbers",
    },
    { inputs: [-8, 1 / 3], output: NaN, because: "no real root of a negative number, as in IEEE 754" },
    {
      inputs: [
        [1, 1, -1, NaN],
        [NaN, Infinity, Infinity, 0],
      ],
      output: [1, 1, 1, 1],
      because: "IEEE 754, where JavaScript has NaN for the first three",
    },
    {
      inputs: [
        [Infinity, Infinity, 0.5],
        [2, -1, Infinity],
      ],
      output: [Infinity, 0, 0],
      because: "limits",
    },
    { inputs: [Infinity, -1], output: 0, gradients: [-0, 0], because: "ln a / a vanishes at ∞" },
    {
      inputs: [
        [3, -3, 7],
        [25, 25, 0],
      ],
      dtype: "int32",
      output: [1180052131, -1180052131, 1],
      because: "wraps",
    },
    {
      inputs: [
        [2, 1, -1, -1, 0],
        [-1, -1, -3, -2, -1],
      ],
      dtype: "int32",
      output: [0, 1, -1, 1, 0],
      because: "1/2 is cut off",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [4] }],
      message: "pow: shapes must broadcast, got [2, 3] and [4]: axis -1 has 3 and 4.",
    },
    {
      inputs: [
        { shape: [2], dtype: "bool" },
        { shape: [2], dtype: "bool" },
      ],
      message: 'pow: a and b must not both be bool. Cast one first: cast(a, "int32").',
    },
    {
      inputs: [{ shape: [2], dtype: "int32" }, { literal: 0.5 }],
      message:
        "pow: an int32 must be a whole number in -2147483648 … 2147483647, got 0.5. Use dtype float32, or round first.",
    },
  ],
};
