import type { Facts } from "../../op/facts.ts";

/** What is true of {@link logicalAnd}. */
export const logicalAndFacts: Facts = {
  reference: { element: (a: number, b: number) => (a * b ? 1 : 0) },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [true, true, false, false],
        [true, false, true, false],
      ],
      dtype: "bool",
      output: [true, false, false, false],
      because: "the truth table",
    },
    {
      inputs: [
        [NaN, 2, -0],
        [1, 0, 0],
      ],
      output: [true, false, false],
      because: "numbers count as true unless they are 0",
    },
  ],
  errors: [],
};
