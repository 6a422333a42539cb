import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Softsign, element by element: `y = x / (1 + |x|)`, in -1 … 1.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; ±1 at ±∞.
 *
 * **Derivative.** `∂y/∂x = 1 / (1 + |x|)²`.
 *
 * @example
 * ```ts
 * softsign(tensor([-1, 0, 3])).toArray(); // => [-0.5, 0, 0.75]
 * ```
 * @see PyTorch, `softsign`, which gives NaN at ±∞.
 */
export interface Softsign {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const softsign: Softsign = /* @__PURE__ */ defineElementwise({
  name: "softsign",
  inputs: ["x"],
  dtype: "float",
  // ∞ / ∞ has a limit, the sign; NaN is its own.
  value: (e, { x }) => e.select(e.isFinite(x), e.div(x, e.add(1, e.abs(x))), e.sign(x)),
  slope: { x: (e, { x }) => e.square(e.div(1, e.add(1, e.abs(x)))) },
});
