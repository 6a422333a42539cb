import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Self-normalizing exponential linear unit, element by element: `y = λ x` where `x > 0`, `λ α (eˣ − 1)` elsewhere.
 *
 * `λ` = 1.0507… and `α` = 1.6733… keep mean 0 and variance 1 from layer to layer.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, at least `−λ α` = -1.7581….
 *
 * **Derivative.** `λ` where `x > 0`, `λ α eˣ` where `x < 0` and at `x = 0`.
 *
 * @example
 * ```ts
 * selu(tensor([0, 1], { dtype: "float64" })).toArray(); // => [0, 1.0507009873554805]
 * ```
 * @see PyTorch, `selu`; Klambauer, Unterthiner, Mayr & Hochreiter (2017), arXiv:1706.02515.
 */
export interface Selu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

// The fixed point of mean and variance: equation 14 of the paper.
const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

export const selu: Selu = /* @__PURE__ */ defineElementwise({
  name: "selu",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.select(e.less(0, x), e.mul(scale, x), e.mul(scale * alpha, e.expm1(x))),
  slope: { x: (e, { x }) => e.select(e.less(0, x), scale, e.mul(scale * alpha, e.exp(x))) },
});
