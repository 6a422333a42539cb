import type { Facts } from "../../op/facts.ts";

/** What is true of {@link logicalNot}. */
export const logicalNotFacts: Facts = {
  reference: { element: (x: number) => (x ? 0 : 1) },
  ulps: 0.5,
  edges: [
    { inputs: [[true, false]], dtype: "bool", output: [false, true], because: "of bools" },
    {
      inputs: [[0, -0, 0.5, -1, Infinity]],
      output: [true, true, false, false, false],
      gradients: [null],
      because: "a number is false where it is 0; no derivative",
    },
    { inputs: [[NaN]], output: [false], because: "NaN is not 0" },
    { inputs: [[0, -7]], dtype: "int32", output: [true, false], because: "of integers" },
  ],
  errors: [],
};
