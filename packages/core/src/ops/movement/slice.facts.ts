import type { Draw, Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { SliceRange } from "../../shape/types.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link slice}. */
export const sliceFacts: Facts = {
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
export function positionsOf(n: number, range: SliceRange): number[] {
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
