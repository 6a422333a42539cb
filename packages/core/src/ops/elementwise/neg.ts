import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The opposite, element by element: `y = −x`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** `∂y/∂x = −1`.
 *
 * @example
 * ```ts
 * neg(tensor([1, -2])).toArray(); // => [-1, 2]
 * ```
 * @see The array API standard, `negative`.
 */
export interface Neg {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const neg: Neg = /* @__PURE__ */ defineElementwise({
  name: "neg",
  inputs: ["x"],
  dtype: "same",
  takes: "numbers",
  forward: (x) => -x,
  vjp: { x: (cotangent) => neg(cotangent) },
  formula: { value: "y = −x", x: "x̄ = −ȳ" },
});

/** What is true of {@link neg}. */
export const negSpec: OpSpec = {
  reference: { element: (x: number) => x * -1 },
  ulps: 0.5,
  edges: [
    { inputs: [[0, -0, Infinity]], output: [-0, 0, -Infinity], gradients: [[-1, -1, -1]], because: "the sign of zero" },
    { inputs: [-2147483648], dtype: "int32", output: -2147483648, because: "int32 wraps" },
  ],
  errors: [
    {
      inputs: [{ shape: [2], dtype: "bool" }],
      message: 'neg: x must not be bool. Cast it first: cast(x, "int32").',
    },
  ],
};
