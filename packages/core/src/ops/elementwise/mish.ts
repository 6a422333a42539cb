import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Self-regularized unit, element by element: `y = x tanh(ln(1 + eˣ))`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = tanh s + x σ(x) sech² s`, `s = ln(1 + eˣ)`.
 *
 * @example
 * ```ts
 * mish(tensor([0, 1000])).toArray(); // => [0, 1000]
 * ```
 * @see Misra (2019), arXiv:1908.08681; PyTorch, `mish`.
 */
export interface Mish {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const mish: Mish = /* @__PURE__ */ defineElementwise({
  name: "mish",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.chain(e.tanh(e.softplus(x)), x), // 0 · −∞ is 0, the limit
});
