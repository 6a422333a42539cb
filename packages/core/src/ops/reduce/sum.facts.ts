import type { Facts } from "../../op/facts.ts";

/** What is true of {@link sum}. */
export const sumFacts: Facts = {
  reference: { lane: (lane) => lane.reduceRight((total, x) => x + total, 0) },
  // An axis between two that go.
  samples: [{ inputs: [{ shape: [2, 3, 4] }], args: [[0, 2]] }],
  ulps: 1,
  sums: true,
  edges: [
    { inputs: [[]], args: [0], output: 0, gradients: [[]], because: "no terms" },
    { inputs: [[[], []]], args: [1], output: [0, 0], because: "no terms in any row" },
    { inputs: [7], output: 7, gradients: [1], because: "a scalar has no axes to reduce" },
    { inputs: [[Infinity, -Infinity]], output: NaN, gradients: [[1, 1]], because: "∞ − ∞ has no value" },
    { inputs: [[true, true, false]], dtype: "bool", output: 2, because: "bools are counted" },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [[]],
      output: [
        [1, 2],
        [3, 4],
      ],
      because: "an empty list reduces nothing",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, -2]],
      message: "sum: each axis may be named once, got [0, -2].",
    },
  ],
};
