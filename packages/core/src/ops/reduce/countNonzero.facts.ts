import type { Facts } from "../../op/facts.ts";

/** What is true of {@link countNonzero}. */
export const countNonzeroFacts: Facts = {
  inputs: ["x"],
  reference: { lane: (lane) => lane.filter((value) => value !== 0).length },
  samples: [{ inputs: [{ shape: [3, 2], dtype: "int32", range: [0, 1] }], args: [0] }],
  ulps: 0,
  edges: [
    { inputs: [[0, -0, 1, Number.NaN]], output: 2, because: "both zeros are 0, NaN is not" },
    { inputs: [[]], output: 0, because: "nothing to count" },
    { inputs: [[true, false, true]], dtype: "bool", output: 2, because: "bools" },
  ],
  errors: [
    { inputs: [{ shape: [2] }], args: [1], message: "countNonzero: axis must be in -1 … 0 for x of shape [2], got 1." },
  ],
  differences: { skip: "a step function" },
};
