import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Sigmoid linear unit ("swish"), element by element: `y = x σ(x)`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = σ(x) (1 + x σ(−x))`.
 *
 * @example
 * ```ts
 * silu(tensor([0, 1000])).toArray(); // => [0, 1000]
 * ```
 * @see Elfwing, Uchibe & Doya (2018), arXiv:1702.03118; PyTorch, `silu`.
 */
export interface Silu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const silu: Silu = /* @__PURE__ */ defineElementwise({
  name: "silu",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.chain(e.sigmoid(x), x), // 0 · −∞ is 0, the limit
  slope: { x: (e, { x }) => e.chain(e.sigmoid(x), e.add(1, e.chain(e.sigmoid(e.neg(x)), x))) },
});
