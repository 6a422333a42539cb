import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link flip}. */
export const flipFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, axis?: number | readonly number[]) {
      const shape = nestedShape(x);
      const axes =
        axis === undefined ? shape.map((_, i) => i) : [axis].flat().map((i) => (i + shape.length) % shape.length);
      return nestedOf(shape, (index) =>
        nestedAt(
          x,
          index.map((i, at) => (axes.includes(at) ? shape[at]! - 1 - i : i)),
        ),
      );
    },
  },
  cases(draw) {
    const shape = draw.shape();
    return { inputs: [{ shape }], args: shape.length > 0 && draw.boolean() ? [draw.axis(shape)] : [] };
  },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      output: [
        [4, 3],
        [2, 1],
      ],
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      because: "all axes",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [[0, -1]],
      output: [
        [4, 3],
        [2, 1],
      ],
      because: "a list of axes",
    },
    { inputs: [3], output: 3, gradients: [1], because: "a scalar has nothing to flip" },
    { inputs: [[]], output: [], because: "nothing stays nothing" },
  ],
  errors: [
    { inputs: [{ shape: [2] }], args: [1], message: "flip: axis must be in -1 … 0 for x of shape [2], got 1." },
    {
      inputs: [{ shape: [2] }],
      args: [[0, 0]],
      message: "flip: each axis may be named once, got [0, 0].",
    },
  ],
};
