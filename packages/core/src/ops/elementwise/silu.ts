import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Sigmoid linear unit, also called swish, element by element: `y = x σ(x)`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; 0 at −∞.
 *
 * **Derivative.** `∂y/∂x = σ(x) (1 + x σ(−x))`.
 *
 * @example
 * ```ts
 * silu(tensor([-1000, 0, 1], { dtype: "float64" })).toArray(); // => [0, 0, 0.7310585786300049]
 * ```
 * @see PyTorch, `silu`, which gives NaN at −∞; Elfwing, Uchibe & Doya (2018), arXiv:1702.03118.
 */
export interface Silu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const silu: Silu = /* @__PURE__ */ defineElementwise({
  name: "silu",
  inputs: ["x"],
  dtype: "float",
  // A product that is 0 where σ(x) is: so −∞ gives 0.
  value: (e, { x }) => e.chain(e.sigmoid(x), x),
  // Where a factor σ is 0, what it multiplies may be infinite.
  slope: { x: (e, { x }) => e.chain(e.sigmoid(x), e.add(1, e.chain(e.sigmoid(e.neg(x)), x))) },
});
