import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Sign, element by element: `y = −1` where `x < 0`, `0` where `x = 0`, `1` where `x > 0`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`; NaN where `x` is NaN.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 0, at the jump `x = 0` as well.
 *
 * @example
 * ```ts
 * sign(tensor([-3, 0, 5])).toArray(); // => [-1, 0, 1]
 * ```
 * @see The array API standard, `sign`.
 */
export interface Sign {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const sign: Sign = /* @__PURE__ */ defineElementwise({
  name: "sign",
  inputs: ["x"],
  dtype: "number",
  value: (e, { x }) => e.sign(x),
  slope: { x: () => 0 },
});
