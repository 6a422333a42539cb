import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Exponential linear unit, element by element: `y = x` where `x > 0`, `α (eˣ − 1)` elsewhere.
 *
 * @param x - Any shape.
 * @param options - `alpha`: how far the negative branch goes down; default 1.
 * @returns The shape of `x`; `−α` at −∞.
 * @throws {@link DomainError} if `alpha` is not a finite number.
 *
 * **Derivative.** 1 where `x > 0`, `α eˣ` where `x < 0` and at `x = 0`.
 *
 * @example
 * ```ts
 * elu(tensor([-1, 0, 3], { dtype: "float64" }), { alpha: 2 }).toArray(); // => [-1.2642411176571153, 0, 3]
 * ```
 * @see PyTorch, `elu`; Clevert, Unterthiner & Hochreiter (2016), arXiv:1511.07289.
 */
export interface Elu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options?: EluOptions): Tensor<A, ToFloat<D>>;
}

/** Options of {@link elu}. */
export interface EluOptions {
  /** `α`, how far the negative branch goes down; default 1. */
  readonly alpha?: number | undefined;
}

export const elu: Elu = /* @__PURE__ */ defineElementwise({
  name: "elu",
  inputs: ["x"],
  dtype: "float",
  args: [number("alpha", 1)],
  value: (e, { x }, { alpha }) => e.select(e.less(0, x), x, e.mul(alpha, e.expm1(x))),
  // Not y + α: of that nothing is left where eˣ is small.
  slope: { x: (e, { x }, { alpha }) => e.select(e.less(0, x), 1, e.mul(alpha, e.exp(x))) },
});
