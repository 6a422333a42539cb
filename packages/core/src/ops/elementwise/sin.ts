import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Sine, element by element: `y = sin x`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = cos x`.
 *
 * @example
 * ```ts
 * sin(tensor([0])).toArray(); // => [0]
 * ```
 * @see The array API standard, `sin`.
 */
export interface Sin {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const sin: Sin = /* @__PURE__ */ defineElementwise({
  name: "sin",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.sin(x),
  slope: { x: (e, { x }) => e.cos(x) },
});
