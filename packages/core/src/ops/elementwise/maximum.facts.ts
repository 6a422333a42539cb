import type { Facts } from "../../op/facts.ts";

/** What is true of {@link maximum}. */
export const maximumFacts: Facts = {
  reference: { element: (a: number, b: number) => (a > b ? a : b) },
  domain: { a: { differsFrom: "b" } },
  ulps: 0.5,
  edges: [
    {
      inputs: [[1, 2, 3], 2],
      output: [2, 2, 3],
      gradients: [[0, 0.5, 1], 1.5],
      because: "a tie is shared",
    },
    {
      inputs: [
        [Infinity, -Infinity, Infinity],
        [Infinity, -Infinity, -Infinity],
      ],
      output: [Infinity, -Infinity, Infinity],
      gradients: [
        [0.5, 0.5, 1],
        [0.5, 0.5, 0],
      ],
      because: "infinities are equal to themselves",
    },
    {
      inputs: [
        [NaN, 1],
        [1, NaN],
      ],
      output: [NaN, NaN],
      gradients: [
        [1, 1],
        [1, 1],
      ],
      because: "NaN stays, on either side",
    },
    {
      inputs: [
        [true, true, false],
        [true, false, false],
      ],
      dtype: "bool",
      output: [true, true, false],
      because: "or",
    },
    { inputs: [[2147483647, -5], -1], dtype: "int32", output: [2147483647, -1], because: "integers stay integers" },
  ],
  errors: [],
};
