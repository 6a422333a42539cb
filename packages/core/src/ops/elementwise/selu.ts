import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Self-normalizing exponential linear unit, element by element: `y = λ x` where `x > 0`, else `λ α (eˣ − 1)`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `λ` where `x > 0`, else `λ α eˣ`; `λ α` at 0. λ = 1.0507009873554805, α = 1.6732632423543772.
 *
 * @example
 * ```ts
 * selu(tensor([0])).toArray(); // => [0]
 * ```
 * @see Klambauer et al. (2017), arXiv:1706.02515; PyTorch, `selu`.
 */
export interface Selu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

export const selu: Selu = /* @__PURE__ */ defineElementwise({
  name: "selu",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.select(e.less(0, x), e.mul(scale, x), e.mul(scale * alpha, e.expm1(x))),
  slope: { x: (e, { x }) => e.select(e.less(0, x), scale, e.mul(scale * alpha, e.exp(x))) },
});
