import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

interface Options {
  readonly keepDims?: boolean;
  readonly interpolation?: string;
}

/** What is true of {@link quantile}. */
export const quantileFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, q: number | number[], axis?: number | number[], options: Options = {}) {
      const shape = nestedShape(x);
      const reduced =
        axis === undefined ? shape.map((_, i) => i) : [axis].flat().map((i) => (i + shape.length) % shape.length);
      const out = shape.map((n, i) => (reduced.includes(i) ? 1 : n));
      const lanes = new Map<string, number[]>();
      nestedOf(shape, (index) => {
        const key = index.map((i, k) => (reduced.includes(k) ? 0 : i)).join();
        lanes.set(key, [...(lanes.get(key) ?? []), nestedAt(x, index)]);
        return 0;
      });
      const value = (key: string, part: number): number => {
        const sorted = lanes.get(key)!.sort((a, b) => a - b);
        const position = part * (sorted.length - 1);
        const [a, b] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
        const rest = position % 1;
        if (options.interpolation === "lower") return a;
        if (options.interpolation === "higher") return b;
        if (options.interpolation === "midpoint") return (a + b) / 2;
        if (options.interpolation === "nearest")
          return rest < 0.5 || (rest === 0.5 && Math.floor(position) % 2 === 0) ? a : b;
        return (1 - rest) * a + rest * b;
      };
      const kept = out.filter((_, i) => !reduced.includes(i));
      const all = [...(typeof q === "number" ? [] : [q.length]), ...(options.keepDims ? out : kept)];
      return nestedOf(all, (index) => {
        const part = typeof q === "number" ? q : q[index[0]!]!;
        const rest = typeof q === "number" ? index : index.slice(1);
        let next = 0;
        const full = options.keepDims ? rest : out.map((_, i) => (reduced.includes(i) ? 0 : rest[next++]!));
        return value(full.join(), part);
      });
    },
  },
  domain: { x: { distinct: true } },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    const one = (): number => draw.integer(0, 20) / 20;
    const several = draw.permutation(shape.length).slice(0, draw.integer(1, shape.length));
    const axis = draw.pick([draw.axis(shape), several, undefined]);
    const interpolation = draw.pick(["linear", "lower", "higher", "midpoint", "nearest"]);
    const q = draw.boolean() ? one() : [one(), one()];
    return { inputs: [{ shape }], args: [q, axis, { keepDims: draw.boolean(), interpolation }] };
  },
  ulps: 2,
  sums: true,
  edges: [
    { inputs: [[5, 1, 3, 2]], args: [0.5], output: 2.5, gradients: [[0, 0, 0.5, 0.5]], because: "between two" },
    { inputs: [[5, 1, 3]], args: [0.5], output: 3, gradients: [[0, 0, 1]], because: "at one" },
    { inputs: [[5, 1, 3]], args: [[0, 1]], output: [1, 5], gradients: [[1, 1, 0]], because: "both ends" },
    {
      inputs: [[1, 2, 2, 5]],
      args: [[0.25, 0.5]],
      output: [1.75, 2],
      gradients: [[0.25, 1.25, 0.5, 0]],
      because: "equal ones in their order",
    },
    {
      inputs: [[1, NaN, 2]],
      args: [0.5, 0, { interpolation: "lower" }],
      output: NaN,
      gradients: [[0, 1, 0]],
      because: "NaN stays",
    },
    { inputs: [[1, Infinity, Infinity]], args: [0.75], output: Infinity, because: "between two infinities" },
    { inputs: [[0, 1]], args: [0.5, 0, { interpolation: "nearest" }], output: 0, because: "the even one of two" },
    {
      inputs: [[0, 1, 2, 3]],
      args: [0.5, 0, { interpolation: "nearest" }],
      output: 2,
      gradients: [[0, 0, 1, 0]],
      because: "the even one of two",
    },
    { inputs: [[1, 2, 3, 4]], args: [0.5], dtype: "int32", output: 2.5, because: "whole numbers have fractions" },
    { inputs: [7], args: [0.3], output: 7, gradients: [1], because: "of one number" },
  ],
  errors: [
    { inputs: [{ shape: [2] }], args: [1.5], message: "quantile: q must be a number in 0 … 1, got 1.5." },
    { inputs: [{ shape: [2] }], args: [[0.5, NaN]], message: "quantile: q must be a number in 0 … 1, got NaN." },
    {
      inputs: [{ shape: [2] }],
      args: [[]],
      message: "quantile: q must be a number or a list of at least one, got [].",
    },
    {
      inputs: [{ shape: [2, 0] }],
      args: [0.5, 1],
      message: "quantile: x must have at least one element along axes [1], got shape [2, 0].",
    },
    {
      inputs: [{ shape: [2] }],
      args: [0.5, 0, { interpolation: "cubic" }],
      message:
        'quantile: interpolation must be one of "linear", "lower", "higher", "midpoint", "nearest", got "cubic".',
    },
    {
      inputs: [{ shape: [2] }],
      args: [0.5, 1],
      message: "quantile: axis must be in -1 … 0 for x of shape [2], got 1.",
    },
  ],
};
