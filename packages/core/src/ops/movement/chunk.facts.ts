import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link chunk}. */
export const chunkFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, chunks: number, axis = 0) {
      const shape = nestedShape(x);
      const at = axis < 0 ? axis + shape.length : axis;
      const size = Math.ceil(shape[at]! / chunks);
      const pieces: NestedArray[] = [];
      for (let start = 0; start < shape[at]!; start += size) {
        const own = shape.with(at, Math.min(size, shape[at]! - start));
        pieces.push(nestedOf(own, (index) => nestedAt(x, index.with(at, start + index[at]!))));
      }
      return pieces;
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: [draw.integer(1, 4), draw.axis(shape)] };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[1, 2, 3]], args: [2], output: [[1, 2], [3]], gradients: [[1, 1, 1]], because: "the last is smaller" },
    {
      inputs: [[1, 2, 3, 4, 5, 6]],
      args: [4],
      output: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      because: "fewer than asked for",
    },
    { inputs: [[]], args: [2], output: [[], []], because: "of nothing, as many as asked for" },
  ],
  errors: [
    {
      inputs: [{ shape: [3] }],
      args: [0],
      message: "chunk: chunks must be a whole number from 1 on, got 0.",
    },
    {
      inputs: [{ shape: [3] }],
      args: [2, 1],
      message: "chunk: axis must be in -1 … 0 for x of shape [3], got 1.",
    },
  ],
};
