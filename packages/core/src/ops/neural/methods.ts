// Generated from the op files by `pnpm generate`; do not edit.

import type { Rng } from "../../random/rng.ts";
import type { AxisError, ConvChannelsError, ConvShape, Dynamic, Ok, PoolShape, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { NormalizationOptions } from "./_normalization.ts";
import { avgPool2d } from "./avgPool2d.ts";
import { batchNorm } from "./batchNorm.ts";
import type { Conv1dOptions } from "./conv1d.ts";
import { conv1d } from "./conv1d.ts";
import type { Conv2dOptions } from "./conv2d.ts";
import { conv2d } from "./conv2d.ts";
import type { ConvTranspose2dOptions } from "./convTranspose2d.ts";
import { convTranspose2d } from "./convTranspose2d.ts";
import { dropout } from "./dropout.ts";
import { groupNorm } from "./groupNorm.ts";
import { layerNorm } from "./layerNorm.ts";
import { logSoftmax } from "./logSoftmax.ts";
import { maxPool2d } from "./maxPool2d.ts";
import type { ResizeShape } from "./resize2d.ts";
import { resize2d } from "./resize2d.ts";
import type { AttentionOptions } from "./scaledDotProductAttention.ts";
import { scaledDotProductAttention } from "./scaledDotProductAttention.ts";
import { softmax } from "./softmax.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface NeuralMethods {
  /** The mean of each window of each channel: `y[n, c, i, j] = Σ x[n, c, i s + p, j s + q] / m` over p and q, with stride s, zeros around x, and m elements in the window. See {@link avgPool2d}. */
  avgPool2d<A extends Shape, D extends DType>(
    this: Tensor<A, D>,
    kernel: number | readonly [height: number, width: number],
    options?: {
      readonly stride?: number | readonly [height: number, width: number];
      readonly padding?: number | readonly [height: number, width: number];
      readonly ceilMode?: boolean;
      readonly countIncludePad?: boolean;
    },
  ): Tensor<PoolShape<A>, ToFloat<D>>;
  /** Each channel brought to mean 0 and variance 1, then scaled and shifted: `y = (x − μ) / √(σ² + ε) ⊙ w + b`, μ and σ² those of the batch, or given ones. See {@link batchNorm}. */
  batchNorm<A extends Shape, D extends DType, DW extends DType = never, DB extends DType = never>(
    this: Tensor<A, D>,
    options?: NormalizationOptions<DW, DB>,
  ): Tensor<A, Promote<Promote<ToFloat<D>, DW>, DB>>;
  batchNorm<
    A extends Shape,
    D extends DType,
    DM extends DType,
    DV extends DType,
    DW extends DType = never,
    DB extends DType = never,
  >(
    this: Tensor<A, D>,
    mean: Tensor<Shape, DM>,
    variance: Tensor<Shape, DV>,
    options?: NormalizationOptions<DW, DB>,
  ): Tensor<A, Promote<Promote<Promote<Promote<ToFloat<D>, DM>, DV>, DW>, DB>>;
  /** Each kernel moved along rows of several channels: `y[n, o, i] = b[o] + Σ w[o, c, p] x[n, c, i s + p d]` over c and p, with stride s and dilation d, and zeros around x. See {@link conv1d}. */
  conv1d<
    A extends Shape,
    DA extends DType,
    W extends Shape,
    DW extends DType,
    DB extends DType = never,
    const G extends number = 1,
  >(
    this: Tensor<A, DA>,
    kernel: Ok<Tensor<W, DW>, ConvChannelsError<A, W, G>>,
    bias?: Tensor<Dynamic, DB> | Conv1dOptions<G> | null,
    options?: Conv1dOptions<G>,
  ): Tensor<ConvShape<A, W>, Promote<Promote<DA, DW>, DB>>;
  /** Each kernel moved over each image: `y[n, o, i, j] = b[o] + Σ w[o, c, p, q] x[n, c, i s + p d, j s + q d]` over c, p, q, with stride s and dilation d, and zeros around x. See {@link conv2d}. */
  conv2d<
    A extends Shape,
    DA extends DType,
    W extends Shape,
    DW extends DType,
    DB extends DType = never,
    const G extends number = 1,
  >(
    this: Tensor<A, DA>,
    kernel: Ok<Tensor<W, DW>, ConvChannelsError<A, W, G>>,
    bias?: Tensor<Dynamic, DB> | Conv2dOptions<G> | null,
    options?: Conv2dOptions<G>,
  ): Tensor<ConvShape<A, W>, Promote<Promote<DA, DW>, DB>>;
  /** The transpose of {@link conv2d} in its images: each element of x times a kernel, added up where these overlap, `y[n, o, i s + p d, j s + q d] = b[o] + Σ w[c, o, p, q] x[n, c, i, j]`, with stride s and dilation d. See {@link convTranspose2d}. */
  convTranspose2d<DA extends DType, DW extends DType, DB extends DType = never>(
    this: Tensor<Shape, DA>,
    kernel: Tensor<Shape, DW>,
    bias?: Tensor<Dynamic, DB> | ConvTranspose2dOptions | null,
    options?: ConvTranspose2dOptions,
  ): Tensor<Dynamic, Promote<Promote<DA, DW>, DB>>;
  /** Each element set to 0 with probability `p`, the others divided by `1 − p`, so that the mean stays: `y = m x / (1 − p)`, `m` 0 or 1. See {@link dropout}. */
  dropout<A extends Shape, D extends DType>(
    this: Tensor<A, D>,
    options?: { readonly p?: number; readonly rng?: Rng },
  ): Tensor<A, ToFloat<D>>;
  /** Groups of channels of each example brought to mean 0 and variance 1, then scaled and shifted: `y = (x − μ) / √(σ² + ε) ⊙ w + b`, μ and σ² over the channels of a group and all axes behind. See {@link groupNorm}. */
  groupNorm<A extends Shape, D extends DType, DW extends DType = never, DB extends DType = never>(
    this: Tensor<A, D>,
    groups: number,
    options?: NormalizationOptions<DW, DB>,
  ): Tensor<A, Promote<Promote<ToFloat<D>, DW>, DB>>;
  /** Each example on its own brought to mean 0 and variance 1, then scaled and shifted: `y = (x − μ) / √(σ² + ε) ⊙ w + b`, μ and σ² over the last axes. See {@link layerNorm}. */
  layerNorm<A extends Shape, D extends DType, DW extends DType = never, DB extends DType = never>(
    this: Tensor<A, D>,
    normalizedShape: number | readonly number[],
    options?: NormalizationOptions<DW, DB>,
  ): Tensor<A, Promote<Promote<ToFloat<D>, DW>, DB>>;
  /** Log-probabilities from logits, along one axis: `yᵢ = xᵢ − ln Σⱼ exp(xⱼ)`. See {@link logSoftmax}. */
  logSoftmax<A extends Shape, D extends DType, const I extends number = -1>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, ToFloat<D>>;
  /** The largest element of each window of each channel: `y[n, c, i, j] = max x[n, c, i s + p d, j s + q d]` over p and q, with stride s and dilation d. What the padding adds is never the largest. See {@link maxPool2d}. */
  maxPool2d<A extends Shape, D extends DType>(
    this: Tensor<A, D>,
    kernel: number | readonly [height: number, width: number],
    options?: {
      readonly stride?: number | readonly [height: number, width: number];
      readonly padding?: number | readonly [height: number, width: number];
      readonly dilation?: number | readonly [height: number, width: number];
      readonly ceilMode?: boolean;
    },
  ): Tensor<PoolShape<A>, D>;
  /** Images in another size: `y[n, c, i, j] = x[n, c, r, s]`, the element at `r = ⌊i height / newHeight⌋`, or bilinearly between the four elements around it. (That place is computed in float32, as in PyTorch, and rounding may make it the element before or behind.) See {@link resize2d}. */
  resize2d<A extends Shape, D extends DType, const H extends number, const W extends number = H>(
    this: Tensor<A, D>,
    size: H | readonly [height: H, width: W],
    options?: { readonly mode?: "nearest" | "bilinear"; readonly alignCorners?: boolean },
  ): Tensor<ResizeShape<A, H, W>, ToFloat<D>>;
  /** For each query a mean of the values, weighted by how well their keys match: `Y = softmax(scale Q Kᵀ + mask) V`. See {@link scaledDotProductAttention}. */
  scaledDotProductAttention<DQ extends DType, DK extends DType, DV extends DType>(
    this: Tensor<Shape, DQ>,
    k: Tensor<Shape, DK>,
    v: Tensor<Shape, DV>,
    options?: AttentionOptions,
  ): Tensor<Dynamic, ToFloat<Promote<Promote<DQ, DK>, DV>>>;
  /** Probabilities from logits, along one axis: `yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)`. See {@link softmax}. */
  softmax<A extends Shape, D extends DType, const I extends number = -1>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, ToFloat<D>>;
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends NeuralMethods {}
}

installMethods(Tensor, {
  avgPool2d,
  batchNorm,
  conv1d,
  conv2d,
  convTranspose2d,
  dropout,
  groupNorm,
  layerNorm,
  logSoftmax,
  maxPool2d,
  resize2d,
  scaledDotProductAttention,
  softmax,
});
