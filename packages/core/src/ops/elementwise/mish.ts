import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Mish, element by element: `y = x tanh(ln(1 + eˣ))`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; 0 at −∞.
 *
 * **Derivative.** `∂y/∂x = tanh s + x σ(x) / cosh² s` with `s = ln(1 + eˣ)`.
 *
 * @example
 * ```ts
 * mish(tensor([-1000, 0, 1000])).toArray(); // => [0, 0, 1000]
 * ```
 * @see PyTorch, `mish`, which gives NaN at −∞; Misra (2020), arXiv:1908.08681.
 */
export interface Mish {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const mish: Mish = /* @__PURE__ */ defineElementwise({
  name: "mish",
  inputs: ["x"],
  dtype: "float",
  // A product that is 0 where the tanh is: so −∞ gives 0. Its slope follows, as exact.
  value: (e, { x }) => e.chain(e.tanh(e.softplus(x)), x),
});
