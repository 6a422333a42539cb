import type { Facts } from "../../op/facts.ts";

/** What is true of {@link sign}. */
export const signFacts: Facts = {
  reference: { element: (x: number) => (x === 0 ? 0 : x / Math.abs(x)) },
  domain: { x: { avoid: [0] } },
  ulps: 0.5,
  edges: [
    {
      inputs: [[-Infinity, -1e-300, -0, 0, 1e-300, Infinity]],
      output: [-1, -1, 0, 0, 1, 1],
      gradients: [[0, 0, 0, 0, 0, 0]],
      because: "constant on either side of 0",
    },
    { inputs: [NaN], output: NaN, gradients: [0], because: "NaN stays" },
    { inputs: [[-7, 0, 7]], dtype: "int32", output: [-1, 0, 1], because: "integers stay integers" },
  ],
  errors: [],
};
