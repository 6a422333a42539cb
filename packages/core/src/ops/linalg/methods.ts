// Generated from the op files by `pnpm generate`; do not edit.

import type {
  AgreeError,
  Columns,
  Dynamic,
  MatMulError,
  MatMulShape,
  Ok,
  Shape,
  TransposedIf,
  WeightError,
} from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { PromotedOf } from "../movement/concat.ts";
import { affine } from "./affine.ts";
import { dot } from "./dot.ts";
import type { TensorsOf } from "./einsum.ts";
import { einsumMethod } from "./einsum.ts";
import { kron } from "./kron.ts";
import { matmul } from "./matmul.ts";
import { outer } from "./outer.ts";
import { tensordot } from "./tensordot.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface LinalgMethods {
  /** A linear map and a shift of every row: `y = x W + b`, `yⱼ = Σₖ xₖ Wₖⱼ + bⱼ`. See {@link affine}. */
  affine<A extends Shape, DA extends DType, W extends Shape, DW extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    weight: Ok<Tensor<W, DW>, WeightError<A, W>>,
    bias: Ok<Tensor<B, DB>, AgreeError<"affine: the bias", Columns<W>, B>>,
  ): Tensor<MatMulShape<A, W>, Promote<Promote<DA, DW>, DB>>;
  /** Inner product of two vectors: `y = Σᵢ aᵢ bᵢ`. See {@link dot}. */
  dot<A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<[], Promote<DA, DB>>;
  /** A sum of products, in Einstein's notation: `einsum("ij,jk->ik", A, B)` is `Cᵢₖ = Σⱼ Aᵢⱼ Bⱼₖ`. See {@link einsum}. */
  einsum<T extends Tensor, const O extends readonly (Tensor | number)[]>(
    this: T,
    subscripts: string,
    ...others: O
  ): Tensor<Dynamic, PromotedOf<[T, ...TensorsOf<O>]>>;
  /** Kronecker product: `y[i p + k, j q + l] = a[i, j] b[k, l]` for `b` of shape `[p, q]`, and likewise along any number of axes. See {@link kron}. */
  kron<A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<Dynamic, Promote<DA, DB>>;
  /** Matrix product: `C = A B`, `Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ`; for every pair of matrices where there are leading axes, which broadcast. See {@link matmul}. */
  matmul<
    A extends Shape,
    DA extends DType,
    B extends Shape,
    DB extends DType,
    TA extends boolean = false,
    TB extends boolean = false,
  >(
    this: Tensor<A, DA>,
    b: Ok<Tensor<B, DB>, MatMulError<TransposedIf<TA, A>, TransposedIf<TB, B>>>,
    options?: { readonly transposeA?: TA; readonly transposeB?: TB },
  ): Tensor<MatMulShape<TransposedIf<TA, A>, TransposedIf<TB, B>>, Promote<DA, DB>>;
  /** Outer product of two vectors: `y[i, j] = aᵢ bⱼ`. See {@link outer}. */
  outer<A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<Dynamic, Promote<DA, DB>>;
  /** Sum of products over some axes of `a` and as many of `b`: `y[…, …] = Σᵢ a[…, i] b[i, …]`. See {@link tensordot}. */
  tensordot<A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    b: Tensor<B, DB>,
    axes?: number | readonly [readonly number[], readonly number[]],
  ): Tensor<Dynamic, Promote<DA, DB>>;
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends LinalgMethods {}
}

installMethods(
  Tensor,
  {
    affine,
    dot,
    kron,
    matmul,
    outer,
    tensordot,
  },
  { einsum: einsumMethod },
);
