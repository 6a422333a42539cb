// Generated from the op files by `pnpm generate`; do not edit.

import type {
  AgreeError,
  Columns,
  Dynamic,
  MatMulError,
  MatMulShape,
  MatrixTransposeError,
  MatrixTransposeShape,
  Ok,
  Shape,
  TransposedIf,
  WeightError,
} from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { PromotedOf } from "../movement/concat.ts";
import { affine } from "./affine.ts";
import { cholesky } from "./cholesky.ts";
import { det } from "./det.ts";
import { dot } from "./dot.ts";
import type { Eigen } from "./eigh.ts";
import { eigh } from "./eigh.ts";
import type { TensorsOf } from "./einsum.ts";
import { einsumMethod } from "./einsum.ts";
import { inverse } from "./inverse.ts";
import { kron } from "./kron.ts";
import { lstsq } from "./lstsq.ts";
import { matmul } from "./matmul.ts";
import { outer } from "./outer.ts";
import { pinv } from "./pinv.ts";
import type { QrFactors } from "./qr.ts";
import { qr } from "./qr.ts";
import type { SignAndLogDeterminant } from "./slogdet.ts";
import { slogdet } from "./slogdet.ts";
import { solve } from "./solve.ts";
import type { Singular } from "./svd.ts";
import { svd } from "./svd.ts";
import { tensordot } from "./tensordot.ts";
import type { TriangularSolveOptions } from "./triangularSolve.ts";
import { triangularSolve } from "./triangularSolve.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface LinalgMethods {
  /** A linear map and a shift of every row: `y = x W + b`, `yⱼ = Σₖ xₖ Wₖⱼ + bⱼ`. See {@link affine}. */
  affine<A extends Shape, DA extends DType, W extends Shape, DW extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    weight: Ok<Tensor<W, DW>, WeightError<A, W>>,
    bias: Ok<Tensor<B, DB>, AgreeError<"affine: the bias", Columns<W>, B>>,
  ): Tensor<MatMulShape<A, W>, Promote<Promote<DA, DW>, DB>>;
  /** Cholesky factor of a symmetric positive definite matrix: the lower triangular L with a positive diagonal for which `A = L Lᵀ`; for every matrix of a batch. See {@link cholesky}. */
  cholesky<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Determinant of a matrix, by an LU factorization with partial pivoting; of every matrix of a batch. It overflows and vanishes easily: {@link slogdet} does not. See {@link det}. */
  det<D extends DType>(this: Tensor<Shape, D>): Tensor<Dynamic, ToFloat<D>>;
  /** Inner product of two vectors: `y = Σᵢ aᵢ bᵢ`. See {@link dot}. */
  dot<A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<[], Promote<DA, DB>>;
  /** Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's method: `A V = V diag(λ)`; for every matrix of a batch. See {@link eigh}. */
  eigh<D extends DType>(this: Tensor<Shape, D>): Eigen<ToFloat<D>>;
  /** A sum of products, in Einstein's notation: `einsum("ij,jk->ik", A, B)` is `Cᵢₖ = Σⱼ Aᵢⱼ Bⱼₖ`. See {@link einsum}. */
  einsum<T extends Tensor, const O extends readonly (Tensor | number)[]>(
    this: T,
    subscripts: string,
    ...others: O
  ): Tensor<Dynamic, PromotedOf<[T, ...TensorsOf<O>]>>;
  /** Inverse of a matrix: `A A⁻¹ = I`, by an LU factorization with partial pivoting; for every matrix of a batch. See {@link inverse}. */
  inverse<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Kronecker product: `y[i p + k, j q + l] = a[i, j] b[k, l]` for `b` of shape `[p, q]`, and likewise along any number of axes. See {@link kron}. */
  kron<A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<Dynamic, Promote<DA, DB>>;
  /** Solution of a system of linear equations in the sense of least squares: the X for which `|A X − B|` is smallest, and of several the shortest, `A⁺ B`; for every matrix of a batch. See {@link lstsq}. */
  lstsq<A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<Dynamic, ToFloat<Promote<DA, DB>>>;
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
  /** Pseudoinverse of Moore and Penrose: `A⁺ = V diag(1 / s) Uᵀ` with the singular values that are not 0; of every matrix of a batch. See {@link pinv}. */
  pinv<A extends Shape, D extends DType>(
    this: Ok<Tensor<A, D>, MatrixTransposeError<A>>,
    options?: { readonly rcond?: number },
  ): Tensor<MatrixTransposeShape<A>, ToFloat<D>>;
  /** QR factorization, by Householder's reflections: `A = Q R` with orthonormal columns in Q and an upper triangle R; for every matrix of a batch. See {@link qr}. */
  qr<D extends DType>(this: Tensor<Shape, D>): QrFactors<ToFloat<D>>;
  /** Sign and logarithm of a determinant: `|A| = sign · e^logabsdet`, by an LU factorization with partial pivoting; of every matrix of a batch. See {@link slogdet}. */
  slogdet<D extends DType>(this: Tensor<Shape, D>): SignAndLogDeterminant<ToFloat<D>>;
  /** Solution of a system of linear equations: the X for which `A X = B`, by an LU factorization with partial pivoting; for every matrix of a batch. See {@link solve}. */
  solve<A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<Dynamic, ToFloat<Promote<DA, DB>>>;
  /** Singular value decomposition, by one-sided Jacobi rotations after a QR factorization: `A = U diag(s) Vᵀ`; for every matrix of a batch. See {@link svd}. */
  svd<D extends DType>(this: Tensor<Shape, D>): Singular<ToFloat<D>>;
  /** Sum of products over some axes of `a` and as many of `b`: `y[…, …] = Σᵢ a[…, i] b[i, …]`. See {@link tensordot}. */
  tensordot<A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    b: Tensor<B, DB>,
    axes?: number | readonly [readonly number[], readonly number[]],
  ): Tensor<Dynamic, Promote<DA, DB>>;
  /** Solution of a triangular system of equations: the X for which `A X = B`, by substitution; for every matrix of a batch. See {@link triangularSolve}. */
  triangularSolve<A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    this: Tensor<A, DA>,
    b: Tensor<B, DB>,
    options?: TriangularSolveOptions,
  ): Tensor<Dynamic, ToFloat<Promote<DA, DB>>>;
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends LinalgMethods {}
}

installMethods(
  Tensor,
  {
    affine,
    cholesky,
    det,
    dot,
    eigh,
    inverse,
    kron,
    lstsq,
    matmul,
    outer,
    pinv,
    qr,
    slogdet,
    solve,
    svd,
    tensordot,
    triangularSolve,
  },
  { einsum: einsumMethod },
);
