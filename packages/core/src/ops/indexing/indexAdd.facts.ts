import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawBlocks, placeIn } from "./_placeIn.ts";

/** What is true of {@link indexAdd}. */
export const indexAddFacts: Facts = {
  reference: {
    whole(x: NestedArray, indices: NestedArray, updates: NestedArray, axis?: number) {
      const { shape, from } = placeIn(nestedShape(x), indices, axis, nestedAt);
      const sums = new Map<string, number>();
      nestedOf(shape, (index) => {
        const key = from(index).join();
        sums.set(key, (sums.get(key) ?? 0) + nestedAt(updates, index));
        return 0;
      });
      return nestedOf(nestedShape(x), (index) => nestedAt(x, index) + (sums.get(index.join()) ?? 0));
    },
  },
  cases(draw) {
    const { inputs, axis } = drawBlocks(draw);
    const [x, indices] = inputs.map(({ shape }) => shape);
    const along = axis === undefined ? 0 : axis < 0 ? axis + x!.length : axis;
    const named = axis === undefined ? indices! : x!.toSpliced(along, 1, ...indices!);
    const updates = named.map((n) => (draw.integer(0, 3) === 3 ? 1 : n)).slice(draw.boolean() ? 0 : 1);
    return { inputs: [...inputs, { shape: updates }], args: [axis] };
  },
  ulps: 1,
  sums: true,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [1, 1],
        [
          [10, 20],
          [30, 40],
        ],
      ],
      args: [0],
      dtype: ["float64", "int32", "float64"],
      output: [
        [1, 2],
        [43, 64],
      ],
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
        null,
        [
          [1, 1],
          [1, 1],
        ],
      ],
      because: "every update counts",
    },
    {
      inputs: [[0, 0, 0], [-1, 1, 2], 1],
      dtype: ["float64", "int32", "float64"],
      output: [0, 1, 2],
      gradients: [[1, 1, 1], null, 3],
      because: "a number is added everywhere, and negative positions count from the end",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [0],
        [[5], [7]],
      ],
      args: [1],
      dtype: ["float64", "int32", "float64"],
      output: [
        [6, 2],
        [10, 4],
      ],
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
        null,
        [[1], [1]],
      ],
      because: "along the columns",
    },
    {
      inputs: [[1, 2], [], []],
      args: [0],
      dtype: ["float64", "int32", "float64"],
      output: [1, 2],
      gradients: [[1, 1], null, []],
      because: "no updates",
    },
    { inputs: [[2147483647], [0], [1]], args: [0], dtype: "int32", output: [-2147483648], because: "int32 wraps" },
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
      inputs: [{ shape: [2, 3] }, { value: [2], dtype: "int32" }, { shape: [1, 3] }],
      args: [0],
      message: "indexAdd: indices must be in -2 … 1 for axis 0 of x of shape [2, 3], got 2 at [0].",
    },
    {
      inputs: [{ shape: [2, 3] }, { value: [0], dtype: "int32" }, { shape: [2, 3] }],
      args: [0],
      message: "indexAdd: updates must broadcast to [1, 3], the shape that the indices name, got [2, 3].",
    },
    {
      inputs: [{ shape: [3] }, { value: [0], dtype: "int32" }, { shape: [] }],
      args: [1],
      message: "indexAdd: axis must be in -1 … 0 for x of shape [3], got 1.",
    },
  ],
};
