// Generated from the op files by `pnpm generate`; do not edit.

import type { Rng } from "../../random/rng.ts";
import type { AxisError, Ok, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { dropout } from "./dropout.ts";
import { logSoftmax } from "./logSoftmax.ts";
import { softmax } from "./softmax.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface NeuralMethods {
  /** Each element set to 0 with probability `p`, the others divided by `1 − p`, so that the mean stays: `y = m x / (1 − p)`, `m` 0 or 1. See {@link dropout}. */
  dropout<A extends Shape, D extends DType>(
    this: Tensor<A, D>,
    options?: { readonly p?: number; readonly rng?: Rng },
  ): Tensor<A, ToFloat<D>>;
  /** Log-probabilities from logits, along one axis: `yᵢ = xᵢ − ln Σⱼ exp(xⱼ)`. See {@link logSoftmax}. */
  logSoftmax<A extends Shape, D extends DType, const I extends number = -1>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, ToFloat<D>>;
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
  dropout,
  logSoftmax,
  softmax,
});
