import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawVariance, varianceOf } from "./_variance.ts";

/** What is true of {@link variance}. */
export const varianceFacts: Facts = {
  // Σᵢ Σⱼ (xᵢ − xⱼ)² / 2n is Σᵢ (xᵢ − μ)².
  reference: {
    whole: (x: NestedArray, axis?: unknown, options?: { correction?: number }) => varianceOf(x, axis, options),
  },
  cases: drawVariance,
  ulps: 2,
  sums: true,
  edges: [
    { inputs: [[1, 2, 3, 4]], output: 5 / 3, because: "divided by n − 1" },
    {
      inputs: [[1, 2, 3, 6]],
      args: [0, { correction: 0 }],
      output: 3.5,
      gradients: [[-1, -0.5, 0, 1.5]],
      because: "divided by n",
    },
    { inputs: [[5, 5, 5]], output: 0, gradients: [[0, 0, 0]], because: "a constant" },
    { inputs: [[7]], output: NaN, because: "one element has no variance with correction 1" },
    {
      inputs: [[16777216, 16777218]],
      dtype: "float32",
      output: 2,
      gradients: [[-2, 2]],
      because: "no cancellation, though float32 cannot hold the mean",
    },
    { inputs: [[0.1, 0.1, 0.1]], output: 0, gradients: [[0, 0, 0]], because: "a constant whose mean is rounded" },
    { inputs: [[1, 3]], dtype: "int32", output: 2, because: "integers give float32" },
  ],
  errors: [],
};
