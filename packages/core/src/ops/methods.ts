// Generated from the op files by `pnpm generate`; do not edit.

import type { Rng } from "../random/rng.ts";
import type { Axes } from "../shape/axes.ts";
import type {
  AxisError,
  Broadcast,
  BroadcastError,
  BroadcastToError,
  ConcatError,
  ConcatShape,
  Dynamic,
  Made,
  MatMulError,
  MatMulShape,
  MatrixTransposeError,
  MatrixTransposeShape,
  Ok,
  OneHotShape,
  PermuteError,
  PermuteShape,
  Reduce,
  ReduceError,
  ReshapeError,
  ReshapeShape,
  Shape,
  SliceError,
  SliceRange,
  SliceShape,
  TakeAlongAxisError,
  TakeAlongAxisShape,
  TransposedIf,
  TransposeShape,
} from "../shape/types.ts";
import type { DType, Promote, ToFloat, ToNumeric } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { abs } from "./elementwise/abs.ts";
import { add } from "./elementwise/add.ts";
import type { ClampBounds } from "./elementwise/clamp.ts";
import { clamp } from "./elementwise/clamp.ts";
import { div } from "./elementwise/div.ts";
import { equal } from "./elementwise/equal.ts";
import { exp } from "./elementwise/exp.ts";
import { greater } from "./elementwise/greater.ts";
import { less } from "./elementwise/less.ts";
import { log } from "./elementwise/log.ts";
import { maximum } from "./elementwise/maximum.ts";
import { minimum } from "./elementwise/minimum.ts";
import { mul } from "./elementwise/mul.ts";
import { neg } from "./elementwise/neg.ts";
import { pow } from "./elementwise/pow.ts";
import { relu } from "./elementwise/relu.ts";
import { sigmoid } from "./elementwise/sigmoid.ts";
import { sign } from "./elementwise/sign.ts";
import { softplus } from "./elementwise/softplus.ts";
import { sqrt } from "./elementwise/sqrt.ts";
import { square } from "./elementwise/square.ts";
import { sub } from "./elementwise/sub.ts";
import { tanh } from "./elementwise/tanh.ts";
import type { Chosen } from "./elementwise/where.ts";
import { where } from "./elementwise/where.ts";
import { argsort } from "./indexing/argsort.ts";
import { oneHot } from "./indexing/oneHot.ts";
import { scatterAdd } from "./indexing/scatterAdd.ts";
import { sort } from "./indexing/sort.ts";
import { takeAlongAxis } from "./indexing/takeAlongAxis.ts";
import { matmul } from "./linalg/matmul.ts";
import { broadcastTo } from "./movement/broadcastTo.ts";
import { cast } from "./movement/cast.ts";
import type { PromotedOf, ShapesOf } from "./movement/concat.ts";
import { concat } from "./movement/concat.ts";
import { matrixTranspose } from "./movement/matrixTranspose.ts";
import { permute } from "./movement/permute.ts";
import { reshape } from "./movement/reshape.ts";
import { slice } from "./movement/slice.ts";
import type { Pieces } from "./movement/split.ts";
import { split } from "./movement/split.ts";
import { stopGradient } from "./movement/stopGradient.ts";
import { sumTo } from "./movement/sumTo.ts";
import { transpose } from "./movement/transpose.ts";
import { unslice } from "./movement/unslice.ts";
import { dropout } from "./neural/dropout.ts";
import { logSoftmax } from "./neural/logSoftmax.ts";
import { softmax } from "./neural/softmax.ts";
import { argmax } from "./reduce/argmax.ts";
import { logSumExp } from "./reduce/logSumExp.ts";
import { max } from "./reduce/max.ts";
import { mean } from "./reduce/mean.ts";
import { sum } from "./reduce/sum.ts";

