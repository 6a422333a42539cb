import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link logSoftmax}. */
export const logSoftmaxFacts: Facts = {
  reference: {
    whole(x: NestedArray, axis = -1) {
      const shape = nestedShape(x);
      const n = shape.at(axis)!;
      return nestedOf(shape, (index) => {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += Math.exp(nestedAt(x, index.with(axis, j)) - nestedAt(x, index));
        return -Math.log(sum);
      });
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: [draw.axis(shape)] };
  },
  samples: [{ inputs: [{ shape: [2, 5] }] }, { inputs: [{ shape: [3, 2, 4], range: [-5, 5] }], args: [0] }],
  ulps: 1,
  edges: [
    {
      inputs: [[1000, 0]],
      output: [0, -1000],
      gradients: [[-1, 1]],
      because: "exp(1000) overflows, exp(−1000) has no logarithm",
    },
    {
      inputs: [[0, -40]],
      output: [-4.248354255291589e-18, -40],
      because: "−ln(1 + e⁻⁴⁰), though 1 + e⁻⁴⁰ is 1",
    },
    { inputs: [[-Infinity, 3]], output: [-Infinity, 0], gradients: [[1, -1]], because: "a term that cannot be" },
    { inputs: [[Infinity, 0]], output: [0, -Infinity], gradients: [[-1, 1]], because: "the limit" },
    {
      inputs: [[Infinity, Infinity, 0]],
      output: [-Math.LN2, -Math.LN2, -Infinity],
      because: "a tie is shared",
    },
    { inputs: [[-Infinity, -Infinity]], output: [NaN, NaN], because: "no term that can be" },
    { inputs: [[1, NaN]], output: [NaN, NaN], because: "NaN stays, and is in the sum" },
    { inputs: [[5]], output: [0], gradients: [[0]], because: "one term is all" },
    { inputs: [[[], []]], output: [[], []], gradients: [[[], []]], because: "no terms" },
    { inputs: [[1, 1]], dtype: "int32", output: [-Math.fround(Math.LN2), -Math.fround(Math.LN2)], because: "float32" },
  ],
  errors: [{ inputs: [{ shape: [] }], message: "logSoftmax: x is a scalar and has no axis, got axis -1." }],
};
