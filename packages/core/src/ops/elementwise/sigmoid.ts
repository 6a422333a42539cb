import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

/**
 * Logistic function, element by element: `y = 1 / (1 + e⁻ˣ)`, in 0 … 1.
 *
 * @param x - Any shape.
 * @returns The shape of `x`.
 *
 * **Derivative.** `∂y/∂x = y (1 − y)`.
 *
 * @example
 * ```ts
 * sigmoid(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0.5, 0.7310585786300049]
 * ```
 * @see PyTorch, `sigmoid`; SciPy, `expit`.
 */
export interface Sigmoid {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const sigmoid: Sigmoid = /* @__PURE__ */ defineElementwise({
  name: "sigmoid",
  inputs: ["x"],
  dtype: "float",
  forward(x) {
    // e⁻ˣ would overflow below −709 and lose results that float64 can hold; e^−|x| never does.
    const small = Math.exp(-Math.abs(x));
    return (x < 0 ? small : 1) / (1 + small);
  },
  vjp: { x: (cotangent, { output }) => mul(cotangent, mul(output, sub(1, output))) },
  formula: { value: "y = 1 / (1 + e⁻ˣ)", x: "x̄ = ȳ y (1 − y)" },
});

/** What is true of {@link sigmoid}. */
export const sigmoidSpec: OpSpec = {
  reference: { element: (x: number) => (1 + Math.tanh(x / 2)) / 2 },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -800, 0, 800, Infinity]],
      output: [0, 0, 0.5, 1, 1],
      gradients: [[0, 0, 0.25, 0, 0]],
      because: "saturated",
    },
    {
      inputs: [[-40, -720]],
      output: [4.248354255291589e-18, 2.0322308024e-313],
      gradients: [[4.248354255291589e-18, 2.0322308024e-313]],
      because: "eˣ to the last digit, where 1 + tanh(x/2) and 1/(1 + e⁻ˣ) have nothing left",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [0], dtype: "int32", output: 0.5, because: "integers give float32" },
  ],
  errors: [],
};
