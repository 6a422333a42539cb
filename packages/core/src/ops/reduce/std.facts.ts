import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawVariance, mapNested, varianceOf } from "./_variance.ts";

/** What is true of {@link std}. */
export const stdFacts: Facts = {
  reference: {
    whole: (x: NestedArray, axis?: unknown, options?: { correction?: number }) =>
      mapNested(varianceOf(x, axis, options), Math.sqrt),
  },
  domain: { x: { distinct: true } },
  cases: drawVariance,
  ulps: 2,
  sums: true,
  edges: [
    { inputs: [[1, 5]], args: [0, { correction: 0 }], output: 2, gradients: [[-0.5, 0.5]], because: "divided by n" },
    { inputs: [[5, 5, 5]], output: 0, gradients: [[0, 0, 0]], because: "a constant has a derivative of 0" },
    {
      inputs: [[16777216, 16777218]],
      args: [0, { correction: 0 }],
      dtype: "float32",
      output: 1,
      gradients: [[-0.5, 0.5]],
      because: "no cancellation, though float32 cannot hold the mean",
    },
    { inputs: [[0.1, 0.1, 0.1]], output: 0, gradients: [[0, 0, 0]], because: "a constant whose mean is rounded" },
    { inputs: [[7]], output: NaN, because: "one element has no deviation with correction 1" },
    { inputs: [[1, 5]], args: [0, { correction: 0 }], dtype: "int32", output: 2, because: "integers give float32" },
  ],
  errors: [],
};
