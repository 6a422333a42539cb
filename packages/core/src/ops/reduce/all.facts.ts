import type { Facts } from "../../op/facts.ts";

/** What is true of {@link all}. */
export const allFacts: Facts = {
  inputs: ["x"],
  reference: { lane: (lane) => Number(lane.every((value) => value !== 0)) },
  samples: [{ inputs: [{ shape: [3, 2], dtype: "int32", range: [0, 1] }], args: [0] }],
  ulps: 0,
  edges: [
    { inputs: [[1, 0]], output: false, because: "one is 0" },
    { inputs: [[1, Number.NaN]], output: true, because: "NaN is not 0" },
    { inputs: [[]], output: true, because: "there is none that is 0" },
    { inputs: [[true, false]], dtype: "bool", output: false, because: "bools" },
  ],
  errors: [{ inputs: [{ shape: [2] }], args: [1], message: "all: axis must be in -1 … 0 for x of shape [2], got 1." }],
  differences: { skip: "a step function" },
};
