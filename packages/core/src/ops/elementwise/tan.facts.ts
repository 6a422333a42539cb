import type { Facts } from "../../op/facts.ts";

/** What is true of {@link tan}. */
export const tanFacts: Facts = {
  reference: { element: (x: number) => Math.sin(x) / Math.cos(x) },
  domain: { x: { range: [-1.25, 1.25] } },
  ulps: 1,
  edges: [
    { inputs: [[Infinity, -Infinity]], output: [NaN, NaN], because: "no limit" },
    { inputs: [[0, -0]], output: [0, -0], gradients: [[1, 1]], because: "odd" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
