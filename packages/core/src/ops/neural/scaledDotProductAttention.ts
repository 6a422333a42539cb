import { finite, flag, inRange, optionsOf } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { inputsOf, lift, promotedDType } from "../../op/inputs.ts";
import { defaultGenerator, type Rng, requireRng } from "../../random/rng.ts";
import { broadcastShapes } from "../../shape/broadcast.ts";
import { formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import { type DType, type Promote, type ToFloat, toFloat } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { add } from "../elementwise/add.ts";
import { mul } from "../elementwise/mul.ts";
import { where } from "../elementwise/where.ts";
import { matmul } from "../linalg/matmul.ts";
import { cast } from "../movement/cast.ts";
import { concat } from "../movement/concat.ts";
import { slice } from "../movement/slice.ts";
import { attentionWeights } from "./_attentionWeights.ts";
import { dropout } from "./dropout.ts";

/** What a query may look at, and how scores are scaled. */
export interface AttentionOptions {
  /** Broadcasts to `[..., queries, keys]`: a bool says whether a query may look at a key, a float is added to the score (−∞: it may not). */
  readonly mask?: Tensor | undefined;
  /** May query i look at keys 0 … i only? With a mask, at those that both allow. Default false. */
  readonly isCausal?: boolean;
  /** By what scores are multiplied; default `1 / √features`. */
  readonly scale?: number;
  /** The share of weights that are dropped, as by {@link dropout}; default 0. */
  readonly dropout?: number;
  /** What draws them; by default the generator that `manualSeed` seeds. */
  readonly rng?: Rng;
}

/**
 * For each query a mean of the values, weighted by how well their keys match: `Y = softmax(scale Q Kᵀ + mask) V`.
 *
 * A query that may look at no key gets zeros, and its derivatives are zeros.
 *
 * @param q - Shape `[..., queries, features]`.
 * @param k - Shape `[..., keys, features]`; leading axes broadcast.
 * @param v - Shape `[..., keys, values]`.
 * @param options - `mask`, `isCausal`, `scale`, `dropout` and `rng`: see {@link AttentionOptions}.
 * @returns Shape `[..., queries, values]`, in the promoted dtype. Not all of `[..., queries, keys]` is there at once where that is much and no
 * derivative is asked for: queries come in blocks.
 * @throws {@link ShapeError} if the shapes do not fit together; {@link DomainError} if `dropout` is not in [0, 1) or `scale` is no number.
 *
 * **Derivative.** With `P = softmax(S)`, `P̄ = Ȳ Vᵀ`, `S̄ = P ⊙ (P̄ − Σⱼ P̄ⱼ Pⱼ)`: `q̄ = scale S̄ K`, `k̄ = scale S̄ᵀ Q`, `v̄ = Pᵀ Ȳ`, and `S̄` for a
 * mask of floats.
 *
 * @example
 * ```ts
 * const q = tensor([[0, 0], [0, 0]]);
 * const v = tensor([[2], [4]]);
 * scaledDotProductAttention(q, q, v).toArray(); // => [[3], [3]]
 * scaledDotProductAttention(q, q, v, { isCausal: true }).toArray(); // => [[2], [3]]
 * scaledDotProductAttention(q, q, v, { mask: tensor([[false, true], [false, false]]) }).toArray(); // => [[4], [0]]
 * ```
 * @see Vaswani et al. (2017), arXiv:1706.03762; PyTorch, `scaled_dot_product_attention`, which refuses a mask beside `is_causal`.
 */
export interface ScaledDotProductAttention {
  <DQ extends DType, DK extends DType, DV extends DType>(
    q: Tensor<Shape, DQ>,
    k: Tensor<Shape, DK>,
    v: Tensor<Shape, DV>,
    options?: AttentionOptions,
  ): Tensor<Dynamic, ToFloat<Promote<Promote<DQ, DK>, DV>>>;
}

const name = "scaledDotProductAttention";
const inputs = /* @__PURE__ */ inputsOf(["q", "k", "v"]);

export const scaledDotProductAttention: ScaledDotProductAttention = (
  first: unknown,
  second: unknown,
  third: unknown,
  options?: unknown,
): Dynamic => {
  const given = lift(name, inputs, [first, second, third], true);
  const dtype = toFloat(promotedDType(inputs, given));
  const [q, k, v] = given.map((x) => (x.dtype === dtype ? x : cast(x, dtype)) as Tensor) as [Tensor, Tensor, Tensor];
  const read = readOptions(options, checkShapes(q, k, v));
  const scaled = mul(q, read.scale) as Tensor; // of the queries, which are fewer numbers than the scores

  const attend = (from: number, to: number): Tensor => {
    const block = to - from === queriesOf(q) ? scaled : rowsOf(scaled, from, to);
    const scores = allowed(matmul(block, k as never, { transposeB: true }) as Tensor, read, from, to);
    const weights = attentionWeights(scores);
    const kept = read.dropout === 0 ? weights : (dropout(weights, { p: read.dropout, rng: read.rng }) as Tensor);
    return matmul(kept, v as never) as Tensor;
  };
  const blocks = blocksOf(q, k, read);
  if (blocks.length === 1) return attend(...blocks[0]!);
  return concat(
    blocks.map(([from, to]) => attend(from, to)),
    -2,
  );
};

const queriesOf = (q: Tensor): number => q.shape[q.ndim - 2]!;
const rowsOf = (x: Tensor, from: number, to: number): Tensor =>
  slice(x, [...new Array<null>(x.ndim - 2).fill(null), [from, to]] as never) as Tensor; // one range for each axis but the last

interface ReadOptions {
  readonly mask: Tensor | null;
  readonly isCausal: boolean;
  readonly scale: number;
  readonly dropout: number;
  readonly rng: Rng;
}

/** The shape of the scores. @throws ShapeError if there are none. */
function checkShapes(
  q: Tensor,
  k: Tensor,
  v: Tensor,
): { readonly scores: readonly number[]; readonly features: number } {
  const refuse = (argument: string, expected: string, x: Tensor): never => {
    throw new ShapeError({ where: name, argument, expected, received: formatShape(x.shape) });
  };
  if (q.ndim < 2) refuse("q", "must have shape [..., queries, features]", q);
  const features = q.shape[q.ndim - 1]!;
  if (k.ndim < 2 || k.shape[k.ndim - 1] !== features)
    refuse("k", `must have shape [..., keys, ${features}] for q of shape ${formatShape(q.shape)}`, k);
  const keys = k.shape[k.ndim - 2]!;
  if (v.ndim < 2 || v.shape[v.ndim - 2] !== keys)
    refuse("v", `must have shape [..., ${keys}, values] for k of shape ${formatShape(k.shape)}`, v);
  const batch = broadcastShapes(name, q.shape.slice(0, -2), k.shape.slice(0, -2));
  broadcastShapes(name, batch, v.shape.slice(0, -2));
  return { scores: [...batch, queriesOf(q), keys], features };
}

function readOptions(options: unknown, { scores, features }: ReturnType<typeof checkShapes>): ReadOptions {
  const given = optionsOf(name, options, ["mask", "isCausal", "scale", "dropout", "rng"]);
  const { mask = null, isCausal = false, scale = features ** -0.5, dropout: p = 0, rng } = given;
  if (mask !== null) {
    const [x] = lift(name, inputsOf(["mask"]), [mask], true) as [Tensor];
    const fits =
      x.ndim <= scores.length &&
      x.shape.every((n: number, i: number) => n === 1 || n === scores[scores.length - x.ndim + i]);
    if (!fits)
      throw new ShapeError({
        where: name,
        argument: "mask",
        expected: `must broadcast to [..., queries, keys], here ${formatShape(scores)}`,
        received: formatShape(x.shape),
      });
  }
  if (rng !== undefined) requireRng(name, rng);
  return {
    mask: mask as Tensor | null, // lifted, as just checked
    isCausal: flag(name, "isCausal", isCausal),
    // With no features there are no products to scale, and 1/√0 is no number.
    scale: features === 0 && given.scale === undefined ? 1 : finite(name, "scale", scale),
    dropout: inRange(name, "dropout", p, { min: 0, max: 1, maxExcluded: true }),
    rng: (rng as Rng | undefined) ?? defaultGenerator(),
  };
}

/** So many scores at once are held without dividing them: 16 MiB of float32. */
const manyScores = 2 ** 22;

/**
 * Queries from … to …, so many at a time that their scores are not too many. Rows do not depend on each other, and have the bits that they
 * have together. Not where a derivative needs all scores anyway, or all are drawn for in one order.
 */
function blocksOf(q: Tensor, k: Tensor, { mask, dropout: p }: ReadOptions): readonly (readonly [number, number])[] {
  const queries = queriesOf(q);
  const each = sizeOf(broadcastShapes(name, q.shape.slice(0, -2), k.shape.slice(0, -2))) * k.shape[k.ndim - 2]!;
  const isAsked = q.requiresGrad || k.requiresGrad || mask?.requiresGrad === true;
  if (p > 0 || isAsked || queries * each <= manyScores) return [[0, queries]];
  const rows = Math.max(1, Math.floor(manyScores / each));
  return Array.from({ length: Math.ceil(queries / rows) }, (_, i) => [i * rows, Math.min(queries, (i + 1) * rows)]);
}

/** The scores of queries from … to …, with −∞ or whatever else the mask says. */
function allowed(scores: Tensor, { mask, isCausal }: ReadOptions, from: number, to: number): Tensor {
  let masked = scores;
  if (mask !== null) {
    const own = mask.ndim >= 2 && queriesOf(mask) > 1 ? rowsOf(mask, from, to) : mask;
    masked = (own.dtype === "bool" ? where(own, scores, -Infinity) : add(scores, own)) as Tensor;
  }
  if (!isCausal) return masked;
  const keys = scores.shape[scores.ndim - 1]!;
  const data = new Uint8Array((to - from) * keys);
  for (let i = 0; i < to - from; i++) data.fill(1, i * keys, i * keys + Math.min(keys, from + i + 1));
  return where(new Tensor([to - from, keys], "bool", data), masked, -Infinity) as Tensor;
}
