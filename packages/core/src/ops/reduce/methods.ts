// Generated from the op files by `pnpm generate`; do not edit.

import type { Axes } from "../../shape/axes.ts";
import type { AxisError, Dynamic, Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { DType, ToFloat, ToNumeric } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { DiagonalOptions } from "../movement/diagonal.ts";
import { all } from "./all.ts";
import { any } from "./any.ts";
import { argmax } from "./argmax.ts";
import { argmin } from "./argmin.ts";
import { countNonzero } from "./countNonzero.ts";
import { cummax } from "./cummax.ts";
import { cumprod } from "./cumprod.ts";
import { cumsum } from "./cumsum.ts";
import { logSumExp } from "./logSumExp.ts";
import { max } from "./max.ts";
import { mean } from "./mean.ts";
import { median } from "./median.ts";
import { min } from "./min.ts";
import { norm } from "./norm.ts";
import { prod } from "./prod.ts";
import type { QuantileOptions } from "./quantile.ts";
import { quantile } from "./quantile.ts";
import { std } from "./std.ts";
import { sum } from "./sum.ts";
import { trace } from "./trace.ts";
import { variance } from "./variance.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface ReduceMethods {
  /** Are all elements along axes other than 0? NaN is not 0. See {@link all}. */
  all(this: Tensor): Tensor<[], "bool">;
  all<A extends Shape, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "bool">;
  /** Is any element along axes not 0? NaN is not 0. See {@link any}. */
  any(this: Tensor): Tensor<[], "bool">;
  any<A extends Shape, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "bool">;
  /** Position of the largest element along an axis: `y = argmaxᵢ xᵢ`, the first of equals. The first NaN if there is one. See {@link argmax}. */
  argmax(this: Tensor): Tensor<[], "int32">;
  argmax<A extends Shape, const I extends number | undefined, K extends boolean = false>(
    this: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "int32">;
  /** Position of the smallest element along an axis: `y = argminᵢ xᵢ`, the first of equals. The first NaN if there is one. See {@link argmin}. */
  argmin(this: Tensor): Tensor<[], "int32">;
  argmin<A extends Shape, const I extends number | undefined, K extends boolean = false>(
    this: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "int32">;
  /** How many elements along axes are not 0: `y = Σᵢ [xᵢ ≠ 0]`. NaN is not 0. See {@link countNonzero}. */
  countNonzero(this: Tensor): Tensor<[], "int32">;
  countNonzero<A extends Shape, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "int32">;
  /** Running maxima along one axis: `yᵢ = max(x₀, …, xᵢ)`. From the first NaN on, NaN. See {@link cummax}. */
  cummax<A extends Shape, D extends DType, const I extends number = -1>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, D>;
  /** Running products along one axis: `yᵢ = x₀ · … · xᵢ`. Multiplied in float64, each product rounded once; a bool counts as 0 or 1. See {@link cumprod}. */
  cumprod<A extends Shape, D extends DType, const I extends number = -1>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, ToNumeric<D>>;
  /** Running sums along one axis: `yᵢ = x₀ + … + xᵢ`. Terms are added in float64 and each sum rounded once; a bool counts as 0 or 1. See {@link cumsum}. */
  cumsum<A extends Shape, D extends DType, const I extends number = -1>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
    options?: { readonly reverse?: boolean; readonly exclusive?: boolean },
  ): Tensor<A, ToNumeric<D>>;
  /** Logarithm of a sum of exponentials along axes: `y = ln Σᵢ exp(xᵢ)`. See {@link logSumExp}. */
  logSumExp<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  logSumExp<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
  /** Largest element along axes: `y = maxᵢ xᵢ`. NaN if there is one. See {@link max}. */
  max<D extends DType>(this: Tensor<Shape, D>): Tensor<[], D>;
  max<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, D>;
  /** Mean along axes: `y = (1/n) Σᵢ xᵢ`. Terms are added in float64 and the result rounded once; of integers it is float32. See {@link mean}. */
  mean<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  mean<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
  /** Middle one of the sorted elements along axes, the lower one of two: `y = x₍ₖ₎` with `k = ⌊(n − 1) / 2⌋`. NaN if there is one. See {@link median}. */
  median<D extends DType>(this: Tensor<Shape, D>): Tensor<[], D>;
  median<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, D>;
  /** Smallest element along axes: `y = minᵢ xᵢ`. NaN if there is one. See {@link min}. */
  min<D extends DType>(this: Tensor<Shape, D>): Tensor<[], D>;
  min<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, D>;
  /** Norm along axes: `y = (Σᵢ |xᵢ|ᵖ)^(1/p)`, without overflow in between. Of order ∞ it is the largest magnitude, −∞ the smallest, 0 the number of elements that are not 0. See {@link norm}. */
  norm<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  norm<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly ord?: number; readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
  /** Product along axes: `y = Πᵢ xᵢ`. Multiplied in float64 and rounded once; a bool counts as 0 or 1. See {@link prod}. */
  prod<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToNumeric<D>>;
  prod<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToNumeric<D>>;
  /** The value below which a part `q` of the elements along axes lies: of the sorted elements the one at position `q (n − 1)`, or what is between its neighbours. NaN if there is one. See {@link quantile}. */
  quantile<D extends DType>(this: Tensor<Shape, D>, q: number): Tensor<[], ToFloat<D>>;
  quantile<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    q: number,
    axis: Ok<I, ReduceError<A, I>>,
    options?: QuantileOptions<K>,
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
  quantile<D extends DType>(
    this: Tensor<Shape, D>,
    q: readonly number[],
    axis?: Axes,
    options?: QuantileOptions,
  ): Tensor<Dynamic, ToFloat<D>>;
  /** Standard deviation along axes: `y = √(Σᵢ (xᵢ − μ)² / (n − correction))`, μ the mean; in two passes, in float64. See {@link std}. */
  std<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  std<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly correction?: number; readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
  /** Sum along axes: `y = Σᵢ xᵢ`. Terms are added in float64 and rounded once; a bool counts as 0 or 1. See {@link sum}. */
  sum<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToNumeric<D>>;
  sum<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToNumeric<D>>;
  /** The sum of a diagonal: `y = Σᵢ x[i, i + offset]`. A bool counts as 0 or 1. See {@link trace}. */
  trace<D extends DType>(this: Tensor<Shape, D>, options?: DiagonalOptions): Tensor<Dynamic, ToNumeric<D>>;
  /** Variance along axes: `y = Σᵢ (xᵢ − μ)² / (n − correction)`, μ the mean; in two passes, in float64. See {@link variance}. */
  variance<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  variance<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly correction?: number; readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends ReduceMethods {}
}

installMethods(Tensor, {
  all,
  any,
  argmax,
  argmin,
  countNonzero,
  cummax,
  cumprod,
  cumsum,
  logSumExp,
  max,
  mean,
  median,
  min,
  norm,
  prod,
  quantile,
  std,
  sum,
  trace,
  variance,
});
