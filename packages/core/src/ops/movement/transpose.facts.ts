import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link transpose}. */
export const transposeFacts: Facts = {
  reference: {
    whole: (x: NestedArray) => nestedOf(nestedShape(x).reverse(), (index) => nestedAt(x, index.reverse())),
  },
  cases: (draw) => ({ inputs: [{ shape: draw.shape() }] }),
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      ],
      output: [
        [[1], [3]],
        [[2], [4]],
      ],
      gradients: [
        [
          [
            [1, 1],
            [1, 1],
          ],
        ],
      ],
      because: "all axes, not the last two",
    },
    { inputs: [[1, 2]], output: [1, 2], gradients: [[1, 1]], because: "one axis has one order" },
    { inputs: [7], output: 7, gradients: [1], because: "a scalar has no axes" },
    { inputs: [[[], []]], output: [], shape: [0, 2], because: "an empty axis moves too" },
    { inputs: [[[1], [2]]], dtype: "int32", output: [[1, 2]], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ literal: [[1, 2]] }],
      message: "transpose: x must be a tensor or a number, got an array of 1. Wrap it in tensor(…).",
    },
  ],
};
