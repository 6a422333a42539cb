import type { Facts } from "../../op/facts.ts";

/** What is true of {@link logicalNot}. */
export const logicalNotFacts: Facts = {
  reference: { element: (x: number) => (x ? 0 : 1) },
  ulps: 0.5,
  edges: [
    { inputs: [[true, false]], dtype: "bool", output: [false, true], because: "of a bool, the other one" },
    {
      inputs: [[0, -0, 2, NaN]],
      output: [true, true, false, false],
      because: "a number counts as true unless it is 0",
    },
  ],
  errors: [],
};
