import type { Facts } from "../../op/facts.ts";
import { nestedValues } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link bincount}. Its weights are among its options: `data-dependent.test.ts` is about them. */
export const bincountFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, { minLength = 0 }: { minLength?: number } = {}) {
      const values = nestedValues(x);
      return Array.from(
        { length: Math.max(minLength, 1 + Math.max(-1, ...values)) },
        (_, k) => values.filter((value) => value === k).length,
      );
    },
  },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape({ minDims: 1, maxDims: 1 }), dtype: "int32", range: [0, 4] }],
    args: [{ minLength: draw.integer(0, 6) }],
  }),
  ulps: 0.5,
  differences: { skip: "what is counted are whole numbers" },
  edges: [
    { inputs: [[1, 3, 1]], dtype: "int32", output: [0, 2, 0, 1], because: "how often each occurs" },
    { inputs: [[2, 0]], output: [1, 0, 1], gradients: [null], because: "whole floats are numbers" },
    { inputs: [[]], dtype: "int32", output: [], because: "nothing" },
    { inputs: [[]], args: [{ minLength: 2 }], dtype: "int32", output: [0, 0], because: "nothing, twice" },
  ],
  errors: [
    {
      inputs: [{ value: [0, -1], dtype: "int32" }],
      message: "bincount: x must be from 0 on, got -1 at [1].",
    },
    { inputs: [{ value: [0.5] }], message: "bincount: x must be whole numbers, got 0.5 at [0]." },
    { inputs: [{ shape: [2, 2] }], message: "bincount: x must have one axis, got shape [2, 2]." },
    {
      inputs: [{ value: [true], dtype: "bool" }],
      message: 'bincount: x must have dtype one of int32, float32, float64, got bool. Cast them: cast(x, "int32").',
    },
    {
      inputs: [{ value: [0], dtype: "int32" }],
      args: [{ minLength: -1 }],
      message: "bincount: minLength must be a whole number from 0 on, got -1.",
    },
    {
      inputs: [{ value: [0], dtype: "int32" }],
      args: [{ weights: 2 }],
      message: "bincount: weights must be a tensor, got 2.",
    },
  ],
  batches: { skip: "the shape of the result depends on values" },
};
