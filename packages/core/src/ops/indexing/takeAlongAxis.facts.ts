import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawIndexed } from "./_indexed.ts";

/** What is true of {@link takeAlongAxis}. */
export const takeAlongAxisFacts: Facts = {
  reference: {
    whole(x: NestedArray, indices: NestedArray, axis = -1) {
      const from = nestedShape(x);
      const along = axis < 0 ? axis + from.length : axis;
      const shape = nestedShape(indices).map((m, i) => (i === along || m !== 1 ? m : from[i]!));
      return nestedOf(shape, (index) =>
        nestedAt(
          x,
          index.map((position, i) => (i === along ? nestedAt(indices, index) : position)),
        ),
      );
    },
  },
  cases(draw) {
    const { inputs, axis } = drawIndexed(draw);
    return { inputs, args: [axis] };
  },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [
          [2, 2],
          [0, 1],
        ],
      ],
      args: [1],
      dtype: ["float64", "int32"],
      output: [
        [3, 3],
        [4, 5],
      ],
      gradients: [
        [
          [0, 0, 2],
          [1, 1, 0],
        ],
        null,
      ],
      because: "what is read twice counts twice",
    },
    {
      inputs: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [[1]],
      ],
      args: [0],
      dtype: ["float64", "int32"],
      output: [[4, 5, 6]],
      gradients: [
        [
          [0, 0, 0],
          [1, 1, 1],
        ],
        null,
      ],
      because: "indices broadcast along the other axes",
    },
    {
      inputs: [[[1, 2]], [[0], [1], [1]]],
      args: [-1],
      dtype: ["float64", "float32"],
      output: [[1], [2], [2]],
      gradients: [[[1, 2]], null],
      because: "x broadcasts too, and whole floats are indices",
    },
    {
      inputs: [
        [[], []],
        [[], []],
      ],
      args: [1],
      dtype: ["float64", "int32"],
      output: [[], []],
      gradients: [[[], []], null],
      because: "nothing is taken from nothing",
    },
    { inputs: [[true, false], [1]], args: [0], dtype: ["bool", "int32"], output: [false], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { value: [[0], [3]], dtype: "int32" }],
      args: [1],
      message: "takeAlongAxis: indices must be in 0 … 2 for axis 1 of x of shape [2, 3], got 3 at [1][0].",
    },
    {
      inputs: [{ shape: [2, 3] }, { value: [[0, 1, -1]], dtype: "int32" }],
      args: [0],
      message:
        "takeAlongAxis: indices must be in 0 … 1 for axis 0 of x of shape [2, 3], got -1 at [0][2]. " +
        "Write 1: indices do not count from the end.",
    },
    {
      inputs: [{ shape: [3] }, { value: [0.5] }],
      message: "takeAlongAxis: indices must be whole numbers, got 0.5 at [0].",
    },
    {
      inputs: [{ shape: [0] }, { value: [0], dtype: "int32" }],
      message: "takeAlongAxis: indices must be empty, because axis 0 of x of shape [0] is, got 0 at [0].",
    },
    {
      inputs: [{ shape: [3] }, { value: [true, false], dtype: "bool" }],
      message:
        "takeAlongAxis: indices must have dtype one of int32, float32, float64, got bool. " +
        'Cast them: cast(indices, "int32").',
    },
    {
      inputs: [{ shape: [2, 3] }, { value: [0], dtype: "int32" }],
      message: "takeAlongAxis: indices must have as many axes as x of shape [2, 3], got shape [1].",
    },
    {
      inputs: [{ shape: [2, 3] }, { value: [[0], [0], [0]], dtype: "int32" }],
      args: [1],
      message:
        "takeAlongAxis: indices must broadcast with x except along axis 1, got [3, 1] and [2, 3]: axis 0 has 3 and 2.",
    },
    {
      inputs: [{ shape: [2] }, { value: [0], dtype: "int32" }],
      args: [1],
      message: "takeAlongAxis: axis must be in -1 … 0 for x of shape [2], got 1.",
    },
  ],
};
