import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link tril}. */
export const trilFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole: (x: NestedArray, k = 0) =>
      nestedOf(nestedShape(x), (index) => {
        const [i, j] = index.slice(-2) as [number, number];
        return j <= i + k ? nestedAt(x, index) : 0;
      }),
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 2 });
    return { inputs: [{ shape }], args: draw.boolean() ? [draw.integer(-3, 3)] : [] };
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
        [1, 0],
        [3, 4],
      ],
      gradients: [
        [
          [1, 0],
          [1, 1],
        ],
      ],
      because: "the main diagonal is part of it",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [-1],
      output: [
        [0, 0],
        [3, 0],
      ],
      because: "a diagonal below",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [1],
      output: [
        [1, 2],
        [3, 4],
      ],
      because: "a diagonal above",
    },
    {
      inputs: [
        [
          [Number.NaN, Infinity],
          [-Infinity, Number.NaN],
        ],
      ],
      args: [-2],
      output: [
        [0, 0],
        [0, 0],
      ],
      because: "what is left out cannot poison anything",
    },
  ],
  errors: [
    { inputs: [{ shape: [2] }], message: "tril: x must have at least two axes, got shape [2]." },
    { inputs: [{ shape: [2, 2] }], args: [0.5], message: "tril: k must be a whole number, got 0.5." },
  ],
};
