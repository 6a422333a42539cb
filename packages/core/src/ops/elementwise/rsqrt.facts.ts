import type { Facts } from "../../op/facts.ts";

/** What is true of {@link rsqrt}. */
export const rsqrtFacts: Facts = {
  reference: { element: (x: number) => x ** -0.5 },
  domain: { x: { range: [0.25, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [[4, 0, Infinity]],
      output: [0.5, Infinity, 0],
      gradients: [[-0.0625, -Infinity, -0]],
      because: "the pole, and the limit",
    },
    { inputs: [[-1, NaN]], output: [NaN, NaN], because: "no root of a negative number; NaN stays" },
  ],
  errors: [],
};
