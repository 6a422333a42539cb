import type { Facts } from "../../op/facts.ts";

/** What is true of {@link celu}. */
export const celuFacts: Facts = {
  reference: {
    element: (x: number, { alpha = 1 }: { alpha?: number } = {}) => (x > 0 ? x : alpha * (Math.exp(x / alpha) - 1)),
  },
  // The second derivative jumps at 0.
  domain: { x: { avoid: [0] } },
  cases: (draw) => ({ inputs: [{ shape: draw.shape() }], args: draw.pick([[], [{ alpha: 0.5 }]]) }),
  ulps: 1,
  edges: [
    { inputs: [[0, 5]], args: [{ alpha: 2 }], output: [0, 5], gradients: [[1, 1]], because: "smooth at 0" },
    {
      inputs: [[Infinity, -Infinity, NaN]],
      args: [{ alpha: 2 }],
      output: [Infinity, -2, NaN],
      gradients: [[1, 0, NaN]],
      because: "limits; NaN stays",
    },
  ],
  errors: [],
};
