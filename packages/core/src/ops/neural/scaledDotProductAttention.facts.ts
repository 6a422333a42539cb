import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

type Options = { readonly isCausal?: boolean; readonly scale?: number };

/** The definition, one element of the result at a time; a mask of bools is one of −∞ and 0. */
function attention(...all: readonly unknown[]): NestedArray {
  const { isCausal = false, scale } = all.at(-1) as Options;
  const [q, k, v, mask] = all.slice(0, -1) as [NestedArray, NestedArray, NestedArray, NestedArray?];
  const [qShape, kShape, vShape] = [q, k, v].map(nestedShape) as [number[], number[], number[]];
  const leading = [qShape, kShape, vShape].map((shape) => shape.slice(0, -2));
  const most = Math.max(...leading.map(({ length }) => length));
  const batch = Array.from({ length: most }, (_, i) => {
    const sizes = leading.map((shape) => shape[shape.length - most + i] ?? 1);
    return sizes.find((n) => n !== 1) ?? 1;
  });
  const [keys, features] = kShape.slice(-2) as [number, number];
  return nestedOf([...batch, qShape.at(-2)!, vShape.at(-1)!], (index) => {
    const [own, i, j] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
    let [above, below] = [0, 0];
    for (let key = 0; key < keys; key++) {
      let score = 0;
      for (let f = 0; f < features; f++) score += nestedAt(q, [...own, i, f]) * nestedAt(k, [...own, key, f]);
      score *= scale ?? 1 / Math.sqrt(features);
      if (isCausal && key > i) continue;
      let bottom = mask;
      while (Array.isArray(bottom)) bottom = bottom[0];
      if (mask !== undefined) {
        const at = nestedAt(mask, [...own, i, key]);
        if (typeof bottom === "boolean" && at === 0) continue;
        if (typeof bottom !== "boolean") score += at;
      }
      above += Math.exp(score) * nestedAt(v, [...own, key, j]);
      below += Math.exp(score);
    }
    return below === 0 ? 0 : above / below;
  });
}

