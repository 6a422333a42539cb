import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "./mul.ts";
import { sign } from "./sign.ts";

/**
 * Absolute value, element by element: `y = |x|`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** `∂y/∂x = sign x`, which is 0 at the kink `x = 0`.
 *
 * @example
 * ```ts
 * abs(tensor([-1, 2])).toArray(); // => [1, 2]
 * ```
 * @see The array API standard, `abs`.
 */
export interface Abs {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const abs: Abs = /* @__PURE__ */ defineElementwise({
  name: "abs",
  inputs: ["x"],
  dtype: "same",
  takes: "numbers",
  forward: (x) => Math.abs(x),
  vjp: { x: (cotangent, { x }) => mul(cotangent, sign(x)) },
  formula: { value: "y = |x|", x: "x̄ = ȳ sign x" },
});

/** What is true of {@link abs}. */
export const absSpec: OpSpec = {
  reference: { element: (x: number) => Math.sqrt(x * x) },
  domain: { x: { avoid: [0] } },
  ulps: 1,
  edges: [
    { inputs: [[0, -0]], output: [0, 0], gradients: [[0, 0]], because: "the kink" },
    {
      inputs: [[-Infinity, -3, 3, Infinity]],
      output: [Infinity, 3, 3, Infinity],
      gradients: [[-1, -1, 1, 1]],
      because: "the slopes of both branches",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [-2147483648], dtype: "int32", output: -2147483648, because: "int32 wraps" },
  ],
  errors: [
    {
      inputs: [{ shape: [2], dtype: "bool" }],
      message: 'abs: x must not be bool. Cast it first: cast(x, "int32").',
    },
  ],
};
