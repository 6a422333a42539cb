import { DomainError, TapegradError } from "../../errors.ts";
import { defineOp } from "../../op/define.ts";
import { promoteToFloat } from "../../op/promote.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { defaultGenerator, Rng } from "../../random/rng.ts";
import { formatReceived } from "../../shape/format.ts";
import type { Shape } from "../../shape/types.ts";
import { allocate, type DType, type ToFloat } from "../../tensor/dtype.ts";
import { type NestedArray, Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";

/**
 * Each element set to 0 with probability `p`, the others divided by `1 − p`, so that the mean stays: `y = m x / (1 − p)`,
 * `m` 0 or 1.
 *
 * One number is drawn for each element, in row-major order; an element is dropped if its number is less than `p`. With `p = 0`
 * the result is `x` itself and nothing is drawn.
 *
 * @param x - Any shape.
 * @param options - `p` in [0, 1), default 0.5; `rng`, by default the generator that `manualSeed` seeds.
 * @returns The shape of `x`.
 * @throws {@link DomainError} if `p` is not in [0, 1).
 *
 * **Derivative.** `∂y/∂x = m / (1 − p)`, with the same `m`.
 *
 * @example
 * ```ts
 * dropout(tensor([1, 2, 3, 4]), { p: 0.5, rng: new Rng(42) }).toArray(); // => [2, 4, 6, 0]
 * ```
 * @see Srivastava et al. (2014), JMLR 15, 1929–1958; divided here and not when the network is used ("inverted dropout").
 */
export interface Dropout {
  <A extends Shape, D extends DType>(
    x: Tensor<A, D>,
    options?: { readonly p?: number; readonly rng?: Rng },
  ): Tensor<A, ToFloat<D>>;
}

export const dropout: Dropout = /* @__PURE__ */ defineOp({
  name: "dropout",
  inputs: ["x"],
  prepare: promoteToFloat,
  attrs: (_, options?: { readonly p?: number; readonly rng?: Rng }) => {
    const { p = 0.5, rng } = options ?? {};
    if (typeof p !== "number" || !(p >= 0 && p < 1))
      throw new DomainError(`dropout: p must be in 0 … 1, 1 excluded, got ${formatReceived(p)}.`);
    if (rng !== undefined && !(rng instanceof Rng))
      throw new TapegradError(`dropout: rng must be an Rng, got ${formatReceived(rng)}. Make one: new Rng(seed).`);
    return { p, rng };
  },
  identity: (_, { p }) => p === 0,
  shape: (x) => x.shape,
  forward(y, x, { p, rng = defaultGenerator() }) {
    const scale = 1 / (1 - p);
    const mask = allocate(x.dtype, x.size);
    for (let i = 0; i < x.size; i++) mask[i] = rng.next() < p ? 0 : scale;
    // Not a product with 0: what is dropped is 0 even if it was infinite or NaN.
    for (let i = 0; i < x.size; i++) y.data[i] = mask[i] === 0 ? 0 : x.data[i]! * scale;
    return new Tensor<Shape, DType>(x.shape, x.dtype, mask);
  },
  vjp: { x: (cotangent, { saved }) => mul(cotangent, saved) },
  formula: { value: "y = m x / (1 − p)", x: "x̄ = m ȳ / (1 − p)" },
});

/** What is true of {@link dropout}. */
export const dropoutSpec: OpSpec = {
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
