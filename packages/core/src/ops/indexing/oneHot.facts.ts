import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link oneHot}. */
export const oneHotFacts: Facts = {
  reference: {
    whole: (labels: NestedArray, classes: number) =>
      nestedOf([...nestedShape(labels), classes], (index) =>
        Number(index.at(-1) === nestedAt(labels, index.slice(0, -1))),
      ),
  },
  cases(draw) {
    const classes = draw.integer(1, 5);
    return { inputs: [{ shape: draw.shape(), dtype: "int32", range: [0, classes - 1] }], args: [classes] };
  },
  ulps: 0.5,
  differences: { skip: "labels are whole numbers" },
  edges: [
    {
      inputs: [[1, 0]],
      args: [3],
      dtype: "int32",
      output: [
        [0, 1, 0],
        [1, 0, 0],
      ],
      because: "int32 labels",
    },
    { inputs: [[2]], args: [3], output: [[0, 0, 1]], gradients: [null], because: "whole floats are labels" },
    { inputs: [1], args: [2], output: [0, 1], because: "one label" },
    { inputs: [[]], args: [2], dtype: "int32", output: [], shape: [0, 2], because: "no labels" },
    { inputs: [[]], args: [0], dtype: "int32", output: [], shape: [0, 0], because: "no labels, no classes" },
  ],
  errors: [
    {
      inputs: [
        {
          value: [
            [0, 1],
            [2, 3],
          ],
          dtype: "int32",
        },
      ],
      args: [3],
      message:
        "oneHot: labels must be in 0 … 2 for 3 classes, got 3 at [1][1]. Labels count from 0; if 3 is one, pass classes 4.",
    },
    {
      inputs: [{ value: [0, -1], dtype: "int32" }],
      args: [3],
      message: "oneHot: labels must be in 0 … 2 for 3 classes, got -1 at [1]. Labels count from 0.",
    },
    { inputs: [{ value: [0, 1.5] }], args: [3], message: "oneHot: labels must be whole numbers, got 1.5 at [1]." },
    { inputs: [{ value: [NaN] }], args: [3], message: "oneHot: labels must be whole numbers, got NaN at [0]." },
    {
      inputs: [{ value: 0, dtype: "int32" }],
      args: [0],
      message: "oneHot: labels must be empty for 0 classes, got 0. Labels count from 0; if 0 is one, pass classes 1.",
    },
    {
      inputs: [{ value: [true, false], dtype: "bool" }],
      args: [2],
      message:
        "oneHot: labels must have dtype one of int32, float32, float64, got bool. " +
        'Cast them: cast(labels, "int32").',
    },
    {
      inputs: [{ value: [0], dtype: "int32" }],
      args: [2.5],
      message: "oneHot: classes must be a whole number from 0 on, got 2.5.",
    },
  ],
};
