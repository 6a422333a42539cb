import type { Facts } from "../../op/facts.ts";

/** What is true of {@link logSumExp}. */
export const logSumExpFacts: Facts = {
  reference: { lane: (lane) => Math.log(lane.reduce((total, x) => total + Math.exp(x), 0)) },
  // An axis between two that go.
  samples: [{ inputs: [{ shape: [2, 3, 4] }], args: [[0, 2]] }],
  ulps: 1,
  // The maximum and the logarithm of the rest of the sum cancel where the result is near 0.
  sums: true,
  edges: [
    {
      inputs: [[1000, 1000]],
      output: 1000.6931471805599,
      because: "exp(1000) overflows",
    },
    { inputs: [[1000, 0]], output: 1000, gradients: [[1, 0]], because: "one term is all" },
    { inputs: [[0, -40]], output: 4.248354255291589e-18, because: "ln(1 + e⁻⁴⁰), though 1 + e⁻⁴⁰ is 1" },
    { inputs: [[-Infinity, -Infinity]], output: -Infinity, gradients: [[0, 0]], because: "ln 0" },
    { inputs: [[-Infinity, 3]], output: 3, gradients: [[0, 1]], because: "exp(−∞) adds nothing" },
    { inputs: [[Infinity, 0, -Infinity]], output: Infinity, gradients: [[1, 0, 0]], because: "the limit" },
    { inputs: [[Infinity, Infinity, 0]], output: Infinity, gradients: [[0.5, 0.5, 0]], because: "a tie is shared" },
    {
      inputs: [
        [
          [Infinity, 0],
          [1, Infinity],
        ],
      ],
      output: Infinity,
      gradients: [
        [
          [0.5, 0],
          [0, 0.5],
        ],
      ],
      because: "a tie over all axes",
    },
    {
      inputs: [
        [
          [Infinity, Infinity],
          [0, Infinity],
        ],
      ],
      args: [1],
      output: [Infinity, Infinity],
      gradients: [
        [
          [0.5, 0.5],
          [0, 1],
        ],
      ],
      because: "each lane has ties of its own",
    },
    { inputs: [[-Infinity, NaN]], output: NaN, gradients: [[NaN, NaN]], because: "NaN stays, in every derivative" },
    { inputs: [[Infinity, NaN]], output: NaN, because: "NaN stays" },
    { inputs: [[]], args: [0], output: -Infinity, gradients: [[]], because: "no terms" },
    { inputs: [[[], []]], args: [1], output: [-Infinity, -Infinity], because: "no terms in any row" },
    { inputs: [7], output: 7, gradients: [1], because: "ln exp 7" },
    { inputs: [[0, 0]], dtype: "int32", output: Math.fround(Math.LN2), because: "integers give float32" },
  ],
  errors: [],
};
