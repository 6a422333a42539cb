import { inputsOf, lift } from "../../op/inputs.ts";
import { type Axes, resolveAxes } from "../../shape/axes.ts";
import type { Dynamic, Ok, ReduceError, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { slice } from "./slice.ts";

/**
 * The elements in reverse order along axes: `y[i] = x[n − 1 − i]`.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @returns The shape of `x`.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `x̄` is `ȳ`, flipped.
 *
 * @example
 * ```ts
 * flip(tensor([[1, 2], [3, 4]]), 1).toArray(); // => [[2, 1], [4, 3]]
 * ```
 * @see The array API standard, `flip`.
 */
export interface Flip {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
  <A extends Shape, D extends DType, const I extends Axes>(
    x: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
  ): Tensor<A, D>;
}

export const flip: Flip = (input: unknown, axis?: unknown): Dynamic => {
  const [x] = lift("flip", inputsOf(["x"]), [input], false) as [Tensor];
  const axes = resolveAxes("flip", "x", x.shape, axis as Axes);
  const ranges = Array.from(x.shape, (_, i) => (axes.includes(i) ? ([null, null, -1] as const) : null));
  return slice(x, ranges as never); // one for each axis
};
