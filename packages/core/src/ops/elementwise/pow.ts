import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

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
  dtype: "number",
  value: (e, { a, b }) => e.pow(a, b),
  slope: {
    // b aᵇ⁻¹ would be 0 · ∞ at 0⁰: with b = 0 it is 0 whatever a is, and so are its own derivatives by a.
    a: (e, { a, b }) => e.chain(b, e.pow(a, e.sub(b, 1))),
    // aᵇ ln a would be 0 · ∞ where the power vanishes, and 1 · ∞ at 0⁰, where it is 0 as b ≥ 0 varies.
    b: (e, { a, b }) => e.chain(e.pow(a, b), e.log(e.select(e.and(e.equal(a, 0), e.equal(b, 0)), 1, a))),
  },
});
