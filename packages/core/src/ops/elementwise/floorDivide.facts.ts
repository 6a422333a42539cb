import type { Facts } from "../../op/facts.ts";

/** What is true of {@link floorDivide}. */
export const floorDivideFacts: Facts = {
  reference: { element: (a: number, b: number) => Math.floor(a / b) },
  // Away from the steps: 0.3 … 0.7 of a whole quotient.
  domain: { a: { range: [0.3, 0.7] }, b: { range: [1, 1.5] } },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [7, -7, 7, -7],
        [2, 2, -2, -2],
      ],
      output: [3, -4, -4, 3],
      gradients: [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
      because: "towards −∞",
    },
    { inputs: [1, 0.1], output: 9, because: "ten times the float64 next to 0.1 is more than 1" },
    { inputs: [[1, -1, 0], 0], output: [Infinity, -Infinity, NaN], because: "as the quotient" },
    {
      inputs: [
        [7, -7, 7],
        [2, 2, 0],
      ],
      dtype: "int32",
      output: [3, -4, 0],
      because: "integers stay integers",
    },
  ],
  errors: [],
};
