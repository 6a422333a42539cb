import { copyStrided } from "../../kernels/js/strided.ts";
import { defineOp } from "../../op/define.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { Draw, OpSpec } from "../../op/spec.ts";
import { copyRanges, isBlock, planSlice } from "../../shape/ranges.ts";
import { sameShape } from "../../shape/sizes.ts";
import type { Ok, Shape, SliceError, SliceRange, SliceShape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
import { unslice } from "./unslice.ts";

/**
 * A part of each axis, in Python's meaning: `x[start:stop:step, …]`.
 *
 * @param x - Any shape.
 * @param ranges - One entry for each leading axis, further axes stay whole:
 * - a whole number: the element at that index, which drops the axis; it counts from the end if negative;
 * - `[start, stop]` or `[start, stop, step]`: from `start` on, `stop` not included. An end may be `null` (open), count from the
 *   end if negative, and lie outside, where it is clipped; a negative step goes backwards;
 * - `null`: the whole axis.
 * @returns The sizes of the ranges, without the axes that an index drops; `x` itself if nothing is left out.
 * @throws {@link ShapeError} if an index is out of range, or there are more ranges than axes.
 * @throws {@link DomainError} if an entry is none of these, or a step is 0.
 *
 * **Derivative.** `x̄ = ȳ` at the places that were read, 0 elsewhere.
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * slice(x, [0]).toArray(); // => [1, 2, 3]
 * slice(x, [null, [1, 3]]).toArray(); // => [[2, 3], [5, 6]]
 * slice(x, [-1, [null, null, -1]]).toArray(); // => [6, 5, 4]
 * ```
 * @see NumPy's basic indexing.
 */
export interface Slice {
  <A extends Shape, D extends DType, const R extends readonly SliceRange[]>(
    x: Tensor<A, D>,
    ranges: Ok<readonly [...R], SliceError<A, R>>,
  ): Tensor<SliceShape<A, R>, D>;
}

export const slice: Slice = /* @__PURE__ */ defineOp({
  name: "slice",
  inputs: ["x"],
  attrs: ([x], asked: readonly SliceRange[]) => {
    const plan = planSlice("slice", "x of shape", x!.shape, asked);
    return { plan, ranges: copyRanges(asked), from: x!.shape as readonly number[] };
  },
  identity: (_, { plan, from }) => sameShape(plan.shape, from) && isBlock(plan),
  shape: (_, { plan }) => plan.shape,
  forward(y, x, { plan }) {
    if (isBlock(plan)) y.data.set(x.data.subarray(plan.offset, plan.offset + y.size));
    else copyStrided(y.data, x.data, plan.shape, plan.strides, plan.offset);
  },
  vjp: { x: (cotangent, { attrs }) => unslice(cotangent, attrs.from as number[], attrs.ranges) },
  formula: { value: "y = x[ranges]", x: "x̄[ranges] = ȳ, 0 elsewhere" },
});

/** What is true of {@link slice}. */
export const sliceSpec: OpSpec = {
  reference: {
    whole(x: NestedArray, ranges: SliceRange[]) {
      const positions = nestedShape(x).map((n, axis) => positionsOf(n, ranges[axis] ?? null));
      const kept = positions.filter((_, axis) => typeof ranges[axis] !== "number");
      return nestedOf(
        kept.map((list) => list.length),
        (index) => {
          let next = 0;
          return nestedAt(
            x,
            positions.map((list, axis) => list[typeof ranges[axis] === "number" ? 0 : index[next++]!]!),
          );
        },
      );
    },
  },
  cases(draw) {
    const shape = draw.shape();
    return { inputs: [{ shape }], args: [drawRanges(draw, shape)] };
  },
  samples: [
    {
      inputs: [{ shape: [3, 4, 3] }],
      args: [
        [
          [null, null, 2],
          [1, 3],
          [null, null, -2],
        ],
      ],
    },
  ],
  ulps: 0.5,
  edges: [
    {
      inputs: [[0, 1, 2, 3, 4]],
      args: [[[1, 4]]],
      output: [1, 2, 3],
      gradients: [[0, 1, 1, 1, 0]],
      because: "a block, the end not included",
    },
    {
      inputs: [[0, 1, 2, 3, 4]],
      args: [[[null, null, -2]]],
      output: [4, 2, 0],
      gradients: [[1, 0, 1, 0, 1]],
      because: "backwards from the last",
    },
    { inputs: [[0, 1, 2, 3, 4]], args: [[[-2, 0, -3]]], output: [3], because: "the first is not included" },
    { inputs: [[0, 1, 2, 3, 4]], args: [[[99, -99, -2]]], output: [4, 2, 0], because: "clipped on both sides" },
    { inputs: [[0, 1, 2, 3, 4]], args: [[[-99, 99, 3]]], output: [0, 3], because: "clipped on both sides" },
    { inputs: [[0, 1, 2]], args: [[[2, 1]]], output: [], gradients: [[0, 0, 0]], because: "nothing from 2 up to 1" },
    { inputs: [[0, 1, 2]], args: [[[0, -1, -1]]], output: [], because: "-1 is the last, not before the first" },
    { inputs: [[0, 1, 2]], args: [[[5, 9]]], output: [], because: "nothing beyond the end" },
    {
      inputs: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      args: [[-1, [null, -1]]],
      output: [4, 5],
      gradients: [
        [
          [0, 0, 0],
          [1, 1, 0],
        ],
      ],
      because: "an index drops its axis",
    },
    { inputs: [[1, 2]], args: [[1]], output: 2, gradients: [[0, 1]], because: "the last axis may go too" },
    { inputs: [7], args: [[]], output: 7, gradients: [1], because: "a scalar has no axes" },
    { inputs: [[[], []]], args: [[1]], output: [], because: "an empty row" },
    { inputs: [[[], []]], args: [[[4, 0]]], output: [], shape: [0, 0], because: "none of the empty rows" },
    { inputs: [[]], args: [[[null, null, -1]]], output: [], because: "backwards through nothing" },
    { inputs: [[true, false]], args: [[[1, 2]]], dtype: "bool", output: [false], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, 3]],
      message: "slice: index must be in -3 … 2 along axis 1 of x of shape [2, 3], got 3.",
    },
    {
      inputs: [{ shape: [0] }],
      args: [[0]],
      message: "slice: there is no element along axis 0 of x of shape [0], got index 0.",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, 0, 0]],
      message: "slice: ranges must have at most 2 entries for x of shape [2, 3], got 3.",
    },
    {
      inputs: [{ shape: [2] }],
      args: [1],
      message: "slice: ranges must be a list with an entry for each leading axis, got 1. Write [1].",
    },
    {
      inputs: [{ shape: [2] }],
      args: [[[0, 2, 0]]],
      message: "slice: the step of a range must not be 0, got [0, 2, 0] for axis 0.",
    },
    {
      inputs: [{ shape: [2] }],
      args: [[[0.5, 2]]],
      message:
        "slice: each range must be a whole number, [start, stop], [start, stop, step] or null, got [0.5, 2] for axis 0.",
    },
    {
      inputs: [{ shape: [2] }],
      args: [["1:"]],
      message:
        'slice: each range must be a whole number, [start, stop], [start, stop, step] or null, got "1:" for axis 0.',
    },
  ],
};

