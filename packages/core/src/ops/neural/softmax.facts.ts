import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link softmax}. */
export const softmaxFacts: Facts = {
  reference: {
    whole(x: NestedArray, axis = -1) {
      const shape = nestedShape(x);
      const n = shape.at(axis)!;
      return nestedOf(shape, (index) => {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += Math.exp(nestedAt(x, index.with(axis, j)) - nestedAt(x, index));
        return 1 / sum;
      });
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: [draw.axis(shape)] };
  },
  samples: [{ inputs: [{ shape: [2, 5] }] }, { inputs: [{ shape: [3, 2, 4], range: [-20, 20] }], args: [0] }],
  ulps: 1,
  edges: [
    {
      inputs: [[1000, 1000, 0, -1000]],
      output: [0.5, 0.5, 0, 0],
      gradients: [[0, 0, 0, 0]],
      because: "exp(1000) overflows; the sum is always 1",
    },
    { inputs: [[0, -40]], output: [1, 4.248354255291589e-18], because: "small probabilities stay" },
    { inputs: [[-Infinity, 3]], output: [0, 1], gradients: [[0, 0]], because: "a term that cannot be" },
    { inputs: [[Infinity, 0]], output: [1, 0], gradients: [[0, 0]], because: "the limit" },
    { inputs: [[Infinity, Infinity, 0]], output: [0.5, 0.5, 0], because: "a tie is shared" },
    { inputs: [[-Infinity, -Infinity]], output: [NaN, NaN], because: "0/0: no term that can be" },
    { inputs: [[1, NaN]], output: [NaN, NaN], because: "NaN stays, and is in the sum" },
    { inputs: [[5]], output: [1], gradients: [[0]], because: "one term is all" },
    { inputs: [[[], []]], output: [[], []], gradients: [[[], []]], because: "no terms" },
    { inputs: [[1, 1]], dtype: "int32", output: [0.5, 0.5], because: "integers give float32" },
  ],
  errors: [
    { inputs: [{ shape: [] }], message: "softmax: x is a scalar and has no axis, got axis -1." },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, 1]],
      message: "softmax: axis must be in -2 … 1 for x of shape [2, 3], got [0, 1].",
    },
  ],
};
