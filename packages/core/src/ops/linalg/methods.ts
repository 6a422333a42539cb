// Generated from the op files by `pnpm generate`; do not edit.

import type {
  AgreeError,
  Columns,
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
import { affine } from "./affine.ts";
import { matmul } from "./matmul.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface LinalgMethods {
  /** A linear map and a shift of every row: `y = x W + b`, `yⱼ = Σₖ xₖ Wₖⱼ + bⱼ`. See {@link affine}. */
  affine<A extends Shape, DA extends DType, W extends Shape, DW extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    weight: Ok<Tensor<W, DW>, WeightError<A, W>>,
    bias: Ok<Tensor<B, DB>, AgreeError<"affine: the bias", Columns<W>, B>>,
  ): Tensor<MatMulShape<A, W>, Promote<Promote<DA, DW>, DB>>;
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
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends LinalgMethods {}
}

installMethods(Tensor, {
  affine,
  matmul,
});