/** The positions a range names, by JavaScript's own `slice`, whose ends mean what Python's do. */
function positionsOf(n: number, range: SliceRange): number[] {
  const all = Array.from({ length: n }, (_, i) => i);
  if (range === null) return all;
  if (typeof range === "number") return [all.at(range)!];
  const [start, stop, step = 1] = range;
  // Backwards: the elements after `stop` up to and with `start`, the other way round.
  const after = (end: number): number => (end === -1 ? n : end + 1);
  const part =
    step > 0
      ? all.slice(start ?? 0, stop ?? n)
      : all.slice(stop === null ? 0 : after(stop), start === null ? n : after(start)).reverse();
  return part.filter((_, i) => i % Math.abs(step) === 0);
}

/** Ranges of every kind for some leading axes of a shape. */
export function drawRanges(draw: Draw, shape: readonly number[]): SliceRange[] {
  return shape.slice(0, draw.integer(0, shape.length)).map((n): SliceRange => {
    const kind = draw.pick(["whole", "index", "range", "step"]);
    if (kind === "whole") return null;
    if (kind === "index") return draw.integer(-n, n - 1);
    const [start, stop] = [draw.integer(-n - 2, n + 2), draw.integer(-n - 2, n + 2)];
    const ends = [draw.boolean() ? start : null, draw.boolean() ? stop : null] as const;
    return kind === "range" ? ends : [...ends, draw.pick([1, 2, 3, -1, -2, -3])];
  });
}
