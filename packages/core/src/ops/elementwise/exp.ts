import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "./mul.ts";

/**
 * Exponential, element by element: `y = eˣ`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `Infinity` where `eˣ` is too large for the dtype: above 88.7 in float32, 709.7 in float64.
 *
 * **Derivative.** `∂y/∂x = y`.
 *
 * @example
 * ```ts
 * exp(tensor([0, 1], { dtype: "float64" })).toArray(); // => [1, 2.718281828459045]
 * ```
 * @see The array API standard, `exp`.
 */
export interface Exp {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const exp: Exp = /* @__PURE__ */ defineElementwise({
  name: "exp",
  inputs: ["x"],
  dtype: "float",
  forward: (x) => Math.exp(x),
  vjp: { x: (cotangent, { output }) => mul(cotangent, output) },
  formula: { value: "y = eˣ", x: "x̄ = ȳ y" },
});

/** What is true of {@link exp}. */
export const expSpec: OpSpec = {
  reference: { element: (x: number) => 2 ** (x * Math.LOG2E) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, 0, -0, Infinity]],
      output: [0, 1, 1, Infinity],
      gradients: [[0, 1, 1, Infinity]],
      because: "limits",
    },
    { inputs: [[-800, 800]], output: [0, Infinity], gradients: [[0, Infinity]], because: "beyond float64" },
    { inputs: [[-110, 89]], dtype: "float32", output: [0, Infinity], because: "beyond float32" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[true, false]], dtype: "bool", output: [Math.fround(Math.E), 1], because: "bools give float32" },
  ],
  errors: [],
};
