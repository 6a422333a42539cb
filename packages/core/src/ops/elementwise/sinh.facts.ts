import type { Facts } from "../../op/facts.ts";

/** What is true of {@link sinh}. */
export const sinhFacts: Facts = {
  reference: { element: (x: number) => (Math.exp(x) - Math.exp(-x)) / 2 },
  ulps: 1,
  edges: [
    {
      inputs: [[Infinity, -Infinity]],
      output: [Infinity, -Infinity],
      gradients: [[Infinity, Infinity]],
      because: "limits",
    },
    { inputs: [1e-300], output: 1e-300, gradients: [1], because: "no cancellation near 0" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
