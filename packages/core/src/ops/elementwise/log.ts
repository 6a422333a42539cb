import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { div } from "./div.ts";

/**
 * Natural logarithm, element by element: `y = ln x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; `-Infinity` at 0, NaN below.
 *
 * **Derivative.** `∂y/∂x = 1/x`, `Infinity` at 0.
 *
 * @example
 * ```ts
 * log(tensor([1, 2], { dtype: "float64" })).toArray(); // => [0, 0.6931471805599453]
 * ```
 * @see The array API standard, `log`.
 */
export interface Log {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const log: Log = /* @__PURE__ */ defineElementwise({
  name: "log",
  inputs: ["x"],
  dtype: "float",
  forward: (x) => Math.log(x),
  vjp: { x: (cotangent, { x }) => div(cotangent, x) },
  formula: { value: "y = ln x", x: "x̄ = ȳ / x" },
});

/** What is true of {@link log}. */
export const logSpec: OpSpec = {
  reference: { element: (x: number) => Math.log2(x) * Math.LN2 },
  domain: { x: { range: [0.1, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [[0, 1, Infinity]],
      output: [-Infinity, 0, Infinity],
      gradients: [[Infinity, 1, 0]],
      because: "limits",
    },
    { inputs: [[-1, -Infinity]], output: [NaN, NaN], because: "no real logarithm" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[1, 0]], dtype: "int32", output: [0, -Infinity], because: "integers give float32" },
  ],
  errors: [],
};
