import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link cumsum}. */
export const cumsumFacts: Facts = {
  reference: {
    whole(x: NestedArray, axis = -1, { reverse = false }: { reverse?: boolean } = {}) {
      const shape = nestedShape(x);
      const along = axis < 0 ? axis + shape.length : axis;
      return nestedOf(shape, (index) => {
        let sum = 0;
        for (let j = 0; j < shape[along]!; j++)
          if (reverse ? j >= index[along]! : j <= index[along]!) sum += nestedAt(x, index.with(along, j));
        return sum;
      });
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: [draw.axis(shape), { reverse: draw.boolean() }] };
  },
  ulps: 1,
  sums: true,
  edges: [
    { inputs: [[1, 2, 3]], output: [1, 3, 6], gradients: [[3, 2, 1]], because: "the first counts in every sum" },
    {
      inputs: [[1, 2, 3]],
      args: [0, { reverse: true }],
      output: [6, 5, 3],
      gradients: [[1, 2, 3]],
      because: "from the end",
    },
    { inputs: [[1, Infinity, -Infinity]], output: [1, Infinity, NaN], because: "∞ − ∞ has no value" },
    {
      inputs: [[16777216, 1, 1]],
      dtype: "float32",
      output: [16777216, 16777216, 16777218],
      because: "added in float64, rounded once each",
    },
    { inputs: [[true, true, false]], dtype: "bool", output: [1, 2, 2], because: "bools are counted" },
    { inputs: [[2147483647, 1]], dtype: "int32", output: [2147483647, -2147483648], because: "int32 wraps" },
    { inputs: [[[], []]], args: [1], output: [[], []], gradients: [[[], []]], because: "no terms" },
  ],
  errors: [],
};
