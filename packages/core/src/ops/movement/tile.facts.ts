import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link tile}. */
export const tileFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, repetitions: number | readonly number[]) {
      const counts = [repetitions].flat();
      const shape = nestedShape(x);
      const ndim = Math.max(counts.length, shape.length);
      const own = (list: readonly number[], axis: number): number =>
        axis - ndim < -list.length ? 1 : list.at(axis - ndim)!;
      const out = Array.from({ length: ndim }, (_, axis) => own(shape, axis) * own(counts, axis));
      return nestedOf(out, (index) =>
        nestedAt(
          x,
          index.slice(ndim - shape.length).map((i, axis) => i % shape[axis]!),
        ),
      );
    },
  },
  cases(draw) {
    const shape = draw.shape();
    const counts = Array.from({ length: draw.integer(1, 3) }, () => draw.integer(1, 3));
    return { inputs: [{ shape }], args: [counts] };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[1, 2]], args: [2], output: [1, 2, 1, 2], gradients: [[2, 2]], because: "one axis" },
    {
      inputs: [[[1], [2]]],
      args: [2],
      output: [
        [1, 1],
        [2, 2],
      ],
      gradients: [[[2], [2]]],
      because: "the last axis",
    },
    { inputs: [3], args: [[2, 1]], output: [[3], [3]], gradients: [2], because: "new axes" },
    { inputs: [[1, 2]], args: [0], output: [], gradients: [[0, 0]], because: "no copy at all" },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }],
      args: [[-1]],
      message: "tile: repetitions must be a whole number from 0 on, got -1.",
    },
  ],
};
