import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { div } from "./div.ts";
import { mul } from "./mul.ts";

/**
 * Square root, element by element: `y = √x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; NaN below 0.
 *
 * **Derivative.** `∂y/∂x = 1/(2y)`, `Infinity` at 0.
 *
 * @example
 * ```ts
 * sqrt(tensor([4, 9])).toArray(); // => [2, 3]
 * ```
 * @see The array API standard, `sqrt`.
 */
export interface Sqrt {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const sqrt: Sqrt = /* @__PURE__ */ defineElementwise({
  name: "sqrt",
  inputs: ["x"],
  dtype: "float",
  forward: (x) => Math.sqrt(x),
  vjp: { x: (cotangent, { output }) => div(cotangent, mul(2, output)) },
  formula: { value: "y = √x", x: "x̄ = ȳ / 2y" },
});

/** What is true of {@link sqrt}. */
export const sqrtSpec: OpSpec = {
  reference: { element: (x: number) => x ** 0.5 },
  domain: { x: { range: [0.1, 4] } },
  ulps: 1,
  edges: [
    { inputs: [[0, 4, Infinity]], output: [0, 2, Infinity], gradients: [[Infinity, 0.25, 0]], because: "limits" },
    { inputs: [-0], output: -0, because: "the sign of zero stays, as in IEEE 754" },
    { inputs: [[-1, -Infinity]], output: [NaN, NaN], because: "no real root" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[9, 16]], dtype: "int32", output: [3, 4], because: "integers give float32" },
  ],
  errors: [],
};
