import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link kron}. */
export const kronFacts: Facts = {
  inputs: ["a", "b"],
  reference: {
    whole(a: NestedArray, b: NestedArray) {
      const ndim = Math.max(nestedShape(a).length, nestedShape(b).length);
      const padded = (x: NestedArray): number[] => {
        const shape = nestedShape(x);
        return [...new Array<number>(ndim - shape.length).fill(1), ...shape];
      };
      const [m, n] = [padded(a), padded(b)];
      return nestedOf(
        m.map((size, axis) => size * n[axis]!),
        (index) => {
          const outer = index.map((i, axis) => Math.floor(i / n[axis]!));
          const inner = index.map((i, axis) => i % n[axis]!);
          return nestedAt(a, outer) * nestedAt(b, inner);
        },
      );
    },
  },
  cases: (draw) => ({ inputs: [{ shape: draw.shape({ maxDims: 2 }) }, { shape: draw.shape({ maxDims: 2 }) }] }),
  ulps: 0.5,
  edges: [
    {
      inputs: [[[1, 2]], [[1], [10]]],
      output: [
        [1, 2],
        [10, 20],
      ],
      gradients: [[[11, 11]], [[3], [3]]],
      because: "a row and a column",
    },
    { inputs: [2, [1, 3]], output: [2, 6], gradients: [4, [2, 2]], because: "a scalar" },
    {
      inputs: [
        [1, 2],
        [
          [1, 0],
          [0, 1],
        ],
      ],
      output: [
        [1, 0, 2, 0],
        [0, 1, 0, 2],
      ],
      because: "missing axes are in front",
    },
  ],
  errors: [],
};
