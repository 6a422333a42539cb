import type { Facts } from "../../op/facts.ts";

/** What is true of {@link asin}. */
export const asinFacts: Facts = {
  reference: { element: (x: number) => Math.atan2(x, Math.sqrt(1 - x * x)) },
  domain: { x: { range: [-0.75, 0.75] } },
  ulps: 1,
  edges: [
    { inputs: [[2, -2]], output: [NaN, NaN], because: "no angle has such a one" },
    { inputs: [[1, -1]], output: [Math.PI / 2, -Math.PI / 2], gradients: [[Infinity, Infinity]], because: "the ends" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
