// Generated from the op files by `pnpm generate`; do not edit.

import type { Axes } from "../../shape/axes.ts";
import type {
  AddAxis,
  AddAxisError,
  AxisError,
  BroadcastToError,
  ConcatError,
  ConcatShape,
  Dynamic,
  Made,
  MatrixTransposeError,
  MatrixTransposeShape,
  Ok,
  PermuteError,
  PermuteShape,
  ReduceError,
  ReshapeError,
  ReshapeShape,
  SetAxis,
  Shape,
  SliceError,
  SliceRange,
  SliceShape,
  SqueezeError,
  StackError,
  StackShape,
  TransposeShape,
} from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import { installMethods, listMethod } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { at } from "./at.ts";
import { broadcastTo } from "./broadcastTo.ts";
import { cast } from "./cast.ts";
import { chunk } from "./chunk.ts";
import type { PromotedOf, ShapesOf } from "./concat.ts";
import { concat } from "./concat.ts";
import { diag } from "./diag.ts";
import type { DiagonalOptions } from "./diagonal.ts";
import { diagonal } from "./diagonal.ts";
import type { FlattenShape } from "./flatten.ts";
import { flatten } from "./flatten.ts";
import { flip } from "./flip.ts";
import { matrixTranspose } from "./matrixTranspose.ts";
import { meshgrid } from "./meshgrid.ts";
import type { PadOptions, PadWidths } from "./pad.ts";
import { pad } from "./pad.ts";
import { permute } from "./permute.ts";
import { repeat } from "./repeat.ts";
import { reshape } from "./reshape.ts";
import { roll } from "./roll.ts";
import { setSlice } from "./setSlice.ts";
import { slice } from "./slice.ts";
import type { Pieces } from "./split.ts";
import { split } from "./split.ts";
import { squeeze } from "./squeeze.ts";
import { stack } from "./stack.ts";
import { stopGradient } from "./stopGradient.ts";
import { sumTo } from "./sumTo.ts";
import { swapAxes } from "./swapAxes.ts";
import { tile } from "./tile.ts";
import { transpose } from "./transpose.ts";
import { tril } from "./tril.ts";
import { triu } from "./triu.ts";
import { unbind } from "./unbind.ts";
import { unslice } from "./unslice.ts";
import { unsqueeze } from "./unsqueeze.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface MovementMethods {
  /** The part at one index of the first axis: `y = x[index]`, a row of a matrix, an element of a vector. See {@link at}. */
  at<A extends Shape, D extends DType, const I extends number>(
    this: Tensor<A, D>,
    index: Ok<I, AxisError<A, 0>>,
  ): Tensor<SetAxis<A, 0, []>, D>;
  /** `x` repeated to a larger shape: axes pair up from the last, and those of size 1 (or missing in front) repeat. See {@link broadcastTo}. */
  broadcastTo<A extends Shape, const N extends Shape, D extends DType>(
    this: Tensor<A, D>,
    shape: Ok<readonly [...N], BroadcastToError<A, N>>,
  ): Tensor<Made<N>, D>;
  /** The same values in another dtype: `y = x`, rounded to what the dtype can hold. See {@link cast}. */
  cast<A extends Shape, T extends DType>(this: Tensor<A, Dynamic>, dtype: T): Tensor<A, T>;
  /** A tensor in so many pieces along an axis: of size `⌈n / chunks⌉` each, the last one what is left. Where that leaves nothing for some, there are fewer. See {@link chunk}. */
  chunk<A extends Shape, D extends DType, const I extends number = 0>(
    this: Tensor<A, D>,
    chunks: number,
    axis?: Ok<I, AxisError<A, I>>,
  ): readonly Tensor<Dynamic, D>[];
  /** Tensors one behind the other along an axis they have: `y = [x₀, x₁, …]`. See {@link concat}. */
  concat<A extends Shape, D extends DType, const T extends readonly Tensor[], const I extends number = 0>(
    this: Tensor<A, D>,
    others: Ok<readonly [...T], ConcatError<[A, ...ShapesOf<T>], I>>,
    axis?: I,
  ): Tensor<ConcatShape<[A, ...ShapesOf<T>], I>, Promote<D, PromotedOf<T>>>;
  /** A matrix with a vector on a diagonal; or, of a matrix, that diagonal. See {@link diag}. */
  diag<D extends DType>(this: Tensor<Shape, D>, options?: { readonly offset?: number }): Tensor<Dynamic, D>;
  /** A diagonal of two axes: `y[…, i] = x[…, i, i + offset]`. See {@link diagonal}. */
  diagonal<D extends DType>(this: Tensor<Shape, D>, options?: DiagonalOptions): Tensor<Dynamic, D>;
  /** The same elements with all axes from one on made one. See {@link flatten}. */
  flatten<A extends Shape, D extends DType, const I extends number = 0>(
    this: Tensor<A, D>,
    startAxis?: I,
  ): Tensor<FlattenShape<A, I>, D>;
  /** The elements in reverse order along axes: `y[i] = x[n − 1 − i]`. See {@link flip}. */
  flip<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  flip<A extends Shape, D extends DType, const I extends Axes>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
  ): Tensor<A, D>;
  /** The transpose of every matrix: `y[…, j, i] = x[…, i, j]`. See {@link matrixTranspose}. */
  matrixTranspose<A extends Shape, D extends DType>(
    this: Ok<Tensor<A, D>, MatrixTransposeError<A>>,
  ): Tensor<MatrixTransposeShape<A>, D>;
  /** The coordinates of a grid: for vectors `x` and `y` the matrices whose elements at each place are the x and the y of that place. See {@link meshgrid}. */
  meshgrid(this: Tensor, others: readonly Tensor[], options?: { readonly indexing?: "xy" | "ij" }): readonly Tensor[];
  /** A tensor extended at the ends of its axes. See {@link pad}. */
  pad<D extends DType>(this: Tensor<Shape, D>, widths: PadWidths, options?: PadOptions): Tensor<Dynamic, D>;
  /** The axes in another order: axis `i` of the result is axis `axes[i]` of `x`. See {@link permute}. */
  permute<A extends Shape, const O extends Shape, D extends DType>(
    this: Tensor<A, D>,
    axes: Ok<readonly [...O], PermuteError<A, O>>,
  ): Tensor<PermuteShape<A, O>, D>;
  /** Each element repeated, one after the other: `[x₀, x₀, x₁, x₁, …]`. See {@link repeat}. */
  repeat<D extends DType>(
    this: Tensor<Shape, D>,
    repeats: number | readonly number[],
    axis?: number,
  ): Tensor<Dynamic, D>;
  /** The same elements in the same order under another shape: `y[k] = x[k]`, `k` the row-major position. See {@link reshape}. */
  reshape<A extends Shape, const N extends Shape, D extends DType>(
    this: Tensor<A, D>,
    shape: Ok<readonly [...N], ReshapeError<A, N>>,
  ): Tensor<ReshapeShape<N>, D>;
  /** The elements moved along axes, those that leave at one end coming in at the other: `y[(i + shift) mod n] = x[i]`. See {@link roll}. */
  roll<A extends Shape, D extends DType>(
    this: Tensor<A, D>,
    shift: number | readonly number[],
    axis?: number | readonly number[],
  ): Tensor<A, D>;
  /** `x` with other values at the given ranges: `y = x`, then `y[ranges] = values`. A new tensor; `x` stays as it is. See {@link setSlice}. */
  setSlice<A extends Shape, DA extends DType, const R extends readonly SliceRange[], DV extends DType = never>(
    this: Tensor<A, DA>,
    values: number | Tensor<Shape, DV>,
    ranges: Ok<readonly [...R], SliceError<A, R>>,
  ): Tensor<A, Promote<DA, DV>>;
  /** A part of each axis, in Python's meaning: `x[start:stop:step, …]`. See {@link slice}. */
  slice<A extends Shape, D extends DType, const R extends readonly SliceRange[]>(
    this: Tensor<A, D>,
    ranges: Ok<readonly [...R], SliceError<A, R>>,
  ): Tensor<SliceShape<A, R>, D>;
  /** The pieces of a tensor along an axis, in order: the inverse of {@link concat}. See {@link split}. */
  split<A extends Shape, D extends DType, const N extends number | readonly number[], const I extends number = 0>(
    this: Tensor<A, D>,
    sizes: N,
    axis?: Ok<I, AxisError<A, I>>,
  ): Pieces<A, D, N, I>;
  /** The same elements without axes of size 1. See {@link squeeze}. */
  squeeze<D extends DType>(this: Tensor<Shape, D>): Tensor<Dynamic, D>;
  squeeze<A extends Shape, D extends DType, const I extends number>(
    this: Tensor<A, D>,
    axis: Ok<I, SqueezeError<A, I>>,
  ): Tensor<SetAxis<A, I, []>, D>;
  squeeze<D extends DType>(this: Tensor<Shape, D>, axis: readonly number[]): Tensor<Dynamic, D>;
  /** Tensors of one shape joined along a new axis: `y[…, i, …] = tensors[i]`. See {@link stack}. */
  stack<A extends Shape, D extends DType, const T extends readonly Tensor[], const I extends number = 0>(
    this: Tensor<A, D>,
    others: Ok<readonly [...T], StackError<[A, ...ShapesOf<T>], I>>,
    axis?: I,
  ): Tensor<StackShape<[A, ...ShapesOf<T>], I>, Promote<D, PromotedOf<T>>>;
  /** The same values, with no derivative: `y = x`, and `x` counts as a constant. The method is called `detach`. See {@link stopGradient}. */
  detach<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** The sum over everything that broadcasting `shape` to the shape of `x` would repeat: `yᵢ = Σ xⱼ` over all `j` that read `i`. See {@link sumTo}. */
  sumTo<const N extends Shape, D extends DType>(this: Tensor<Shape, D>, shape: readonly [...N]): Tensor<Made<N>, D>;
  /** Two axes exchanged: `y[…, j, …, i, …] = x[…, i, …, j, …]`. See {@link swapAxes}. */
  swapAxes<A extends Shape, D extends DType, const I extends number, const J extends number>(
    this: Tensor<A, D>,
    axis1: Ok<I, AxisError<A, I>>,
    axis2: Ok<J, AxisError<A, J>>,
  ): Tensor<Dynamic, D>;
  /** The whole tensor laid out again and again along each axis: `y[i] = x[i mod n]`. See {@link tile}. */
  tile<D extends DType>(this: Tensor<Shape, D>, repetitions: number | readonly number[]): Tensor<Dynamic, D>;
  /** All axes in the opposite order: `y[k, …, j, i] = x[i, j, …, k]`; of a matrix, its transpose. See {@link transpose}. */
  transpose<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<TransposeShape<A>, D>;
  /** The elements of each matrix on and below a diagonal, zeros elsewhere: `y[i, j] = x[i, j]` where `j − i ≤ k`. See {@link tril}. */
  tril<A extends Shape, D extends DType>(this: Tensor<A, D>, k?: number): Tensor<A, D>;
  /** The elements of each matrix on and above a diagonal, zeros elsewhere: `y[i, j] = x[i, j]` where `j − i ≥ k`. See {@link triu}. */
  triu<A extends Shape, D extends DType>(this: Tensor<A, D>, k?: number): Tensor<A, D>;
  /** The parts of a tensor at each index of an axis, in order, without that axis: the inverse of {@link stack}. See {@link unbind}. */
  unbind<A extends Shape, D extends DType, const I extends number = 0>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): readonly Tensor<SetAxis<A, I, []>, D>[];
  /** Zeros with `x` at the given ranges: `y[ranges] = x`. The transpose of {@link slice}. See {@link unslice}. */
  unslice<const N extends Shape, D extends DType>(
    this: Tensor<Shape, D>,
    shape: readonly [...N],
    ranges: readonly SliceRange[],
  ): Tensor<Made<N>, D>;
  /** The same elements with a new axis of size 1. See {@link unsqueeze}. */
  unsqueeze<A extends Shape, D extends DType, const I extends number>(
    this: Tensor<A, D>,
    axis: Ok<I, AddAxisError<A, I>>,
  ): Tensor<AddAxis<A, I, 1>, D>;
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends MovementMethods {}
}

installMethods(Tensor, {
  at,
  broadcastTo,
  cast,
  chunk,
  concat: listMethod(concat),
  diag,
  diagonal,
  flatten,
  flip,
  matrixTranspose,
  meshgrid: listMethod(meshgrid),
  pad,
  permute,
  repeat,
  reshape,
  roll,
  setSlice,
  slice,
  split,
  squeeze,
  stack: listMethod(stack),
  detach: stopGradient,
  sumTo,
  swapAxes,
  tile,
  transpose,
  tril,
  triu,
  unbind,
  unslice,
  unsqueeze,
});