/** The ops as methods of a tensor, which is their first argument. */
export interface TensorMethods {
  /** Absolute value, element by element: `y = |x|`. See {@link abs}. */
  abs<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Sum, element by element: `y = a + b`. On two bools it is "or". See {@link add}. */
  add<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Position of the largest element along an axis: `y = argmaxᵢ xᵢ`, the first of equals. The first NaN if there is one. See {@link argmax}. */
  argmax(this: Tensor): Tensor<[], "int32">;
  argmax<A extends Shape, const I extends number | undefined, K extends boolean = false>(
    this: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "int32">;
  /** The positions of the elements along one axis in ascending order: `x[y₀] ≤ x[y₁] ≤ …`. See {@link argsort}. */
  argsort<A extends Shape, const I extends number = -1>(
    this: Tensor<A, Dynamic>,
    axis?: Ok<I, AxisError<A, I>>,
    options?: { readonly descending?: boolean },
  ): Tensor<A, "int32">;
  /** `x` repeated to a larger shape: axes pair up from the last, and those of size 1 (or missing in front) repeat. See {@link broadcastTo}. */
  broadcastTo<A extends Shape, const N extends Shape, D extends DType>(
    this: Tensor<A, D>,
    shape: Ok<readonly [...N], BroadcastToError<A, N>>,
  ): Tensor<Made<N>, D>;
  /** The same values in another dtype: `y = x`, rounded to what the dtype can hold. See {@link cast}. */
  cast<A extends Shape, T extends DType>(this: Tensor<A, Dynamic>, dtype: T): Tensor<A, T>;
  /** The nearest value within bounds, element by element: `y = min(max(x, min), max)`. See {@link clamp}. */
  clamp<A extends Shape, D extends DType>(this: Tensor<A, D>, options: ClampBounds): Tensor<A, D>;
  /** Tensors one behind the other along an axis they have: `y = [x₀, x₁, …]`. See {@link concat}. */
  concat<A extends Shape, D extends DType, const T extends readonly Tensor[], const I extends number = 0>(
    this: Tensor<A, D>,
    others: Ok<readonly [...T], ConcatError<[A, ...ShapesOf<T>], I>>,
    axis?: I,
  ): Tensor<ConcatShape<[A, ...ShapesOf<T>], I>, Promote<D, PromotedOf<T>>>;
  /** Quotient, element by element: `y = a / b`. Of integers it is float32. See {@link div}. */
  div<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
  /** Each element set to 0 with probability `p`, the others divided by `1 − p`, so that the mean stays: `y = m x / (1 − p)`, `m` 0 or 1. See {@link dropout}. */
  dropout<A extends Shape, D extends DType>(
    this: Tensor<A, D>,
    options?: { readonly p?: number; readonly rng?: Rng },
  ): Tensor<A, ToFloat<D>>;
  /** Are two equal, element by element: `y = [a = b]`. NaN equals nothing. See {@link equal}. */
  equal<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Exponential, element by element: `y = eˣ`. See {@link exp}. */
  exp<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Is the first larger, element by element: `y = [a > b]`. With NaN it is false. See {@link greater}. */
  greater<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Is the first smaller, element by element: `y = [a < b]`. With NaN it is false. See {@link less}. */
  less<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Natural logarithm, element by element: `y = ln x`. See {@link log}. */
  log<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Log-probabilities from logits, along one axis: `yᵢ = xᵢ − ln Σⱼ exp(xⱼ)`. See {@link logSoftmax}. */
  logSoftmax<A extends Shape, D extends DType, const I extends number = -1>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, ToFloat<D>>;
  /** Logarithm of a sum of exponentials along axes: `y = ln Σᵢ exp(xᵢ)`. See {@link logSumExp}. */
  logSumExp<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  logSumExp<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
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
  /** The transpose of every matrix: `y[…, j, i] = x[…, i, j]`. See {@link matrixTranspose}. */
  matrixTranspose<A extends Shape, D extends DType>(
    this: Ok<Tensor<A, D>, MatrixTransposeError<A>>,
  ): Tensor<MatrixTransposeShape<A>, D>;
  /** Largest element along axes: `y = maxᵢ xᵢ`. NaN if there is one. See {@link max}. */
  max<D extends DType>(this: Tensor<Shape, D>): Tensor<[], D>;
  max<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, D>;
  /** The larger of two, element by element: `y = max(a, b)`. NaN wins. On two bools it is "or". See {@link maximum}. */
  maximum<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Mean along axes: `y = (1/n) Σᵢ xᵢ`. Terms are added in float64 and the result rounded once; of integers it is float32. See {@link mean}. */
  mean<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  mean<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
  /** The smaller of two, element by element: `y = min(a, b)`. NaN wins. On two bools it is "and". See {@link minimum}. */
  minimum<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Product, element by element: `y = a b`. On two bools it is "and". See {@link mul}. */
  mul<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** The opposite, element by element: `y = −x`. See {@link neg}. */
  neg<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Class labels as rows of zeros with a single 1: `y[…, k] = 1` where `labels[…] = k`, else 0. See {@link oneHot}. */
  oneHot<A extends Shape = [], const K extends number = number>(
    this: Tensor<A, Dynamic>,
    classes: K,
  ): Tensor<OneHotShape<A, K>, "float32">;
  /** The axes in another order: axis `i` of the result is axis `axes[i]` of `x`. See {@link permute}. */
  permute<A extends Shape, const O extends Shape, D extends DType>(
    this: Tensor<A, D>,
    axes: Ok<readonly [...O], PermuteError<A, O>>,
  ): Tensor<PermuteShape<A, O>, D>;
  /** Power, element by element: `y = aᵇ`. `0⁰` is 1, `1ᵇ` is 1 even for NaN, and a negative base with a fractional exponent gives NaN. See {@link pow}. */
  pow<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Rectified linear unit, element by element: `y = max(x, 0)`. See {@link relu}. */
  relu<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** The same elements in the same order under another shape: `y[k] = x[k]`, `k` the row-major position. See {@link reshape}. */
  reshape<A extends Shape, const N extends Shape, D extends DType>(
    this: Tensor<A, D>,
    shape: Ok<readonly [...N], ReshapeError<A, N>>,
  ): Tensor<ReshapeShape<N>, D>;
  /** `x` with numbers added at given positions along one axis: `y = x`, then `y[…, indices[…, i, …], …] += updates[…, i, …]`. See {@link scatterAdd}. */
  scatterAdd<
    A extends Shape,
    DA extends DType,
    B extends Shape,
    U extends Shape = [],
    DU extends DType = never,
    const I extends number = -1,
  >(
    this: Tensor<A, DA>,
    indices: Ok<Tensor<B, Dynamic>, TakeAlongAxisError<A, B, I>>,
    updates: Ok<number | Tensor<U, DU>, BroadcastToError<U, TakeAlongAxisShape<A, B, I>>>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, Promote<DA, DU>>;
  /** Logistic function, element by element: `y = 1 / (1 + e⁻ˣ)`, in 0 … 1. See {@link sigmoid}. */
  sigmoid<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Sign, element by element: `y = −1` where `x < 0`, `0` where `x = 0`, `1` where `x > 0`. See {@link sign}. */
  sign<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** A part of each axis, in Python's meaning: `x[start:stop:step, …]`. See {@link slice}. */
  slice<A extends Shape, D extends DType, const R extends readonly SliceRange[]>(
    this: Tensor<A, D>,
    ranges: Ok<readonly [...R], SliceError<A, R>>,
  ): Tensor<SliceShape<A, R>, D>;
  /** Probabilities from logits, along one axis: `yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)`. See {@link softmax}. */
  softmax<A extends Shape, D extends DType, const I extends number = -1>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, ToFloat<D>>;
  /** Smooth rectifier, element by element: `y = ln(1 + eˣ)`. See {@link softplus}. */
  softplus<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** The elements along one axis in ascending order: `y₀ ≤ y₁ ≤ …`. See {@link sort}. */
  sort<A extends Shape, D extends DType, const I extends number = -1>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
    options?: { readonly descending?: boolean },
  ): Tensor<A, D>;
  /** The pieces of a tensor along an axis, in order: the inverse of {@link concat}. See {@link split}. */
  split<A extends Shape, D extends DType, const N extends number | readonly number[], const I extends number = 0>(
    this: Tensor<A, D>,
    sizes: N,
    axis?: Ok<I, AxisError<A, I>>,
  ): Pieces<A, D, N, I>;
  /** Square root, element by element: `y = √x`. See {@link sqrt}. */
  sqrt<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Square, element by element: `y = x²`. See {@link square}. */
  square<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** The same values, with no derivative: `y = x`, and `x` counts as a constant. The method is called `detach`. See {@link stopGradient}. */
  detach<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Difference, element by element: `y = a − b`. See {@link sub}. */
  sub<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Sum along axes: `y = Σᵢ xᵢ`. Terms are added in float64 and rounded once; a bool counts as 0 or 1. See {@link sum}. */
  sum<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToNumeric<D>>;
  sum<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToNumeric<D>>;
  /** The sum over everything that broadcasting `shape` to the shape of `x` would repeat: `yᵢ = Σ xⱼ` over all `j` that read `i`. See {@link sumTo}. */
  sumTo<const N extends Shape, D extends DType>(this: Tensor<Shape, D>, shape: readonly [...N]): Tensor<Made<N>, D>;
  /** The elements at given positions along one axis: `y[…, i, …] = x[…, indices[…, i, …], …]`. See {@link takeAlongAxis}. */
  takeAlongAxis<A extends Shape, D extends DType, B extends Shape, const I extends number = -1>(
    this: Tensor<A, D>,
    indices: Ok<Tensor<B, Dynamic>, TakeAlongAxisError<A, B, I>>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<TakeAlongAxisShape<A, B, I>, D>;
  /** Hyperbolic tangent, element by element: `y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`, in -1 … 1. See {@link tanh}. */
  tanh<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** All axes in the opposite order: `y[k, …, j, i] = x[i, j, …, k]`; of a matrix, its transpose. See {@link transpose}. */
  transpose<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<TransposeShape<A>, D>;
  /** Zeros with `x` at the given ranges: `y[ranges] = x`. The transpose of {@link slice}. See {@link unslice}. */
  unslice<const N extends Shape, D extends DType>(
    this: Tensor<Shape, D>,
    shape: readonly [...N],
    ranges: readonly SliceRange[],
  ): Tensor<Made<N>, D>;
  /** One of two, element by element: `x` where `condition` holds, `y` elsewhere. See {@link where}. */
  where<C extends Shape, A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<C, "bool">,
    x: Ok<number | Tensor<A, DA>, BroadcastError<C, A>>,
    y: Ok<number | Tensor<B, DB>, BroadcastError<Broadcast<C, A>, B>>,
  ): Tensor<Broadcast<Broadcast<C, A>, B>, Chosen<DA, DB>>;
}

type Method = (...args: readonly unknown[]) => unknown;

/** `x.op(…)` is `op(x, …)`. */
const methods: Record<keyof TensorMethods, unknown> = {
  abs,
  add,
  argmax,
  argsort,
  broadcastTo,
  cast,
  clamp,
  div,
  dropout,
  equal,
  exp,
  greater,
  less,
  log,
  logSoftmax,
  logSumExp,
  matmul,
  matrixTranspose,
  max,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  oneHot,
  permute,
  pow,
  relu,
  reshape,
  scatterAdd,
  sigmoid,
  sign,
  slice,
  softmax,
  softplus,
  sort,
  split,
  sqrt,
  square,
  detach: stopGradient,
  sub,
  sum,
  sumTo,
  takeAlongAxis,
  tanh,
  transpose,
  unslice,
  where,
  concat: (x: Tensor, others: readonly Tensor[], ...rest: readonly unknown[]) =>
    (concat as Method)(Array.isArray(others) ? [x, ...others] : others, ...rest),
};

for (const [name, op] of Object.entries(methods)) {
  Object.defineProperty(Tensor.prototype, name, {
    // No op takes more than four arguments besides its first.
    value(this: Tensor, a: unknown, b: unknown, c: unknown, d: unknown) {
      return (op as Method)(this, a, b, c, d);
    },
    configurable: true,
    writable: true,
  });
}
