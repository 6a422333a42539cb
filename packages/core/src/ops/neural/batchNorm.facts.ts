import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { normalized, withWeights } from "./_normalization.facts.ts";

type Options = { readonly epsilon?: number; readonly given?: boolean };

/** What is true of {@link batchNorm}. Whether statistics are given, `given` among the options says: then they follow x. */
export const batchNormFacts: Facts = {
  inputs: ["x", "mean or weight", "variance or bias", "weight", "bias"],
  arrange(tensors, args) {
    const { given = false, ...options } = args.at(-1) as Options;
    return withWeights(given ? 3 : 1)(tensors, [...args.slice(0, -1), options]);
  },
  reference: {
    whole(...all: readonly unknown[]) {
      const options = all.at(-1) as Options;
      const [x, ...others] = all.slice(0, -1) as [NestedArray, ...NestedArray[]];
      if (!options.given) {
        const [weight, bias] = others;
        const together = (a: readonly number[], b: readonly number[]): boolean => a[1] === b[1];
        return normalized(x, together, { ...options, weight, bias }, (index) => [index[1]!]);
      }
      const [mean, variance, weight, bias] = others;
      return nestedOf(nestedShape(x), (index) => {
        const at = (values: NestedArray | undefined, none: number): number =>
          values === undefined ? none : nestedAt(values, [index[1]!]);
        const spread = (at(variance, 1) + (options.epsilon ?? 1e-5)) ** -0.5;
        return (nestedAt(x, index) - at(mean, 0)) * spread * at(weight, 1) + at(bias, 0);
      });
    },
  },
  cases(draw) {
    const channels = draw.integer(1, 3);
    const behind = draw.shape({ maxDims: 2 });
    const x = { shape: [draw.integer(2, 3), channels, ...behind.map((size) => Math.min(size, 3))] };
    const each = { shape: [channels] };
    const learned = [each, each].slice(draw.integer(0, 2));
    const given = draw.boolean();
    const statistics = given ? [each, { ...each, range: [0.5, 2] as const }] : [];
    return { inputs: [x, ...statistics, ...learned], args: [{ given, epsilon: 0.1 }] };
  },
  samples: [{ inputs: [{ shape: [3, 2, 2] }, { shape: [2] }, { shape: [2] }], args: [{}] }],
  ulps: 2,
  sums: true,
  edges: [
    {
      inputs: [
        [
          [1, 5],
          [3, 5],
        ],
      ],
      args: [{}],
      output: [
        [-0.9999950000374997, 0],
        [0.9999950000374997, 0],
      ],
      because: "each channel, and ε = 1e-5 unless said otherwise",
    },
    {
      inputs: [[[1], [3]], [2], [10]],
      args: [{ epsilon: 0 }],
      output: [[8], [12]],
      gradients: [[[0], [0]], [0], [2]],
      because: "scaled, then shifted",
    },
    {
      inputs: [[[[1, 3]], [[3, 1]]]],
      args: [{ epsilon: 0 }],
      output: [[[-1, 1]], [[1, -1]]],
      because: "what is behind the channels is of the channel",
    },
    { inputs: [[[7]]], args: [{}], output: [[0]], gradients: [[[0]]], because: "one number is its mean" },
    {
      inputs: [[[1], [3]], [1], [4]],
      args: [{ given: true, epsilon: 0 }],
      output: [[0], [1]],
      gradients: [[[0.5], [0.5]], [-1], [-0.125]],
      because: "given statistics",
    },
    { inputs: [[[1]], [0], [1]], args: [{ given: true }], output: [[0.9999950000374997]], because: "and ε = 1e-5" },
    {
      inputs: [[[[1, 3]], [[5, 7]]], [1], [4], [2], [10]],
      args: [{ given: true, epsilon: 0 }],
      output: [[[10, 12]], [[14, 16]]],
      because: "along all other axes",
    },
    { inputs: [[[], []]], args: [{}], output: [[], []], gradients: [[[], []]], because: "no channels" },
  ],
  errors: [
    { inputs: [{ shape: [4] }], args: [{}], message: "batchNorm: x must have shape [batch, channels, ...], got [4]." },
    {
      inputs: [{ shape: [2, 3] }, { shape: [2] }],
      args: [{}],
      message: "batchNorm: weight must have shape [3], got [2].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [3] }, { shape: [2] }],
      args: [{ given: true }],
      message: "batchNorm: variance must have shape [3], got [2].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [3] }, { literal: null }],
      args: [{ given: true }],
      message: "batchNorm: variance must be a tensor where mean is given, got null.",
    },
    {
      inputs: [{ shape: [2, 3] }, { literal: null }, { shape: [3] }],
      args: [{ given: true }],
      message: "batchNorm: mean must be a tensor where variance is given, got null.",
    },
  ],
};
