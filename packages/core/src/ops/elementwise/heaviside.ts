import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Step function, element by element: 0 where `x < 0`, 1 where `x > 0`.
 *
 * @param x - Any shape.
 * @param options - `atZero`: the value at 0, default ½.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** 0 wherever it exists, and 0 at the step.
 *
 * @example
 * ```ts
 * heaviside(tensor([-2, 0, 3])).toArray(); // => [0, 0.5, 1]
 * ```
 * @see NumPy, `heaviside`.
 */
export interface Heaviside {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options?: { readonly atZero?: number }): Tensor<A, ToFloat<D>>;
}

export const heaviside: Heaviside = /* @__PURE__ */ defineElementwise({
  name: "heaviside",
  inputs: ["x"],
  dtype: "float",
  args: [number("atZero", 0.5)],
  value: (e, { x }, { atZero }) => e.select(e.less(x, 0), 0, e.select(e.less(0, x), 1, e.add(e.mul(0, x), atZero))),
  slope: { x: () => 0 },
});
