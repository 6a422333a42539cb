import type { Facts } from "../../op/facts.ts";

/** What is true of {@link stopGradient}. */
export const stopGradientFacts: Facts = {
  reference: { element: (x: number) => x },
  ulps: 0.5,
  edges: [{ inputs: [[1, -0]], output: [1, -0], gradients: [null], because: "no gradient passes" }],
  errors: [],
};
