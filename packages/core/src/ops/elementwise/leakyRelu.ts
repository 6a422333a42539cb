import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Rectified linear unit with a leak, element by element: `y = x` where `x > 0`, `negativeSlope · x` elsewhere.
 *
 * @param x - Any shape.
 * @param options - `negativeSlope`: the slope where `x ≤ 0`; default 0.01.
 * @returns The shape of `x`.
 * @throws {@link DomainError} if `negativeSlope` is not a finite number.
 *
 * **Derivative.** 1 where `x > 0`, `negativeSlope` where `x < 0` and at the kink `x = 0`.
 *
 * @example
 * ```ts
 * leakyRelu(tensor([-2, 0, 3]), { negativeSlope: 0.5 }).toArray(); // => [-1, 0, 3]
 * ```
 * @see PyTorch, `leaky_relu`.
 */
export interface LeakyRelu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options?: LeakyReluOptions): Tensor<A, ToFloat<D>>;
}

/** Options of {@link leakyRelu}. */
export interface LeakyReluOptions {
  /** The slope where `x ≤ 0`; default 0.01. */
  readonly negativeSlope?: number | undefined;
}

export const leakyRelu: LeakyRelu = /* @__PURE__ */ defineElementwise({
  name: "leakyRelu",
  inputs: ["x"],
  dtype: "float",
  args: [number("negativeSlope", 0.01)],
  // A product that is 0 without a leak: so −∞ gives 0 then. NaN is not ≤ 0, and stays.
  value: (e, { x }, { negativeSlope }) => e.select(e.lessEqual(x, 0), e.chain(negativeSlope, x), x),
  slope: { x: (e, { x }, { negativeSlope }) => e.select(e.less(0, x), 1, negativeSlope) },
});
