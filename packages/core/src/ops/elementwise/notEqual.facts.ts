import type { Facts } from "../../op/facts.ts";

/** What is true of {@link notEqual}. */
export const notEqualFacts: Facts = {
  reference: { element: (a: number, b: number) => (a - b === 0 ? 0 : 1) },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [1, 2, NaN, 0],
        [1, 3, NaN, -0],
      ],
      output: [false, true, true, false],
      because: "NaN differs from itself, the zeros do not",
    },
    {
      inputs: [
        [true, false],
        [true, true],
      ],
      dtype: "bool",
      output: [false, true],
      because: "bools too",
    },
  ],
  errors: [],
};
