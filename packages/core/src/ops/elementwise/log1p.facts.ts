import type { Facts } from "../../op/facts.ts";

/** What is true of {@link log1p}. */
export const log1pFacts: Facts = {
  reference: { element: (x: number) => Math.log(1 + x) },
  domain: { x: { range: [-0.75, 2] } },
  ulps: 1,
  edges: [
    { inputs: [[1e-300, -0]], output: [1e-300, -0], gradients: [[1, 1]], because: "1 + x is 1" },
    {
      inputs: [[-1, Infinity]],
      output: [-Infinity, Infinity],
      gradients: [[Infinity, 0]],
      because: "the pole, and the limit",
    },
    { inputs: [[-2, NaN]], output: [NaN, NaN], because: "no logarithm of a negative number; NaN stays" },
  ],
  errors: [],
};
