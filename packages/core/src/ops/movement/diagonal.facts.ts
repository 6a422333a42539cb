import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import type { DiagonalOptions } from "./diagonal.ts";

/** What is true of {@link diagonal}. */
export const diagonalFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, { offset = 0, axis1 = 0, axis2 = 1 }: DiagonalOptions = {}) {
      const shape = nestedShape(x);
      const [row, column] = [axis1, axis2].map((axis) => (axis + shape.length) % shape.length) as [number, number];
      const places: [number, number][] = [];
      for (let i = 0; i < shape[row]!; i++)
        if (i + offset >= 0 && i + offset < shape[column]!) places.push([i, i + offset]);
      const others = shape.map((_, axis) => axis).filter((axis) => axis !== row && axis !== column);
      return nestedOf([...others.map((axis) => shape[axis]!), places.length], (index) => {
        const full = shape.map(() => 0);
        others.forEach((axis, k) => {
          full[axis] = index[k]!;
        });
        [full[row], full[column]] = places[index.at(-1)!]!;
        return nestedAt(x, full);
      });
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 2 });
    const [axis1, axis2] = draw.permutation(shape.length) as [number, number];
    return { inputs: [{ shape }], args: draw.boolean() ? [{ offset: draw.integer(-1, 1), axis1, axis2 }] : [] };
  },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      output: [1, 5],
      gradients: [
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
      ],
      because: "wide",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      ],
      args: [{ offset: -1 }],
      output: [3, 6],
      because: "below, tall",
    },
    {
      inputs: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      args: [{ offset: 2 }],
      output: [3],
      because: "a corner",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [{ offset: 5 }],
      output: [],
      gradients: [
        [
          [0, 0],
          [0, 0],
        ],
      ],
      because: "outside",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [{ offset: -5 }],
      output: [],
      because: "outside, below",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [{ axis1: 1, axis2: 0, offset: 1 }],
      output: [3],
      because: "columns are rows",
    },
  ],
  errors: [
    { inputs: [{ shape: [2] }], message: "diagonal: axis must be in -1 … 0 for x of shape [2], got 1." },
    {
      inputs: [{ shape: [2, 2] }],
      args: [{ axis1: 1 }],
      message: "diagonal: axis1 and axis2 must differ, got 1 for both.",
    },
    {
      inputs: [{ shape: [2, 2] }],
      args: [{ offset: 0.5 }],
      message: "diagonal: offset must be a whole number, got 0.5.",
    },
  ],
};
