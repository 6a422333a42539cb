import type { Facts } from "../../op/facts.ts";

/** What is true of {@link mean}. */
export const meanFacts: Facts = {
  reference: { lane: (lane) => lane.reduceRight((total, x) => total + x / lane.length, 0) },
  // An axis between two that go.
  samples: [{ inputs: [{ shape: [2, 3, 4] }], args: [[0, 2]] }],
  ulps: 1,
  sums: true,
  edges: [
    { inputs: [[]], output: NaN, gradients: [[]], because: "0/0: no terms" },
    { inputs: [[[], []]], args: [1], output: [NaN, NaN], because: "no terms in any row" },
    { inputs: [7], output: 7, gradients: [1], because: "a scalar has no axes to reduce" },
    {
      inputs: [
        [
          [1, 2],
          [3, 6],
        ],
      ],
      args: [1, { keepDims: true }],
      output: [[1.5], [4.5]],
      gradients: [
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      ],
      because: "n is the length of the axis",
    },
    { inputs: [[Infinity, -Infinity]], output: NaN, because: "∞ − ∞ has no value" },
    { inputs: [[3e38, 3e38]], dtype: "float32", output: Math.fround(3e38), because: "the sum is beyond float32" },
    { inputs: [[1, 2]], dtype: "int32", output: 1.5, because: "integers give float32" },
    { inputs: [[true, false, false, false]], dtype: "bool", output: 0.25, because: "the share of true" },
  ],
  errors: [],
};
