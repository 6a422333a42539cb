import type { Facts } from "../../op/facts.ts";

/** What is true of {@link cosh}. */
export const coshFacts: Facts = {
  reference: { element: (x: number) => (Math.exp(x) + Math.exp(-x)) / 2 },
  ulps: 1,
  edges: [
    {
      inputs: [[Infinity, -Infinity]],
      output: [Infinity, Infinity],
      gradients: [[Infinity, -Infinity]],
      because: "limits",
    },
    { inputs: [1e-300], output: 1, gradients: [1e-300], because: "the slope near 0" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
