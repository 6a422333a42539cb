import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "./mul.ts";
import { square } from "./square.ts";
import { sub } from "./sub.ts";

/**
 * Hyperbolic tangent, element by element: `y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`, in -1 … 1.
 *
 * @param x - Any shape.
 * @returns The shape of `x`.
 *
 * **Derivative.** `∂y/∂x = 1 − y²`.
 *
 * @example
 * ```ts
 * tanh(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0, 0.7615941559557649]
 * ```
 * @see The array API standard, `tanh`.
 */
export interface Tanh {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const tanh: Tanh = /* @__PURE__ */ defineElementwise({
  name: "tanh",
  inputs: ["x"],
  dtype: "float",
  forward: (x) => Math.tanh(x),
  vjp: { x: (cotangent, { output }) => mul(cotangent, sub(1, square(output))) },
  formula: { value: "y = tanh x", x: "x̄ = ȳ (1 − y²)" },
});

/** What is true of {@link tanh}. */
export const tanhSpec: OpSpec = {
  reference: { element: (x: number) => 1 - 2 / (Math.exp(2 * x) + 1) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -1000, 1000, Infinity]],
      output: [-1, -1, 1, 1],
      gradients: [[0, 0, 0, 0]],
      because: "saturated",
    },
    { inputs: [[0, -0]], output: [0, -0], gradients: [[1, 1]], because: "odd: the sign of zero stays" },
    { inputs: [1e-10], output: 1e-10, gradients: [1], because: "x itself where x³/3 is below its last digit" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
