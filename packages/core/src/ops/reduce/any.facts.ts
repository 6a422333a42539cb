import type { Facts } from "../../op/facts.ts";

/** What is true of {@link any}. */
export const anyFacts: Facts = {
  inputs: ["x"],
  reference: { lane: (lane) => Number(lane.some((value) => value !== 0)) },
  samples: [{ inputs: [{ shape: [3, 2], dtype: "int32", range: [0, 1] }], args: [0] }],
  ulps: 0,
  edges: [
    { inputs: [[0, -0]], output: false, because: "both zeros are 0" },
    { inputs: [[0, Number.NaN]], output: true, because: "NaN is not 0" },
    { inputs: [[]], output: false, because: "there is none" },
    { inputs: [[false, true]], dtype: "bool", output: true, because: "bools" },
  ],
  errors: [{ inputs: [{ shape: [2] }], args: [1], message: "any: axis must be in -1 … 0 for x of shape [2], got 1." }],
  differences: { skip: "a step function" },
};
