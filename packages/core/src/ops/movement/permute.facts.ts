import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link permute}. */
export const permuteFacts: Facts = {
  reference: {
    whole(x: NestedArray, axes: number[]) {
      const shape = nestedShape(x);
      const order = axes.map((axis) => (axis < 0 ? axis + shape.length : axis));
      return nestedOf(
        order.map((axis) => shape[axis]!),
        (index) =>
          nestedAt(
            x,
            shape.map((_, axis) => index[order.indexOf(axis)]!),
          ),
      );
    },
  },
  cases(draw) {
    const shape = draw.shape();
    const axes = draw.permutation(shape.length).map((axis) => (draw.boolean() ? axis : axis - shape.length));
    return { inputs: [{ shape }], args: [axes] };
  },
  samples: [{ inputs: [{ shape: [2, 3, 4, 2] }], args: [[3, 1, 0, 2]] }],
  ulps: 0.5,
  edges: [
    {
      inputs: [[[1, 2, 3]]],
      args: [[1, 0]],
      output: [[1], [2], [3]],
      gradients: [[[1, 1, 1]]],
      because: "a transpose",
    },
    {
      inputs: [[[[1, 2]], [[3, 4]], [[5, 6]]]],
      args: [[1, -1, 0]],
      output: [
        [
          [1, 3, 5],
          [2, 4, 6],
        ],
      ],
      because: "a cycle of three axes is not its own inverse",
    },
    { inputs: [7], args: [[]], output: 7, gradients: [1], because: "a scalar has no axes" },
    { inputs: [[[], []]], args: [[1, 0]], output: [], shape: [0, 2], because: "an empty axis moves too" },
    {
      inputs: [
        [
          [true, false],
          [true, true],
        ],
      ],
      args: [[1, 0]],
      dtype: "bool",
      output: [
        [true, true],
        [false, true],
      ],
      because: "any dtype",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0]],
      message: "permute: axes must be a list of every axis of x of shape [2, 3] once, got [0].",
    },
    {
      inputs: [{ shape: [3] }],
      args: [0],
      message: "permute: axes must be a list of every axis of x of shape [3] once, got 0.",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, 2]],
      message: "permute: axis must be in -2 … 1 for x of shape [2, 3], got 2.",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[1, -1]],
      message: "permute: axes must be a list of every axis of x of shape [2, 3] once, got [1, -1].",
    },
  ],
};
