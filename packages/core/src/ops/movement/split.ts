import { ShapeError } from "../../errors.ts";
import { copyBlocks } from "../../kernels/js/blocks.ts";
import { defineOp } from "../../op/define.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { resolveAxis } from "../../shape/axes.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { AxisError, Ok, SetAxis, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
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
  attrs: ([x], sizes: number | readonly number[], asked: number = 0) => {
    const axis = resolveAxis("split", "x", x!.shape, asked);
    return { axis, sizes: resolve(x!.shape, sizes, axis) };
  },
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
  vjp: { x: (cotangents, { attrs }) => concat(cotangents, attrs.axis) },
  formula: { value: "[y₀, y₁, …] = x", x: "x̄ = [ȳ₀, ȳ₁, …]" },
});

/** The size of every piece. */
function resolve(shape: readonly number[], sizes: number | readonly number[], axis: number): readonly number[] {
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
  const isList = Array.isArray(sizes) && sizes.length > 0 && sizes.every((size) => Number.isInteger(size) && size >= 0);
  if (!isList || sizes.reduce((sum, size) => sum + size, 0) !== n) {
    throw new ShapeError(
      `split: sizes must be whole numbers that add up to ${n}, the size of axis ${axis} of x of shape ` +
        `${formatShape(shape)}, got ${formatReceived(sizes)}.`,
    );
  }
  return [...sizes];
}

/** What is true of {@link split}. */
export const splitSpec: OpSpec = {
  reference: {
    whole(x: NestedArray, sizes: number | number[], axis = 0) {
      const shape = nestedShape(x);
      const along = axis < 0 ? axis + shape.length : axis;
      const starts: [start: number, stop: number][] = [];
      for (let start = 0; start < shape[along]!; start = starts.at(-1)![1]) {
        const size = typeof sizes === "number" ? sizes : sizes[starts.length]!;
        starts.push([start, Math.min(start + size, shape[along]!)]);
      }
      return starts.map(([start, stop]) =>
        nestedOf(
          shape.map((n, i) => (i === along ? stop - start : n)),
          (index) =>
            nestedAt(
              x,
              index.map((position, i) => (i === along ? start + position : position)),
            ),
        ),
      );
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    const axis = draw.axis(shape);
    const n = shape.at(axis)!;
    if (draw.boolean()) return { inputs: [{ shape }], args: [draw.integer(1, n + 1), axis] };
    const first = draw.integer(1, n);
    return { inputs: [{ shape }], args: [first === n ? [n] : [first, n - first], axis] };
  },
  // Blocks of 64 and more are copied another way than short ones.
  samples: [{ inputs: [{ shape: [2, 70] }], args: [[66, 4], 1] }],
  ulps: 0.5,
  edges: [
    {
      inputs: [[1, 2, 3, 4, 5]],
      args: [2],
      output: [[1, 2], [3, 4], [5]],
      gradients: [[1, 1, 1, 1, 1]],
      because: "the last piece is smaller",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [[0, 1, 1], 1],
      output: [
        [[], []],
        [[1], [3]],
        [[2], [4]],
      ],
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      because: "a piece may be empty",
    },
    { inputs: [[]], args: [3], output: [[]], gradients: [[]], because: "nothing is one empty piece" },
    { inputs: [[true, false]], args: [1], dtype: "bool", output: [[true], [false]], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 5] }],
      args: [[2, 2], 1],
      message:
        "split: sizes must be whole numbers that add up to 5, the size of axis 1 of x of shape [2, 5], got [2, 2].",
    },
    {
      inputs: [{ shape: [2] }],
      args: [[3, -1]],
      message:
        "split: sizes must be whole numbers that add up to 2, the size of axis 0 of x of shape [2], got [3, -1].",
    },
    {
      inputs: [{ shape: [5] }],
      args: [0],
      message: "split: the size of a piece must be a whole number from 1 on, got 0.",
    },
    {
      inputs: [{ shape: [5] }],
      args: [2, 1],
      message: "split: axis must be in -1 … 0 for x of shape [5], got 1.",
    },
  ],
};
