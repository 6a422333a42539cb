// Generated from the op files by `pnpm generate`; do not edit.

import type { Axes } from "../../shape/axes.ts";
import type { Dynamic, Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { DType, ToFloat, ToNumeric } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { argmax } from "./argmax.ts";
import { logSumExp } from "./logSumExp.ts";
import { max } from "./max.ts";
import { mean } from "./mean.ts";
import { sum } from "./sum.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface ReduceMethods {
  /** Position of the largest element along an axis: `y = argmaxᵢ xᵢ`, the first of equals. The first NaN if there is one. See {@link argmax}. */
  argmax(this: Tensor): Tensor<[], "int32">;
  argmax<A extends Shape, const I extends number | undefined, K extends boolean = false>(
    this: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "int32">;
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
  /** Sum along axes: `y = Σᵢ xᵢ`. Terms are added in float64 and rounded once; a bool counts as 0 or 1. See {@link sum}. */
  sum<D extends DType>(this: Tensor<Shape, D>): Tensor<[], ToNumeric<D>>;
  sum<A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    this: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToNumeric<D>>;
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends ReduceMethods {}
}

installMethods(Tensor, {
  argmax,
  logSumExp,
  max,
  mean,
  sum,
});
