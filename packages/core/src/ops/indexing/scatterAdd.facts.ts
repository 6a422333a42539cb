import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawIndexed } from "./_indexed.ts";

/** What is true of {@link scatterAdd}. */
export const scatterAddFacts: Facts = {
  reference: {
    whole(x: NestedArray, indices: NestedArray, updates: NestedArray, axis = -1) {
      const from = nestedShape(x);
      const along = axis < 0 ? axis + from.length : axis;
      const shape = nestedShape(indices).map((m, i) => (i === along || m !== 1 ? m : from[i]!));
      const sums = new Map<string, number>();
      nestedOf(shape, (index) => {
        const key = index
          .map((position, i) => (i === along ? nestedAt(indices, index) : from[i] === 1 ? 0 : position))
          .join();
        sums.set(key, (sums.get(key) ?? 0) + nestedAt(updates, index));
        return 0;
      });
      return nestedOf(from, (index) => nestedAt(x, index) + (sums.get(index.join()) ?? 0));
    },
  },
  cases(draw) {
    const { inputs, axis } = drawIndexed(draw);
    const [x, indices] = inputs.map(({ shape }) => shape);
    const along = axis < 0 ? axis + x!.length : axis;
    const named = indices!.map((m, i) => (i === along || m !== 1 ? m : x![i]!));
    const updates = named.map((n) => (draw.integer(0, 3) === 3 ? 1 : n)).slice(draw.boolean() ? 0 : 1);
    return { inputs: [...inputs, { shape: updates }], args: [axis] };
  },
  ulps: 1,
  sums: true,
  edges: [
    {
      inputs: [
        [1, 2, 3],
        [0, 2, 2],
        [10, 20, 30],
      ],
      args: [0],
      dtype: ["float64", "int32", "float64"],
      output: [11, 2, 53],
      gradients: [[1, 1, 1], null, [1, 1, 1]],
      because: "every update counts",
    },
    {
      inputs: [[0, 0, 0], [1, 1, 2], 1],
      args: [0],
      dtype: ["float64", "int32", "float64"],
      output: [0, 2, 1],
      gradients: [[1, 1, 1], null, 3],
      because: "a number is added everywhere: a histogram",
    },
    {
      inputs: [[[0, 0]], [[1], [0], [1]], [[1], [2], [4]]],
      args: [1],
      dtype: ["float64", "int32", "float64"],
      output: [[2, 5]],
      gradients: [[[1, 1]], null, [[1], [1], [1]]],
      because: "updates are summed where x broadcasts",
    },
    {
      inputs: [[1, 2], [], []],
      args: [0],
      dtype: ["float64", "int32", "float64"],
      output: [1, 2],
      gradients: [[1, 1], null, []],
      because: "no updates",
    },
    {
      inputs: [[2147483647], [0], [1]],
      args: [0],
      dtype: "int32",
      output: [-2147483648],
      because: "int32 wraps",
    },
    {
      inputs: [[16777216], [0, 0, 0, 0], [1, 1, 1, 1]],
      args: [0],
      dtype: ["float32", "int32", "float32"],
      output: [16777220],
      because: "2²⁴ + 1 is no float32, but 2²⁴ + 4 is",
    },
    {
      inputs: [[true, false], [0], [2]],
      args: [0],
      dtype: ["bool", "int32", "int32"],
      output: [3, 0],
      because: "dtypes are promoted",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { value: [[0], [3]], dtype: "int32" }, { shape: [2, 1] }],
      message: "scatterAdd: indices must be in 0 … 2 for axis 1 of x of shape [2, 3], got 3 at [1][0].",
    },
    {
      inputs: [{ shape: [3] }, { value: [0, 1], dtype: "int32" }, { shape: [3] }],
      message: "scatterAdd: updates must broadcast to [2], the shape that the indices name, got [3].",
    },
    {
      inputs: [{ shape: [2, 3] }, { value: [0], dtype: "int32" }, { shape: [1] }],
      message: "scatterAdd: indices must have as many axes as x of shape [2, 3], got shape [1].",
    },
  ],
};
