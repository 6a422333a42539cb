import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { SliceRange } from "../../shape/types.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawRanges, positionsOf } from "./slice.facts.ts";

/** What is true of {@link setSlice}. */
export const setSliceFacts: Facts = {
  reference: {
    whole(x: NestedArray, values: NestedArray, ranges: SliceRange[]) {
      const shape = nestedShape(x);
      const positions = shape.map((n, axis) => positionsOf(n, ranges[axis] ?? null));
      return nestedOf(shape, (index) => {
        const places = index.map((i, axis) => positions[axis]!.indexOf(i));
        if (places.includes(-1)) return nestedAt(x, index);
        return nestedAt(
          values,
          places.filter((_, axis) => typeof ranges[axis] !== "number"),
        );
      });
    },
  },
  cases(draw) {
    const shape = draw.shape();
    const ranges = drawRanges(draw, shape);
    const sizes = shape.map((n, axis) => positionsOf(n, ranges[axis] ?? null).length);
    const kept = sizes.filter((_, axis) => typeof ranges[axis] !== "number");
    const values = kept.map((n) => (draw.integer(0, 3) === 3 ? 1 : n)).slice(draw.boolean() ? 0 : 1);
    return { inputs: [{ shape }, { shape: values }], args: [ranges] };
  },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [10, 20],
      ],
      args: [[-1]],
      output: [
        [1, 2],
        [10, 20],
      ],
      gradients: [
        [
          [1, 1],
          [0, 0],
        ],
        [1, 1],
      ],
      because: "a row, counted from the end",
    },
    {
      inputs: [[0, 1, 2, 3, 4], 9],
      args: [[[null, null, 2]]],
      output: [9, 1, 9, 3, 9],
      gradients: [[0, 1, 0, 1, 0], 3],
      because: "a number goes to every place",
    },
    {
      inputs: [
        [0, 1, 2],
        [7, 8],
      ],
      args: [[[2, 0, -1]]],
      output: [0, 8, 7],
      gradients: [
        [1, 0, 0],
        [1, 1],
      ],
      because: "backwards",
    },
    { inputs: [[1, 2], []], args: [[[1, 1]]], output: [1, 2], gradients: [[1, 1], []], because: "no place" },
    { inputs: [[NaN, 1], 0], args: [[0]], output: [0, 1], gradients: [[0, 1], 1], because: "NaN is replaced" },
    { inputs: [5, 6], args: [[]], output: 6, gradients: [0, 1], because: "all of a scalar" },
    {
      inputs: [[1, 2], 0.5],
      args: [[0]],
      dtype: ["int32", "float64"],
      output: [0.5, 2],
      because: "dtypes are promoted",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [2] }],
      args: [[0]],
      message: "setSlice: values must broadcast to [3], the shape of the ranges, got [2].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [] }],
      args: [[2]],
      message: "setSlice: index must be in -2 … 1 along axis 0 of x of shape [2, 3], got 2.",
    },
    {
      inputs: [{ shape: [2] }, { shape: [] }],
      args: [0],
      message: "setSlice: ranges must be a list with an entry for each leading axis, got 0. Write [0].",
    },
  ],
};
