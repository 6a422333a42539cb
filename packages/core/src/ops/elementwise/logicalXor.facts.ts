import type { Facts } from "../../op/facts.ts";

/** What is true of {@link logicalXor}. */
export const logicalXorFacts: Facts = {
  reference: { element: (a: number, b: number) => (Number(a === 0) - Number(b === 0) ? 1 : 0) },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [true, true, false, false],
        [true, false, true, false],
      ],
      dtype: "bool",
      output: [false, true, true, false],
      because: "the truth table",
    },
    {
      inputs: [
        [NaN, 2, -0],
        [1, 0, 0],
      ],
      output: [false, true, false],
      because: "numbers count as true unless they are 0",
    },
  ],
  errors: [],
};
