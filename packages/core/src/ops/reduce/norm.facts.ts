import type { Facts } from "../../op/facts.ts";
import { computeReference } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link norm}. */
export const normFacts: Facts = {
  reference: {
    whole: (x: NestedArray, axis?: unknown, { ord = 2, keepDims = false }: { ord?: number; keepDims?: boolean } = {}) =>
      computeReference({ lane: (lane) => normOf(lane, ord) }, [x], [axis, { keepDims }]) as NestedArray, // one result
  },
  domain: { x: { avoid: [0], distinct: true } },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    const options = { ord: draw.pick([2, 1, 3, 2.5, 0]), keepDims: draw.boolean() };
    return { inputs: [{ shape, range: [0.25, 2] }], args: [draw.boolean() ? draw.axis(shape) : undefined, options] };
  },
  samples: [{ inputs: [{ shape: [3, 4], range: [-2, -0.25] }], args: [0, { ord: 2.5 }] }],
  ulps: 2,
  sums: true,
  edges: [
    { inputs: [[3, -4]], output: 5, gradients: [[0.6, -0.8]], because: "a right triangle" },
    { inputs: [[0, 0]], output: 0, gradients: [[0, 0]], because: "the kink at 0" },
    {
      inputs: [[3 * 2 ** 600, 4 * 2 ** 600]],
      output: 5 * 2 ** 600,
      gradients: [[0.6, 0.8]],
      because: "squares would overflow",
    },
    {
      inputs: [[1, -3, 3]],
      args: [0, { ord: Infinity }],
      output: 3,
      gradients: [[0, -0.5, 0.5]],
      because: "ties are shared",
    },
    {
      inputs: [[1, -3, 3]],
      args: [0, { ord: -Infinity }],
      output: 1,
      gradients: [[1, 0, 0]],
      because: "the smallest magnitude",
    },
    { inputs: [[1, 0, 3]], args: [0, { ord: 0 }], output: 2, gradients: [[0, 0, 0]], because: "counted" },
    { inputs: [[1, -2]], args: [0, { ord: 1 }], output: 3, gradients: [[1, -1]], because: "a sum of magnitudes" },
    { inputs: [[]], output: 0, gradients: [[]], because: "a sum of no terms" },
    { inputs: [[1, NaN]], output: NaN, because: "NaN stays" },
    { inputs: [[3, 4]], dtype: "int32", output: 5, because: "integers give float32" },
    {
      inputs: [[1, 0, -2]],
      args: [0, { ord: 1 }],
      output: 3,
      gradients: [[1, 0, -1]],
      because: "the kink of |x|",
    },
    {
      inputs: [[0, 3, -4, 5]],
      args: [0, { ord: 3 }],
      output: 6,
      gradients: [[0, 0.25, -0.4444444444444444, 0.6944444444444445]],
      because: "27 + 64 + 125 = 216, and nothing changes with a 0",
    },
    {
      inputs: [[0, 4]],
      args: [0, { ord: 0.5 }],
      output: 4,
      gradients: [[0, 1]],
      because: "0 at the cusp, where the power is infinite",
    },
    {
      inputs: [
        [
          [
            [1, 2],
            [3, 4],
          ],
          [
            [2, 1],
            [2, 0],
          ],
        ],
      ],
      args: [[0, 2], { ord: Infinity }],
      output: [2, 4],
      gradients: [
        [
          [
            [0, 0.5],
            [0, 1],
          ],
          [
            [0.5, 0],
            [0, 0],
          ],
        ],
      ],
      because: "each pair of rows has ties of its own",
    },
    {
      inputs: [
        [
          [1, -3, 3],
          [2, 0, -1],
        ],
      ],
      args: [1, { ord: Infinity }],
      output: [3, 2],
      gradients: [
        [
          [0, -0.5, 0.5],
          [1, 0, 0],
        ],
      ],
      because: "each row has ties of its own",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }],
      args: [0, { ord: "fro" }],
      message: 'norm: ord must be a number, or ±Infinity, got "fro".',
    },
  ],
};

function normOf(lane: readonly number[], ord: number): number {
  if (ord === 0) return lane.filter((value) => value !== 0).length;
  return Math.exp(Math.log(lane.reduce((sum, value) => sum + Math.exp(ord * Math.log(Math.abs(value))), 0)) / ord);
}
