import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The nearest whole number, element by element; of two that are equally near, the even one.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`; integers as they are.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 0, at the jumps as well.
 *
 * @example
 * ```ts
 * round(tensor([0.5, 1.5, 2.5, -1.7])).toArray(); // => [0, 2, 2, -2]
 * ```
 * @see The array API standard, `round`.
 */
export interface Round {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const round: Round = /* @__PURE__ */ defineElementwise({
  name: "round",
  inputs: ["x"],
  dtype: "number",
  value: (e, { x }) => e.round(x),
  slope: { x: () => 0 },
});
