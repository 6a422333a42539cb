import type { Facts } from "../../op/facts.ts";
import { nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { normalized, withWeights } from "./_normalization.facts.ts";

/** What is true of {@link groupNorm}. */
export const groupNormFacts: Facts = {
  inputs: ["x", "weight", "bias"],
  arrange: /* @__PURE__ */ withWeights(1),
  reference: {
    whole(...all: readonly unknown[]) {
      const [x, weight, bias] = all.slice(0, -2) as [NestedArray, NestedArray?, NestedArray?];
      const [groups, options] = all.slice(-2) as [number, { readonly epsilon?: number }];
      const each = nestedShape(x)[1]! / groups;
      const together = (a: readonly number[], b: readonly number[]): boolean =>
        a[0] === b[0] && Math.floor(a[1]! / each) === Math.floor(b[1]! / each);
      return normalized(x, together, { ...options, weight, bias }, (index) => [index[1]!]);
    },
  },
  cases(draw) {
    const [groups, each] = [draw.integer(1, 3), draw.integer(1, 2)];
    const behind = draw.shape({ maxDims: 2 });
    const shape = [draw.integer(1, 2), groups * each, ...behind.map((size) => Math.min(size, 3))];
    const channels = { shape: [groups * each] };
    return {
      inputs: [{ shape }, ...[channels, channels].slice(draw.integer(0, 2))],
      args: [groups, { epsilon: 0.1 }],
    };
  },
  samples: [{ inputs: [{ shape: [2, 4, 3] }, { shape: [4] }, { shape: [4] }], args: [2, {}] }],
  ulps: 2,
  sums: true,
  edges: [
    {
      inputs: [[[1, 3, 5, 5]]],
      args: [2, {}],
      output: [[-0.9999950000374997, 0.9999950000374997, 0, 0]],
      because: "two groups, and ε = 1e-5 unless said otherwise",
    },
    {
      inputs: [[[1, 3, 9, 1]], [1, 2, 3, 4], [0, 0, 10, 10]],
      args: [2, { epsilon: 0 }],
      output: [[-1, 2, 13, 6]],
      gradients: [[[0, 0, 0, 0]], [-1, 1, 1, -1], [1, 1, 1, 1]],
      because: "a factor and a summand for each channel",
    },
    {
      inputs: [
        [
          [
            [1, 3],
            [7, 5],
          ],
        ],
        [1, 10],
      ],
      args: [2, { epsilon: 0 }],
      output: [
        [
          [-1, 1],
          [10, -10],
        ],
      ],
      because: "what is behind the channels is of the group",
    },
    { inputs: [[[[], []]]], args: [1, {}], output: [[[], []]], gradients: [[[[], []]]], because: "no elements" },
  ],
  errors: [
    {
      inputs: [{ shape: [4] }],
      args: [2, {}],
      message: "groupNorm: x must have shape [batch, channels, ...], got [4].",
    },
    {
      inputs: [{ shape: [2, 6] }],
      args: [4, {}],
      message: "groupNorm: groups must divide the 6 channels of x of shape [2, 6], got 4.",
    },
    {
      inputs: [{ shape: [2, 6] }],
      args: [0, {}],
      message: "groupNorm: groups must be a whole number from 1 on, got 0.",
    },
    {
      inputs: [{ shape: [2, 6, 3] }, { shape: [3] }],
      args: [2, {}],
      message: "groupNorm: weight must have shape [6], got [3].",
    },
  ],
};
