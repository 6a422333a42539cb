import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link split}. */
export const splitFacts: Facts = {
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
