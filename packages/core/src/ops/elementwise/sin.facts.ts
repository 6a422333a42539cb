import type { Facts } from "../../op/facts.ts";

/** What is true of {@link sin}. */
export const sinFacts: Facts = {
  reference: { element: (x: number) => 2 * Math.sin(x / 2) * Math.cos(x / 2) },
  ulps: 1,
  edges: [
    { inputs: [[Infinity, -Infinity]], output: [NaN, NaN], because: "no limit" },
    { inputs: [[0, -0]], output: [0, -0], gradients: [[1, 1]], because: "odd" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