/** What is true of {@link scaledDotProductAttention}. */
export const scaledDotProductAttentionFacts: Facts = {
  inputs: ["q", "k", "v", "mask"],
  arrange([q, k, v, mask], [options]) {
    return [q, k, v, mask === undefined ? options : { ...(options as object), mask }];
  },
  reference: { whole: attention },
  cases(draw) {
    const [queries, keys, features, values] = [0, 0, 0, 0].map(() => draw.integer(1, 3)) as [
      number,
      number,
      number,
      number,
    ];
    const [p, r, s] = draw.broadcastable(3).map((shape) => shape.slice(-1).map((n) => Math.min(n, 2)));
    const scores = [queries, keys];
    const mask = draw.pick([null, "bool", "float"]);
    const shape = draw.pick([scores, [1, keys], [keys], [queries, 1]]);
    const options = { isCausal: draw.boolean(), ...(draw.boolean() && { scale: 0.7 }) };
    return {
      inputs: [
        { shape: [...p!, queries, features] },
        { shape: [...r!, keys, features] },
        { shape: [...s!, keys, values] },
        ...(mask === null ? [] : [mask === "bool" ? { shape, dtype: "bool" as const } : { shape }]),
      ],
      args: [options],
    };
  },
  samples: [
    {
      inputs: [{ shape: [2, 2, 3, 4] }, { shape: [2, 2, 3, 4] }, { shape: [2, 2, 3, 4] }, { shape: [2, 1, 3, 3] }],
      args: [{}],
    },
  ],
  ulps: 16,
  sums: true,
  bools: { skip: "in a mask a number is added, and a bool says whether the key counts" },
  edges: [
    {
      inputs: [
        [
          [0, 0],
          [0, 0],
        ],
        [
          [1, 2],
          [3, 4],
        ],
        [[2], [4]],
      ],
      args: [{}],
      output: [[3], [3]],
      because: "equal scores share equally",
    },
    {
      inputs: [
        [[0], [0], [0]],
        [[1], [2]],
        [[2], [4]],
      ],
      args: [{ isCausal: true }],
      output: [[2], [3], [3]],
      because: "causal from the first key on, as in PyTorch",
    },
    {
      inputs: [
        [[0], [1]],
        [[1], [1]],
        [[2], [4]],
        [
          [true, true],
          [false, false],
        ],
      ],
      args: [{}],
      dtype: ["float64", "float64", "float64", "bool"],
      output: [[3], [0]],
      gradients: [[[0], [0]], [[0], [0]], [[0.5], [0.5]], null],
      because: "a query that may look at nothing gets nothing, and gives nothing",
    },
    {
      inputs: [
        [[0], [1]],
        [[1], [1]],
        [[2], [4]],
        [
          [0, 0],
          [-Infinity, -Infinity],
        ],
      ],
      args: [{}],
      output: [[3], [0]],
      gradients: [
        [[0], [0]],
        [[0], [0]],
        [[0.5], [0.5]],
        [
          [-0.5, 0.5],
          [0, 0],
        ],
      ],
      because: "nor with −∞ added",
    },
    { inputs: [[[1]], [[1000], [0]], [[2], [4]]], args: [{}], output: [[2]], because: "exp(1000) overflows" },
    {
      inputs: [[[2]], [[0], [Math.LN2]], [[3], [6]]],
      args: [{ scale: 0.5 }],
      output: [[5]],
      because: "the scale as given",
    },
    {
      inputs: [
        [[0], [0]],
        [[1], [1]],
        [[2], [4]],
        [
          [true, false],
          [true, true],
        ],
      ],
      args: [{ isCausal: true }],
      dtype: ["float64", "float64", "float64", "bool"],
      output: [[2], [3]],
      because: "what both allow",
    },
    {
      inputs: [
        [[0], [0]],
        [[1], [1]],
        [[2], [4]],
        [
          [false, true],
          [true, true],
        ],
      ],
      args: [{ isCausal: true }],
      dtype: ["float64", "float64", "float64", "bool"],
      output: [[0], [3]],
      because: "which may be nothing",
    },
    {
      inputs: [[[0]], [[0], [0]], [[1], [3]]],
      args: [{}],
      dtype: "int32",
      output: [[2]],
      because: "integers become floats",
    },
    { inputs: [[[], []], [[]], [[7]]], args: [{}], output: [[7], [7]], because: "no features: all keys match" },
  ],
  errors: [
    {
      inputs: [{ shape: [3] }, { shape: [2, 3] }, { shape: [2, 3] }],
      args: [{}],
      message: "scaledDotProductAttention: q must have shape [..., queries, features], got [3].",
    },
    {
      inputs: [{ shape: [4, 8] }, { shape: [5, 7] }, { shape: [5, 3] }],
      args: [{}],
      message: "scaledDotProductAttention: k must have shape [..., keys, 8] for q of shape [4, 8], got [5, 7].",
    },
    {
      inputs: [{ shape: [4, 8] }, { shape: [5, 8] }, { shape: [4, 3] }],
      args: [{}],
      message: "scaledDotProductAttention: v must have shape [..., 5, values] for k of shape [5, 8], got [4, 3].",
    },
    {
      inputs: [{ shape: [4, 8] }, { shape: [5, 8] }, { shape: [5, 3] }, { shape: [5, 4], dtype: "bool" }],
      args: [{}],
      message: "scaledDotProductAttention: mask must broadcast to [..., queries, keys], here [4, 5], got [5, 4].",
    },
    {
      inputs: [{ shape: [2, 4, 8] }, { shape: [3, 5, 8] }, { shape: [3, 5, 3] }],
      args: [{}],
      message: "scaledDotProductAttention: shapes must broadcast, got [2] and [3]: axis -1 has 2 and 3.",
    },
    {
      inputs: [{ shape: [4, 8] }, { shape: [5, 8] }, { shape: [5, 3] }],
      args: [{ dropout: 1 }],
      message: "scaledDotProductAttention: dropout must be in 0 … 1, 1 excluded, got 1.",
    },
    {
      inputs: [{ shape: [4, 8] }, { shape: [5, 8] }, { shape: [5, 3] }],
      args: [{ isCausal: 1 }],
      message: "scaledDotProductAttention: isCausal must be true or false, got 1.",
    },
    {
      inputs: [{ shape: [4, 8] }, { shape: [5, 8] }, { shape: [5, 3] }],
      args: [{ scale: Infinity }],
      message: "scaledDotProductAttention: scale must be a finite number, got Infinity.",
    },
  ],
};
