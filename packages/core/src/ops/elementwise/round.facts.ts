import type { Facts } from "../../op/facts.ts";

/** What is true of {@link round}. */
export const roundFacts: Facts = {
  reference: { element: (x: number) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5) },
  domain: { x: { avoid: [-1.5, -0.5, 0.5, 1.5] } },
  ulps: 0.5,
  edges: [
    {
      inputs: [[0.5, 1.5, 2.5, -0.5, -1.5]],
      output: [0, 2, 2, -0, -2],
      gradients: [[0, 0, 0, 0, 0]],
      because: "ties to even",
    },
    {
      inputs: [[Infinity, -Infinity, NaN]],
      output: [Infinity, -Infinity, NaN],
      gradients: [[0, 0, 0]],
      because: "nothing to round",
    },
    { inputs: [[-3, 5]], dtype: "int32", output: [-3, 5], because: "integers stay integers" },
  ],
  errors: [],
};
