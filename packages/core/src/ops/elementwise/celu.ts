import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Continuously differentiable exponential linear unit, element by element: `y = x` where `x > 0`, `α (e^(x/α) − 1)` elsewhere.
 *
 * @param x - Any shape.
 * @param options - `alpha`: how far the negative branch goes down; above 0, default 1.
 * @returns The shape of `x`, at least `−α`.
 * @throws {@link DomainError} if `alpha` is not a finite number above 0.
 *
 * **Derivative.** 1 where `x ≥ 0`, `e^(x/α)` where `x < 0`.
 *
 * @example
 * ```ts
 * celu(tensor([-2, 0, 3], { dtype: "float64" }), { alpha: 2 }).toArray(); // => [-1.2642411176571153, 0, 3]
 * ```
 * @see PyTorch, `celu`; Barron (2017), arXiv:1704.07483.
 */
export interface Celu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options?: CeluOptions): Tensor<A, ToFloat<D>>;
}

/** Options of {@link celu}. */
export interface CeluOptions {
  /** `α`, how far the negative branch goes down; above 0, default 1. */
  readonly alpha?: number | undefined;
}

export const celu: Celu = /* @__PURE__ */ defineElementwise({
  name: "celu",
  inputs: ["x"],
  dtype: "float",
  args: [number("alpha", 1, { min: 0, minExcluded: true })],
  value: (e, { x }, { alpha }) => e.select(e.less(0, x), x, e.mul(alpha, e.expm1(e.div(x, alpha)))),
  // Not y/α + 1: of that nothing is left where the exponential is small.
  slope: { x: (e, { x }, { alpha }) => e.select(e.less(0, x), 1, e.exp(e.div(x, alpha))) },
});
