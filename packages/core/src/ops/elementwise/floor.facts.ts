import type { Facts } from "../../op/facts.ts";

/** What is true of {@link floor}. */
export const floorFacts: Facts = {
  reference: { element: (x: number) => x - (((x % 1) + 1) % 1) },
  domain: { x: { avoid: [-2, -1, 0, 1, 2] } },
  ulps: 0.5,
  edges: [
    { inputs: [[1.5, -1.5, -0, 2]], output: [1, -2, -0, 2], gradients: [[0, 0, 0, 0]], because: "towards −∞" },
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
