import type { Facts } from "../../op/facts.ts";

/** What is true of {@link atanh}. */
export const atanhFacts: Facts = {
  reference: { element: (x: number) => Math.log((1 + x) / (1 - x)) / 2 },
  domain: { x: { range: [-0.75, 0.75] } },
  ulps: 1,
  edges: [
    { inputs: [[1, -1]], output: [Infinity, -Infinity], gradients: [[Infinity, Infinity]], because: "the poles" },
    { inputs: [[2, -2]], output: [NaN, NaN], because: "no tangent beyond ±1" },
    { inputs: [[1e-300, -0]], output: [1e-300, -0], gradients: [[1, 1]], because: "no cancellation near 0" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
