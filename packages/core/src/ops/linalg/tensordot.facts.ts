import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link tensordot}. */
export const tensordotFacts: Facts = {
  inputs: ["a", "b"],
  reference: {
    whole(a: NestedArray, b: NestedArray, axes: number | readonly [readonly number[], readonly number[]] = 2) {
      const [m, n] = [nestedShape(a), nestedShape(b)];
      const [ofA, ofB] =
        typeof axes === "number"
          ? [m.map((_, i) => i).slice(m.length - axes), n.map((_, i) => i).slice(0, axes)]
          : [axes[0].map((i) => (i + m.length) % m.length), axes[1].map((i) => (i + n.length) % n.length)];
      const left = m.map((_, i) => i).filter((i) => !ofA.includes(i));
      const right = n.map((_, i) => i).filter((i) => !ofB.includes(i));
      return nestedOf([...left.map((i) => m[i]!), ...right.map((i) => n[i]!)], (index) => {
        let total = 0;
        const visit = (k: number, summed: number[]): void => {
          if (k < ofA.length) {
            for (let i = 0; i < m[ofA[k]!]!; i++) visit(k + 1, [...summed, i]);
            return;
          }
          const place = (own: readonly number[], others: readonly number[], from: number, ndim: number): number[] =>
            Array.from({ length: ndim }, (_, axis) =>
              own.includes(axis) ? summed[own.indexOf(axis)]! : index[from + others.indexOf(axis)]!,
            );
          total += nestedAt(a, place(ofA, left, 0, m.length)) * nestedAt(b, place(ofB, right, left.length, n.length));
        };
        visit(0, []);
        return total;
      });
    },
  },
  cases(draw) {
    const shared = draw.shape({ maxDims: 2 });
    const [left, right] = [draw.shape({ maxDims: 2 }), draw.shape({ maxDims: 2 })];
    if (draw.boolean())
      return { inputs: [{ shape: [...left, ...shared] }, { shape: [...shared, ...right] }], args: [shared.length] };
    // The summed axes of a come first, those of b last.
    const lists = [shared.map((_, i) => i), shared.map((_, i) => i - shared.length)];
    return { inputs: [{ shape: [...shared, ...left] }, { shape: [...right, ...shared] }], args: [lists] };
  },
  ulps: 8,
  sums: true,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
      output: 70,
      gradients: [
        [
          [5, 6],
          [7, 8],
        ],
        [
          [1, 2],
          [3, 4],
        ],
      ],
      because: "two axes unless said otherwise",
    },
    {
      inputs: [
        [1, 2],
        [3, 4],
      ],
      args: [0],
      output: [
        [3, 4],
        [6, 8],
      ],
      gradients: [
        [7, 7],
        [3, 3],
      ],
      because: "no axis: the outer product",
    },
    { inputs: [2, [3, 4]], args: [0], output: [6, 8], because: "a scalar" },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
      args: [
        [
          [0, 1],
          [1, 0],
        ],
      ],
      output: 69,
      because: "crosswise",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [2, 3] }],
      args: [1],
      message: "tensordot: axis 1 of a and axis 0 of b must have the same size, got 3 and 2: a is [2, 3], b is [2, 3].",
    },
    {
      inputs: [{ shape: [2] }, { shape: [2] }],
      message: "tensordot: axes must be a whole number in 0 … 1, got 2.",
    },
    {
      inputs: [{ shape: [2] }, { shape: [2] }],
      args: [[[0], []]],
      message: "tensordot: axes must be a number, or two lists of one length, got lists of 1 and 0.",
    },
    {
      inputs: [{ shape: [2, 2] }, { shape: [2, 2] }],
      args: [
        [
          [0, 0],
          [0, 1],
        ],
      ],
      message: "tensordot: each axis may be named once, got [0, 0].",
    },
  ],
};
