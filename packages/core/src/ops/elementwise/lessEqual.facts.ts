import type { Facts } from "../../op/facts.ts";

/** What is true of {@link lessEqual}. */
export const lessEqualFacts: Facts = {
  reference: { element: (a: number, b: number) => (a - b <= 0 ? 1 : 0) },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [1, 2, 3, NaN],
        [2, 2, 2, 2],
      ],
      output: [true, true, false, false],
      because: "equal ones count, NaN does not",
    },
    {
      inputs: [
        [true, false],
        [true, true],
      ],
      dtype: "bool",
      output: [true, true],
      because: "false is less than true",
    },
  ],
  errors: [],
};
