import type { Facts } from "../../op/facts.ts";
import { nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

interface Options {
  readonly mode?: "nearest" | "bilinear";
  readonly alignCorners?: boolean;
}

/** What is true of {@link resize2d}. */
export const resize2dFacts: Facts = {
  reference: {
    // Every element of the image with a weight: the tent function of its distance, or 1 for the one nearest below.
    whole(x: NestedArray, size: number | [number, number], { mode = "nearest", alignCorners = false }: Options = {}) {
      const shape = nestedShape(x);
      const sizes = typeof size === "number" ? [size, size] : size;
      const weight = (axis: 0 | 1, i: number, j: number): number => {
        const [n, m] = [shape[shape.length - 2 + axis]!, sizes[axis]!];
        if (mode === "nearest") return i * n >= j * m && i * n < (j + 1) * m ? 1 : 0;
        const place = alignCorners ? (m === 1 ? 0 : (i * (n - 1)) / (m - 1)) : ((2 * i + 1) * n) / (2 * m) - 0.5;
        return Math.max(0, 1 - Math.abs(Math.min(Math.max(place, 0), n - 1) - j));
      };
      return nestedOf([...shape.slice(0, -2), ...sizes], (index) => {
        let plane = x;
        for (const i of index.slice(0, -2)) plane = (plane as NestedArray[])[i]!; // an axis for each
        const [i, j] = index.slice(-2) as [number, number];
        let sum = 0;
        for (const [p, row] of (plane as number[][]).entries())
          for (const [q, value] of row.entries()) sum += weight(0, i, p) * weight(1, j, q) * value;
        return sum;
      });
    },
  },
  cases(draw) {
    const shape = [...draw.pick([[], [2]]), draw.integer(1, 2), draw.integer(1, 5), draw.integer(1, 5)];
    const size = draw.boolean() ? draw.integer(1, 6) : [draw.integer(1, 9), draw.integer(1, 9)];
    return {
      inputs: [{ shape }],
      args: [size, { mode: draw.pick(["nearest", "bilinear"]), alignCorners: draw.boolean() }],
    };
  },
  ulps: 4,
  sums: true,
  edges: [
    {
      inputs: [[[[1, 2, 3]]]],
      args: [[1, 5]],
      output: [[[1, 1, 2, 2, 3]]],
      gradients: [[[[2, 2, 1]]]],
      because: "⌊3 i / 5⌋",
    },
    {
      inputs: [[[[1, 2, 3]]]],
      args: [[1, 2]],
      output: [[[1, 2]]],
      gradients: [[[[1, 1, 0]]]],
      because: "one is left out",
    },
    {
      inputs: [[[[0, 4]]]],
      args: [[1, 4], { mode: "bilinear" }],
      output: [[[0, 1, 3, 4]]],
      gradients: [[[[2, 2]]]],
      because: "edges keep their places",
    },
    {
      inputs: [
        [
          [
            [0, 4],
            [8, 12],
          ],
        ],
      ],
      args: [3, { mode: "bilinear", alignCorners: true }],
      output: [
        [
          [0, 2, 4],
          [4, 6, 8],
          [8, 10, 12],
        ],
      ],
      gradients: [
        [
          [
            [2.25, 2.25],
            [2.25, 2.25],
          ],
        ],
      ],
      because: "corners keep their places",
    },
    {
      inputs: [[[[3, 5]]]],
      args: [1, { mode: "bilinear", alignCorners: true }],
      output: [[[3]]],
      gradients: [[[[1, 0]]]],
      because: "one element is the first",
    },
    {
      inputs: [[[[3, 5]]]],
      args: [1, { mode: "bilinear" }],
      output: [[[4]]],
      gradients: [[[[0.5, 0.5]]]],
      because: "one element is in the middle",
    },
    {
      inputs: [[[[1, Infinity, 3]]]],
      args: [[1, 3], { mode: "bilinear" }],
      output: [[[1, Infinity, 3]]],
      gradients: [[[[1, 1, 1]]]],
      because: "what has no weight is not seen",
    },
    { inputs: [[[[1, 2]]]], args: [[1, 1]], dtype: "int32", output: [[[1]]], because: "integers give float32" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [2],
      message: "resize2d: x must have shape [batch, channels, height, width] or [channels, height, width], got [2, 3].",
    },
    {
      inputs: [{ shape: [1, 0, 3] }],
      args: [2],
      message: "resize2d: x must have a height and a width from 1 on, got shape [1, 0, 3].",
    },
    { inputs: [{ shape: [1, 2, 3] }], args: [0], message: "resize2d: size must be a whole number from 1 on, got 0." },
    {
      inputs: [{ shape: [1, 2, 3] }],
      args: [[2]],
      message: "resize2d: size must be a number or a list of 2, got [2].",
    },
    {
      inputs: [{ shape: [1, 2, 3] }],
      args: [2, { mode: "bicubic" }],
      message: 'resize2d: mode must be one of "nearest", "bilinear", got "bicubic".',
    },
  ],
};
