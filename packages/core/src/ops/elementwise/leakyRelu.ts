import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Rectified linear unit that leaks, element by element: `y = x` where `x > 0`, else `negativeSlope · x`.
 *
 * @param x - Any shape.
 * @param options - `negativeSlope`, default 0.01.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** 1 where `x > 0`, `negativeSlope` elsewhere and at the kink.
 *
 * @example
 * ```ts
 * leakyRelu(tensor([-2, 3]), { negativeSlope: 0.5 }).toArray(); // => [-1, 3]
 * ```
 * @see PyTorch, `leaky_relu`.
 */
export interface LeakyRelu {
  <A extends Shape, D extends DType>(
    x: Tensor<A, D>,
    options?: { readonly negativeSlope?: number },
  ): Tensor<A, ToFloat<D>>;
}

export const leakyRelu: LeakyRelu = /* @__PURE__ */ defineElementwise({
  name: "leakyRelu",
  inputs: ["x"],
  dtype: "float",
  args: [number("negativeSlope", 0.01)],
  value: (e, { x }, { negativeSlope }) => e.select(e.less(0, x), x, e.mul(negativeSlope, x)),
  slope: { x: (e, { x }, { negativeSlope }) => e.select(e.less(0, x), 1, negativeSlope) },
});
