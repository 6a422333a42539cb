import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * A sigmoid without exponentials, element by element: `y = x / (1 + |x|)`, in −1 … 1.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = 1 / (1 + |x|)²`.
 *
 * @example
 * ```ts
 * softsign(tensor([-1, 0, 3])).toArray(); // => [-0.5, 0, 0.75]
 * ```
 * @see PyTorch, `softsign`.
 */
export interface Softsign {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const softsign: Softsign = /* @__PURE__ */ defineElementwise({
  name: "softsign",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.div(x, e.add(1, e.abs(x))),
  slope: { x: (e, { x }) => e.square(e.div(1, e.add(1, e.abs(x)))) },
});
