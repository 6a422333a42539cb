import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Exponential linear unit, element by element: `y = x` where `x > 0`, else `α (eˣ − 1)`.
 *
 * @param x - Any shape.
 * @param options - `alpha`, what is left far below 0, default 1.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** 1 where `x > 0`, else `α eˣ`; `α` at 0.
 *
 * @example
 * ```ts
 * elu(tensor([-Infinity, 0, 2])).toArray(); // => [-1, 0, 2]
 * ```
 * @see Clevert, Unterthiner & Hochreiter (2016), arXiv:1511.07289; PyTorch, `elu`.
 */
export interface Elu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options?: { readonly alpha?: number }): Tensor<A, ToFloat<D>>;
}

export const elu: Elu = /* @__PURE__ */ defineElementwise({
  name: "elu",
  inputs: ["x"],
  dtype: "float",
  args: [number("alpha", 1)],
  value: (e, { x }, { alpha }) => e.select(e.less(0, x), x, e.mul(alpha, e.expm1(x))),
  slope: { x: (e, { x }, { alpha }) => e.select(e.less(0, x), 1, e.mul(alpha, e.exp(x))) },
});
