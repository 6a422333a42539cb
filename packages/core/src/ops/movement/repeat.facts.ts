import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape, nestedValues } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link repeat}. */
export const repeatFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(given: NestedArray, repeats: number | readonly number[], axis?: number) {
      const x = axis === undefined ? nestedValues(given) : given;
      const shape = nestedShape(x);
      const at = axis === undefined ? 0 : (axis + shape.length) % shape.length;
      const sources: number[] = [];
      for (let i = 0; i < shape[at]!; i++)
        for (let k = 0; k < (typeof repeats === "number" ? repeats : repeats[i]!); k++) sources.push(i);
      return nestedOf(shape.with(at, sources.length), (index) => nestedAt(x, index.with(at, sources[index[at]!]!)));
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    const axis = draw.axis(shape);
    if (draw.boolean()) return { inputs: [{ shape }], args: [draw.integer(1, 3), axis] };
    const counts = Array.from({ length: shape.at(axis)! }, (_, i) => draw.integer(i === 0 ? 1 : 0, 2));
    return { inputs: [{ shape }], args: [counts, axis] };
  },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [2],
      output: [1, 1, 2, 2, 3, 3, 4, 4],
      gradients: [
        [
          [2, 2],
          [2, 2],
        ],
      ],
      because: "no axis: as one",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [[0, 2], 0],
      output: [
        [3, 4],
        [3, 4],
      ],
      gradients: [
        [
          [0, 0],
          [2, 2],
        ],
      ],
      because: "rows, one of them not at all",
    },
    { inputs: [[1, 2]], args: [0], output: [], gradients: [[0, 0]], because: "no copies" },
    { inputs: [3], args: [2], output: [3, 3], gradients: [2], because: "a scalar becomes a list" },
  ],
  errors: [
    { inputs: [{ shape: [2] }], args: [-1], message: "repeat: repeats must be a whole number from 0 on, got -1." },
    {
      inputs: [{ shape: [2] }],
      args: [[1, 2, 3], 0],
      message: "repeat: repeats must have one number for each of the 2 indices of axis 0, got 3.",
    },
    { inputs: [{ shape: [2] }], args: [2, 1], message: "repeat: axis must be in -1 … 0 for x of shape [2], got 1." },
  ],
};
