import type { Facts } from "../../op/facts.ts";

/** What is true of {@link mish}. */
export const mishFacts: Facts = {
  // tanh ln u is (u² − 1) / (u² + 1).
  reference: { element: (x: number) => (x * ((1 + Math.exp(x)) ** 2 - 1)) / ((1 + Math.exp(x)) ** 2 + 1) },
  ulps: 1,
  edges: [
    {
      inputs: [[0, 1000, -1000]],
      output: [0, 1000, 0],
      gradients: [[0.6, 1, 0]],
      because: "linear far above 0, nothing far below",
    },
    {
      inputs: [[Infinity, -Infinity, NaN]],
      output: [Infinity, 0, NaN],
      gradients: [[1, 0, NaN]],
      because: "limits; NaN stays",
    },
  ],
  errors: [],
};
