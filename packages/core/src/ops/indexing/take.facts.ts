import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawBlocks, placeIn } from "./_placeIn.ts";

/** What is true of {@link take}. */
export const takeFacts: Facts = {
  reference: {
    whole(x: NestedArray, indices: NestedArray, axis?: number) {
      const { shape, from } = placeIn(nestedShape(x), indices, axis, nestedAt);
      return nestedOf(shape, (index) => nestedAt(x, from(index)));
    },
  },
  cases(draw) {
    const { inputs, axis } = drawBlocks(draw);
    return { inputs, args: [axis] };
  },
  // Rows of 64 and more are copied another way than short ones.
  samples: [{ inputs: [{ shape: [3, 66] }, { shape: [4], dtype: "int32", range: [-3, 2] }], args: [0] }],
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [1, 1, 0],
      ],
      args: [0],
      dtype: ["float64", "int32"],
      output: [
        [3, 4],
        [3, 4],
        [1, 2],
      ],
      gradients: [
        [
          [1, 1],
          [2, 2],
        ],
        null,
      ],
      because: "what is read twice counts twice",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [[3], [0]],
      ],
      dtype: ["float64", "int32"],
      output: [[4], [1]],
      gradients: [
        [
          [1, 0],
          [0, 1],
        ],
        null,
      ],
      because: "without an axis elements are counted through all of x",
    },
    {
      inputs: [
        [1, 2, 3],
        [-1, -3, 2],
      ],
      args: [0],
      dtype: ["float64", "int32"],
      output: [3, 1, 3],
      gradients: [[1, 0, 2], null],
      because: "negative ones count from the end",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        1,
      ],
      args: [1],
      dtype: ["float64", "float32"],
      output: [2, 4],
      gradients: [
        [
          [0, 1],
          [0, 1],
        ],
        null,
      ],
      because: "one whole float drops the axis",
    },
    {
      inputs: [[1, 2], []],
      args: [0],
      dtype: ["float64", "int32"],
      output: [],
      gradients: [[0, 0], null],
      because: "nothing is asked for",
    },
    { inputs: [[], []], args: [0], dtype: ["float64", "int32"], output: [], because: "nothing of nothing" },
    { inputs: [7, [0, -1]], dtype: ["float64", "int32"], output: [7, 7], gradients: [2, null], because: "a scalar" },
    { inputs: [[true, false], [1]], args: [0], dtype: ["bool", "int32"], output: [false], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { value: [[0, 3]], dtype: "int32" }],
      args: [1],
      message: "take: indices must be in -3 … 2 for axis 1 of x of shape [2, 3], got 3 at [0][1].",
    },
    {
      inputs: [{ shape: [2, 3] }, { value: [-7], dtype: "int32" }],
      message: "take: indices must be in -6 … 5 for the 6 elements of x of shape [2, 3], got -7 at [0].",
    },
    { inputs: [{ shape: [3] }, { value: 0.5 }], message: "take: indices must be whole numbers, got 0.5." },
    {
      inputs: [{ shape: [0] }, { value: [0], dtype: "int32" }],
      args: [0],
      message:
        "take: indices must be empty, because there is nothing to count in axis 0 of x of shape [0], got 0 at [0].",
    },
  ],
};
