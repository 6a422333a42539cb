import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "./mul.ts";
import { sigmoid } from "./sigmoid.ts";

/**
 * Smooth rectifier, element by element: `y = ln(1 + eˣ)`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`.
 *
 * **Derivative.** `∂y/∂x = 1 / (1 + e⁻ˣ)`, the {@link sigmoid} of `x`.
 *
 * @example
 * ```ts
 * softplus(tensor([0, 1000], { dtype: "float64" })).toArray(); // => [0.6931471805599453, 1000]
 * ```
 * @see PyTorch, `softplus`, which this equals to the last digit without its threshold.
 */
export interface Softplus {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const softplus: Softplus = /* @__PURE__ */ defineElementwise({
  name: "softplus",
  inputs: ["x"],
  dtype: "float",
  // max(x, 0) + ln(1 + e^−|x|): eˣ itself overflows above 709, and 1 + eˣ is 1 below −37.
  forward: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  vjp: { x: (cotangent, { x }) => mul(cotangent, sigmoid(x)) },
  formula: { value: "y = ln(1 + eˣ)", x: "x̄ = ȳ / (1 + e⁻ˣ)" },
});

/** What is true of {@link softplus}. */
export const softplusSpec: OpSpec = {
  reference: { element: (x: number) => Math.log(1 + Math.exp(x)) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -800, 0, 800, Infinity]],
      output: [0, 0, Math.LN2, 800, Infinity],
      gradients: [[0, 0, 0.5, 1, 1]],
      because: "nothing overflows",
    },
    {
      inputs: [-40],
      output: 4.248354255291589e-18,
      gradients: [4.248354255291589e-18],
      because: "eˣ to the last digit, where 1 + eˣ is 1",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [0], dtype: "int32", output: Math.fround(Math.LN2), because: "integers give float32" },
  ],
  errors: [],
};
