import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The same values, with no derivative: `y = x`, and `x` counts as a constant. The method is called `detach`.
 *
 * @method detach
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 *
 * **Derivative.** None passes: nothing behind the result requires a gradient through it.
 *
 * @example
 * ```ts
 * const f = (x: Tensor) => x.mul(stopGradient(x)).sum();
 * grad(f)(tensor([3])).toArray(); // => [3]
 * ```
 * @see JAX's `stop_gradient`, PyTorch's `detach`.
 */
export interface StopGradient {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const stopGradient: StopGradient = /* @__PURE__ */ defineElementwise({
  name: "stopGradient",
  inputs: ["x"],
  dtype: "same",
  value: (_, { x }) => x,
  slope: { x: "nondifferentiable" },
});
