import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Exponential linear unit that is smooth for every α, element by element: `y = x` where `x > 0`, else `α (e^(x/α) − 1)`.
 *
 * @param x - Any shape.
 * @param options - `alpha`, what is left far below 0, above 0; default 1.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** 1 where `x > 0`, else `e^(x/α)`.
 *
 * @example
 * ```ts
 * celu(tensor([-Infinity, 0, 2]), { alpha: 2 }).toArray(); // => [-2, 0, 2]
 * ```
 * @see Barron (2017), arXiv:1704.07483; PyTorch, `celu`.
 */
export interface Celu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options?: { readonly alpha?: number }): Tensor<A, ToFloat<D>>;
}

export const celu: Celu = /* @__PURE__ */ defineElementwise({
  name: "celu",
  inputs: ["x"],
  dtype: "float",
  args: [number("alpha", 1, { min: 0, minExcluded: true })],
  value: (e, { x }, { alpha }) => e.select(e.less(0, x), x, e.mul(alpha, e.expm1(e.div(x, alpha)))),
  slope: { x: (e, { x }, { alpha }) => e.select(e.less(0, x), 1, e.exp(e.div(x, alpha))) },
});
