import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "./mul.ts";

/**
 * Square, element by element: `y = x²`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 *
 * **Derivative.** `∂y/∂x = 2x`.
 *
 * @example
 * ```ts
 * square(tensor([3, -4])).toArray(); // => [9, 16]
 * ```
 * @see The array API standard, `square`.
 */
export interface Square {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const square: Square = /* @__PURE__ */ defineElementwise({
  name: "square",
  inputs: ["x"],
  dtype: "same",
  forward: (x) => x * x,
  forwardInt32: (x) => Math.imul(x, x),
  vjp: { x: (cotangent, { x }) => mul(cotangent, mul(2, x)) },
  formula: { value: "y = x²", x: "x̄ = 2 x ȳ" },
});

/** What is true of {@link square}. */
export const squareSpec: OpSpec = {
  reference: { element: (x: number) => Math.abs(x) ** 2 },
  ulps: 0.5,
  edges: [
    {
      inputs: [[1e200, -Infinity]],
      output: [Infinity, Infinity],
      gradients: [[2e200, -Infinity]],
      because: "overflow",
    },
    { inputs: [[65536]], dtype: "int32", output: [0], because: "int32 wraps: 2³² mod 2³²" },
    { inputs: [[-0]], output: [0], gradients: [[-0]], because: "a square has no sign" },
  ],
  errors: [],
};
