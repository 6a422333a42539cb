import { inputsOf, lift } from "../../op/inputs.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { AddAxis, AddAxisError, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { reshape } from "./reshape.ts";

/**
 * The same elements with a new axis of size 1.
 *
 * @param x - Any shape.
 * @param axis - Where the new axis is in the result; may be counted from the end.
 * @returns The shape of `x` with a 1 at that place. It shares the storage of `x`.
 * @throws {@link ShapeError} if the result has no such axis.
 *
 * **Derivative.** `x̄ = ȳ` without that axis.
 *
 * @example
 * ```ts
 * unsqueeze(tensor([1, 2]), 1).toArray(); // => [[1], [2]]
 * ```
 * @see The array API standard, `expand_dims`; PyTorch, `unsqueeze`.
 */
export interface Unsqueeze {
  <A extends Shape, D extends DType, const I extends number>(
    x: Tensor<A, D>,
    axis: Ok<I, AddAxisError<A, I>>,
  ): Tensor<AddAxis<A, I, 1>, D>;
}

export const unsqueeze: Unsqueeze = (input: unknown, axis: unknown): Dynamic => {
  const [x] = lift("unsqueeze", inputsOf(["x"]), [input], false);
  const shape: readonly number[] = x!.shape;
  const at = resolveAxis("unsqueeze", "the result", [...shape, 1], axis);
  return reshape(x!, shape.toSpliced(at, 0, 1));
};
