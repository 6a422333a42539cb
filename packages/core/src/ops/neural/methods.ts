// Generated from the op files by `pnpm generate`; do not edit.

import type { Rng } from "../../random/rng.ts";
import type { AxisError, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { NormalizationOptions } from "./_normalization.ts";
import { batchNorm } from "./batchNorm.ts";
import { dropout } from "./dropout.ts";
import { groupNorm } from "./groupNorm.ts";
import { layerNorm } from "./layerNorm.ts";
import { logSoftmax } from "./logSoftmax.ts";
import type { AttentionOptions } from "./scaledDotProductAttention.ts";
import { scaledDotProductAttention } from "./scaledDotProductAttention.ts";
import { softmax } from "./softmax.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface NeuralMethods {
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
  batchNorm,
  dropout,
  groupNorm,
  layerNorm,
  logSoftmax,
  scaledDotProductAttention,
  softmax,
});
