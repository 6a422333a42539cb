import { inputsOf, lift } from "../../op/inputs.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { AxisError, Dynamic, Ok, SetAxis, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { split } from "./split.ts";
import { squeeze } from "./squeeze.ts";

/**
 * The parts of a tensor at each index of an axis, in order, without that axis: the inverse of {@link stack}.
 *
 * @param x - Any shape with that axis, of size `n`.
 * @param axis - Default 0.
 * @returns A list of `n` tensors: the shape of `x` without `axis`.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `x̄` has `ȳᵢ` at index i, zeros for a part that was not used.
 *
 * @example
 * ```ts
 * unbind(tensor([[1, 2], [3, 4]]), 1).map((column) => column.toArray()); // => [[1, 3], [2, 4]]
 * ```
 * @see The array API standard, `unstack`; PyTorch, `unbind`.
 */
export interface Unbind {
  <A extends Shape, D extends DType, const I extends number = 0>(
    x: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): readonly Tensor<SetAxis<A, I, []>, D>[];
}

export const unbind: Unbind = (input: unknown, axis: unknown = 0): Dynamic => {
  const [x] = lift("unbind", inputsOf(["x"]), [input], false) as [Tensor];
  const at = resolveAxis("unbind", "x", x.shape, axis);
  return x.shape[at] === 0 ? [] : split(x, 1, at).map((part: Tensor) => squeeze(part, at));
};
