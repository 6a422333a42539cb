import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import { Rng } from "../../random/rng.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link dropout}. */
export const dropoutFacts: Facts = {
  // Whoever calls twice with these arguments gives each call a generator that starts where theirs stands.
  reference: {
    whole(x: NestedArray, { p = 0.5, rng }: { p?: number; rng: Rng }) {
      return nestedOf(nestedShape(x), (index) => (p > 0 && rng.next() < p ? 0 : nestedAt(x, index) / (1 - p)));
    },
  },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape() }],
    args: [{ p: draw.pick([0, 0.1, 0.5, 0.9]), rng: new Rng(draw.integer(0, 1000)) }],
  }),
  ulps: 1,
  // The numbers that seedrandom's Alea draws for the seed 42: 0.685, 0.846, 0.564, 0.045, 0.814, 0.392.
  edges: [
    {
      inputs: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      args: [{ rng: /* @__PURE__ */ /* @__PURE__ */ new Rng(42) }],
      output: [
        [2, 4, 6],
        [0, 10, 0],
      ],
      gradients: [
        [
          [2, 2, 2],
          [0, 2, 0],
        ],
      ],
      because: "half are dropped, the others doubled",
    },
    {
      inputs: [[1, 2, 3, 4]],
      args: [{ p: 0.75, rng: /* @__PURE__ */ /* @__PURE__ */ new Rng(42) }],
      output: [0, 8, 0, 0],
      gradients: [[0, 4, 0, 0]],
      because: "p is the share that is dropped, not the one that stays",
    },
    {
      inputs: [[Infinity, -0, 3, Infinity]],
      args: [{ rng: /* @__PURE__ */ /* @__PURE__ */ new Rng(42) }],
      output: [Infinity, -0, 6, 0],
      gradients: [[2, 2, 2, 0]],
      because: "what is dropped is 0, even if it was infinite",
    },
    {
      inputs: [[Infinity, NaN]],
      args: [{ p: 0 }],
      output: [Infinity, NaN],
      gradients: [[1, 1]],
      because: "p = 0 changes nothing",
    },
    {
      inputs: [[1, 2]],
      args: [{ rng: /* @__PURE__ */ /* @__PURE__ */ new Rng(42) }],
      dtype: "int32",
      output: [2, 4],
      because: "integers become floats",
    },
    { inputs: [[]], output: [], gradients: [[]], because: "nothing to drop" },
  ],
  errors: [
    { inputs: [{ shape: [2] }], args: [{ p: 1 }], message: "dropout: p must be in 0 … 1, 1 excluded, got 1." },
    { inputs: [{ shape: [2] }], args: [{ p: -0.1 }], message: "dropout: p must be in 0 … 1, 1 excluded, got -0.1." },
    { inputs: [{ shape: [2] }], args: [{ p: NaN }], message: "dropout: p must be in 0 … 1, 1 excluded, got NaN." },
    {
      inputs: [{ shape: [2] }],
      args: [{ p: "0.5" }],
      message: 'dropout: p must be in 0 … 1, 1 excluded, got "0.5".',
    },
    {
      inputs: [{ shape: [2] }],
      args: [{ rng: 7 }],
      message: "dropout: rng must be an Rng, got 7. Make one: new Rng(seed).",
    },
  ],
};
