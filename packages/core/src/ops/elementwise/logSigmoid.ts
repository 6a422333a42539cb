import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Logarithm of the logistic function, element by element: `y = ln σ(x) = −ln(1 + e⁻ˣ)`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, at most 0.
 *
 * **Derivative.** `∂y/∂x = σ(−x)`.
 *
 * @example
 * ```ts
 * logSigmoid(tensor([0, -1000], { dtype: "float64" })).toArray(); // => [-0.6931471805599453, -1000]
 * ```
 * @see PyTorch, `logsigmoid`.
 */
export interface LogSigmoid {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const logSigmoid: LogSigmoid = /* @__PURE__ */ defineElementwise({
  name: "logSigmoid",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.neg(e.softplus(e.neg(x))),
  slope: { x: (e, { x }) => e.sigmoid(e.neg(x)) },
});
