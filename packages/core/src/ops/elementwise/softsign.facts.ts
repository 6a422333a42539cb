import type { Facts } from "../../op/facts.ts";

/** What is true of {@link softsign}. */
export const softsignFacts: Facts = {
  reference: { element: (x: number) => (x < 0 ? 1 / (1 - x) - 1 : 1 - 1 / (1 + x)) },
  // The second derivative jumps at 0.
  domain: { x: { avoid: [0] } },
  ulps: 1,
  edges: [
    { inputs: [[-1, 0, 3]], output: [-0.5, 0, 0.75], gradients: [[0.25, 1, 0.0625]], because: "smooth at 0" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
