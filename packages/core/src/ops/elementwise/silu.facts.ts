import type { Facts } from "../../op/facts.ts";

/** What is true of {@link silu}. */
export const siluFacts: Facts = {
  reference: { element: (x: number) => x / (1 + Math.exp(-x)) },
  ulps: 1,
  edges: [
    {
      inputs: [[0, 1000, -1000]],
      output: [0, 1000, 0],
      gradients: [[0.5, 1, 0]],
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
