import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Rectified linear unit, element by element: `y = max(x, 0)`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 1 where `x > 0`, 0 where `x < 0` and at the kink `x = 0`.
 *
 * @example
 * ```ts
 * relu(tensor([-2, 0, 3])).toArray(); // => [0, 0, 3]
 * ```
 * @see PyTorch, `relu`.
 */
export interface Relu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const relu: Relu = /* @__PURE__ */ defineElementwise({
  name: "relu",
  inputs: ["x"],
  dtype: "number",
  value: (e, { x }) => e.select(e.lessEqual(x, 0), 0, x), // NaN is not ≤ 0, and stays
  // y = 0 exactly where x ≤ 0, so that the input need not be kept.
  slope: { x: (e, { output }) => e.select(e.equal(output, 0), 0, 1) },
});
