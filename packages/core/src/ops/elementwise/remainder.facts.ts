import type { Facts } from "../../op/facts.ts";

/** What is true of {@link remainder}. */
export const remainderFacts: Facts = {
  reference: { element: (a: number, b: number) => a - b * Math.floor(a / b) },
  domain: { a: { range: [2.3, 2.7] }, b: { range: [1, 1.1] } },
  ulps: 2,
  sums: true,
  edges: [
    {
      inputs: [
        [7, -7, 7, -7],
        [3, 3, -3, -3],
      ],
      output: [1, 2, -2, -1],
      gradients: [
        [1, 1, 1, 1],
        [-2, 3, 3, -2],
      ],
      because: "the sign of b",
    },
    {
      inputs: [
        [1, Infinity],
        [0, 2],
      ],
      output: [NaN, NaN],
      because: "nothing is left of what is not divided",
    },
    {
      inputs: [
        [7, -7, 7],
        [3, 3, 0],
      ],
      dtype: "int32",
      output: [1, 2, 0],
      because: "integers stay integers",
    },
  ],
  errors: [],
};
