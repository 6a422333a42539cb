import { whole } from "../../arguments.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { AxisError, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { split } from "./split.ts";

/**
 * A tensor in so many pieces along an axis: of size `⌈n / chunks⌉` each, the last one what is left. Where that leaves nothing for some,
 * there are fewer.
 *
 * @param x - Any shape with that axis, of size `n`.
 * @param chunks - How many pieces, from 1 on.
 * @param axis - Default 0.
 * @returns A list of tensors: the shape of `x`, along `axis` the size of the piece.
 * @throws {@link ShapeError} if `x` has no such axis; {@link DomainError} if `chunks` is no whole number from 1 on.
 *
 * **Derivative.** `x̄ = [ȳ₀, ȳ₁, …]`, zeros for a piece that was not used.
 *
 * @example
 * ```ts
 * chunk(tensor([1, 2, 3, 4, 5]), 2).map((piece) => piece.toArray()); // => [[1, 2, 3], [4, 5]]
 * ```
 * @see PyTorch, `chunk`; {@link split}, which takes sizes.
 */
export interface Chunk {
  <A extends Shape, D extends DType, const I extends number = 0>(
    x: Tensor<A, D>,
    chunks: number,
    axis?: Ok<I, AxisError<A, I>>,
  ): readonly Tensor<Dynamic, D>[];
}

export const chunk: Chunk = (input: unknown, chunks: unknown, axis: unknown = 0): Dynamic => {
  const [x] = lift("chunk", inputsOf(["x"]), [input], false) as [Tensor];
  const at = resolveAxis("chunk", "x", x.shape, axis);
  const count = whole("chunk", "chunks", chunks, { min: 1 });
  const n: number = x.shape[at]!;
  // Of nothing there are as many pieces as asked for, as in PyTorch.
  return split(x, n === 0 ? new Array<number>(count).fill(0) : Math.ceil(n / count), at);
};
