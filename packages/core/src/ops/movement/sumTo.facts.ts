import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link sumTo}. */
export const sumToFacts: Facts = {
  reference: {
    whole: (x: NestedArray, shape: number[]) => {
      const from = nestedShape(x);
      const sums = new Map<string, number>();
      nestedOf(from, (index) => {
        const key = index
          .slice(from.length - shape.length)
          .map((i, axis) => (shape[axis] === 1 ? 0 : i))
          .join();
        sums.set(key, (sums.get(key) ?? 0) + nestedAt(x, index));
        return 0;
      });
      return nestedOf(shape, (index) => sums.get(index.join()) ?? 0);
    },
  },
  cases: (draw) => {
    const shape = draw.shape();
    const target = shape.map((n) => (draw.boolean() ? 1 : n)).slice(draw.integer(0, shape.length));
    return { inputs: [{ shape }], args: [target] };
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
      ],
      args: [[2]],
      output: [4, 6],
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      because: "a leading axis",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [[]],
      output: 10,
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      because: "all axes",
    },
    { inputs: [[[], []]], args: [[2, 1]], output: [[0], [0]], because: "a sum of no terms" },
    { inputs: [[true, true, false]], args: [[]], dtype: "bool", output: 2, because: "bools are counted" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[2]],
      message: "sumTo: shape must broadcast to [2, 3], the shape of x, got [2].",
    },
  ],
};
