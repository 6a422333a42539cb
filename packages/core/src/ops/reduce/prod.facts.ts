import type { Facts } from "../../op/facts.ts";

/** What is true of {@link prod}. */
export const prodFacts: Facts = {
  inputs: ["x"],
  reference: { lane: (lane) => lane.reduceRight((product, x) => x * product, 1) },
  // An axis between two that go.
  samples: [{ inputs: [{ shape: [2, 3, 4] }], args: [[0, 2]] }],
  ulps: 1,
  sums: true,
  edges: [
    { inputs: [[2, 3, 4]], output: 24, gradients: [[12, 8, 6]], because: "the product of the others" },
    { inputs: [[0, 3, 4]], output: 0, gradients: [[12, 0, 0]], because: "a zero" },
    { inputs: [[0, 3, 0]], output: 0, gradients: [[0, 0, 0]], because: "two zeros" },
    { inputs: [[]], output: 1, gradients: [[]], because: "no factors" },
    { inputs: [7], output: 7, gradients: [1], because: "a scalar has no axes to reduce" },
    { inputs: [[1e30, 1e30, 1e-30]], dtype: "float32", output: Math.fround(1e30), because: "multiplied in float64" },
    { inputs: [[65536, 65536]], dtype: "int32", output: 0, because: "int32 wraps" },
    { inputs: [[true, true]], dtype: "bool", output: 1, because: "bools count as 0 or 1" },
  ],
  errors: [],
};
