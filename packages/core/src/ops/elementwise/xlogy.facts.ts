import type { Facts } from "../../op/facts.ts";

/** What is true of {@link xlogy}. */
export const xlogyFacts: Facts = {
  reference: { element: (x: number, y: number) => Math.log(y ** x) },
  domain: { y: { range: [0.25, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [
        [0, 0, 0],
        [0, Infinity, NaN],
      ],
      output: [0, 0, NaN],
      because: "0 wins over ∞, NaN over 0",
    },
    { inputs: [0, 0], output: 0, gradients: [0, 0], because: "no influence, no derivative" },
    { inputs: [2, 0], output: -Infinity, gradients: [-Infinity, Infinity], because: "the pole" },
    { inputs: [-1, 0], output: Infinity, gradients: [-Infinity, -Infinity], because: "the pole from the other side" },
  ],
  errors: [],
};
