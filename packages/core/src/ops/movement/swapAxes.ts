import { inputsOf, lift } from "../../op/inputs.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { AxisError, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { permute } from "./permute.ts";

/**
 * Two axes exchanged: `y[…, j, …, i, …] = x[…, i, …, j, …]`.
 *
 * @param x - Any shape with these axes.
 * @param axis1 - One of them.
 * @param axis2 - The other.
 * @returns The shape of `x` with both sizes exchanged.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `x̄` is `ȳ` with the same axes exchanged.
 *
 * @example
 * ```ts
 * swapAxes(tensor([[[1, 2]], [[3, 4]]]), 0, 2).toArray(); // => [[[1, 3]], [[2, 4]]]
 * ```
 * @see NumPy, `swapaxes`.
 */
export interface SwapAxes {
  <A extends Shape, D extends DType, const I extends number, const J extends number>(
    x: Tensor<A, D>,
    axis1: Ok<I, AxisError<A, I>>,
    axis2: Ok<J, AxisError<A, J>>,
  ): Tensor<Dynamic, D>;
}

export const swapAxes: SwapAxes = (input: unknown, axis1: unknown, axis2: unknown): Dynamic => {
  const [x] = lift("swapAxes", inputsOf(["x"]), [input], false) as [Tensor];
  const shape: readonly number[] = x.shape;
  const [i, j] = [resolveAxis("swapAxes", "x", shape, axis1), resolveAxis("swapAxes", "x", shape, axis2)];
  return permute(
    x,
    shape.map((_, axis) => (axis === i ? j : axis === j ? i : axis)),
  );
};
