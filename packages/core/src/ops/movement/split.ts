import { ShapeError } from "../../errors.ts";
import { copyBlocks } from "../../kernels/js/blocks.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { axis, positional } from "../../op/args.ts";
import { alongBatchedAxis } from "../../op/batch.ts";
import { defineOp } from "../../op/define.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { AxisError, Ok, SetAxis, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { concat } from "./concat.ts";

/** The pieces of a tensor: exactly known where the list of sizes is. */
export type Pieces<
  A extends Shape,
  D extends DType,
  N extends number | readonly number[],
  I extends number,
> = N extends readonly number[] ? { readonly [K in keyof N]: Piece<A, D, N[K], I> } : readonly Piece<A, D, number, I>[];
type Piece<A extends Shape, D extends DType, N, I extends number> = N extends number
  ? Tensor<SetAxis<A, I, [N]>, D>
  : never;

/**
 * The pieces of a tensor along an axis, in order: the inverse of {@link concat}.
 *
 * @param x - Any shape with that axis, of size `n`.
 * @param sizes - The size of each piece (at least 1; the last piece may be smaller), or a list of sizes that add up to `n`.
 * @param axis - Default 0.
 * @returns A list of tensors: the shape of `x`, along `axis` the size of the piece.
 * @throws {@link ShapeError} if the sizes do not add up, or `x` has no such axis.
 *
 * **Derivative.** `x̄ = [ȳ₀, ȳ₁, …]`, zeros for a piece that was not used.
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3, 4, 5]);
 * split(x, 2).map((piece) => piece.toArray()); // => [[1, 2], [3, 4], [5]]
 * split(x, [1, 4]).map((piece) => piece.toArray()); // => [[1], [2, 3, 4, 5]]
 * ```
 * @see PyTorch's `split`. (NumPy's takes the number of pieces instead of their size.)
 */
export interface Split {
  <A extends Shape, D extends DType, const N extends number | readonly number[], const I extends number = 0>(
    x: Tensor<A, D>,
    sizes: N,
    axis?: Ok<I, AxisError<A, I>>,
  ): Pieces<A, D, N, I>;
}

export const split: Split = /* @__PURE__ */ defineOp({
  name: "split",
  inputs: ["x"],
  several: true,
  args: [positional("sizes", (_, given) => given), axis(0)],
  refine: ({ sizes, axis }, x) => ({ axis, sizes: resolve(x.shape, sizes, axis) }),
  shape: (x, { axis, sizes }) => sizes.map((size) => x.shape.map((n, i) => (i === axis ? size : n))),
  forward(pieces, x, { axis }) {
    const count = sizeOf(x.shape.slice(0, axis));
    const inner = sizeOf(x.shape.slice(axis + 1));
    const xStep = x.shape[axis]! * inner;
    let start = 0;
    for (const piece of pieces) {
      const size = piece.shape[axis]! * inner;
      copyBlocks(piece.data, 0, size, x.data, start, xStep, size, count);
      start += size;
    }
  },
  batch: alongBatchedAxis,
  vjp: { x: (cotangents, { attrs }) => concat(cotangents, attrs.axis) },
  formula: alongAxes({ value: "[y₀, y₁, …] = x", x: "x̄ = [ȳ₀, ȳ₁, …]" }, ({ axis: along }) =>
    along === undefined ? undefined : [along],
  ),
});

/** The size of every piece. */
function resolve(shape: readonly number[], sizes: unknown, axis: number): readonly number[] {
  const n = shape[axis]!;
  if (typeof sizes === "number") {
    if (!Number.isInteger(sizes) || sizes < 1)
      throw new ShapeError(
        `split: the size of a piece must be a whole number from 1 on, got ${formatReceived(sizes)}.`,
      );
    // Nothing is one empty piece, as in PyTorch.
    const count = Math.max(1, Math.ceil(n / sizes));
    return Array.from({ length: count }, (_, i) => Math.min(sizes, n - i * sizes));
  }
  const list: readonly number[] = Array.isArray(sizes) ? Array.from(sizes) : [];
  const whole = list.length > 0 && list.every((size) => Number.isInteger(size) && size >= 0);
  if (!whole || list.reduce((sum, size) => sum + size, 0) !== n) {
    throw new ShapeError(
      `split: sizes must be whole numbers that add up to ${n}, the size of axis ${axis} of x of shape ` +
        `${formatShape(shape)}, got ${formatReceived(sizes)}.`,
    );
  }
  return list;
}
