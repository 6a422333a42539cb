import type { Facts } from "../../op/facts.ts";

/** What is true of {@link acosh}. */
export const acoshFacts: Facts = {
  reference: { element: (x: number) => Math.log(x + Math.sqrt(x * x - 1)) },
  domain: { x: { range: [1.25, 4] } },
  ulps: 1,
  edges: [
    { inputs: [[1, Infinity]], output: [0, Infinity], gradients: [[Infinity, 0]], because: "the end, and the limit" },
    { inputs: [0.5], output: NaN, because: "no cosine below 1" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
