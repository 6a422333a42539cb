import type { Facts } from "../../op/facts.ts";

/** What is true of {@link median}. */
export const medianFacts: Facts = {
  reference: { lane: (lane) => lane.toSorted((a, b) => a - b)[Math.ceil(lane.length / 2) - 1]! },
  domain: { x: { distinct: true } },
  samples: [{ inputs: [{ shape: [60] }] }, { inputs: [{ shape: [2, 31, 2] }], args: [1] }],
  ulps: 0.5,
  edges: [
    { inputs: [[4, 1, 3, 2]], output: 2, gradients: [[0, 0, 0, 1]], because: "the lower one of two" },
    { inputs: [[4, 1, 3]], output: 3, gradients: [[0, 0, 1]], because: "the middle one" },
    { inputs: [[1, 2, 2, 2]], output: 2, gradients: [[0, 1 / 3, 1 / 3, 1 / 3]], because: "equal ones share" },
    { inputs: [[5, 5]], output: 5, gradients: [[0.5, 0.5]], because: "a constant" },
    {
      inputs: [[1, NaN, 2, NaN]],
      output: NaN,
      gradients: [[0, 0.5, 0, 0.5]],
      because: "NaN stays, and NaNs share",
    },
    { inputs: [[Infinity, -Infinity, 0]], output: 0, gradients: [[0, 0, 1]], because: "between infinities" },
    { inputs: [[Infinity, Infinity]], output: Infinity, gradients: [[0.5, 0.5]], because: "infinite" },
    {
      inputs: [
        [
          [1, 2],
          [3, 0],
          [2, 1],
        ],
      ],
      args: [0],
      output: [2, 1],
      gradients: [
        [
          [0, 0],
          [0, 0],
          [1, 1],
        ],
      ],
      because: "along the columns",
    },
    {
      inputs: [
        [
          [2, 2],
          [2, 2],
        ],
      ],
      output: 2,
      gradients: [
        [
          [0.25, 0.25],
          [0.25, 0.25],
        ],
      ],
      because: "equal ones along all axes share",
    },
    { inputs: [7], output: 7, gradients: [1], because: "of one number" },
    { inputs: [[3, 1, 2, 9]], dtype: "int32", output: 2, because: "whole numbers have a whole one" },
    { inputs: [[[], []]], args: [0], output: [], because: "no lanes" },
  ],
  errors: [
    { inputs: [{ shape: [0] }], message: "median: x must have at least one element along axis 0, got shape [0]." },
  ],
};
