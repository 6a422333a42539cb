// Generated from the op files by `pnpm generate`; do not edit.

import type {
  AxisError,
  BroadcastError,
  BroadcastToError,
  Dynamic,
  Ok,
  OneHotShape,
  SetAxis,
  Shape,
  TakeAlongAxisError,
  TakeAlongAxisShape,
} from "../../shape/types.ts";
import type { DType, Promote, ToNumeric } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { argsort } from "./argsort.ts";
import type { BincountOptions } from "./bincount.ts";
import { bincount } from "./bincount.ts";
import { embedding } from "./embedding.ts";
import { gather } from "./gather.ts";
import { indexAdd } from "./indexAdd.ts";
import { maskedSelect } from "./maskedSelect.ts";
import { nonzero } from "./nonzero.ts";
import { oneHot } from "./oneHot.ts";
import { scatterAdd } from "./scatterAdd.ts";
import { searchSorted } from "./searchSorted.ts";
import { sort } from "./sort.ts";
import { take } from "./take.ts";
import { takeAlongAxis } from "./takeAlongAxis.ts";
import type { TopkOptions } from "./topk.ts";
import { topk } from "./topk.ts";
import type { UniqueResult } from "./unique.ts";
import { unique } from "./unique.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface IndexingMethods {
  /** The positions of the elements along one axis in ascending order: `x[y₀] ≤ x[y₁] ≤ …`. See {@link argsort}. */
  argsort<A extends Shape, const I extends number = -1>(
    this: Tensor<A, Dynamic>,
    axis?: Ok<I, AxisError<A, I>>,
    options?: { readonly descending?: boolean },
  ): Tensor<A, "int32">;
  /** How often each whole number occurs: `yₖ = Σᵢ wᵢ [xᵢ = k]`. See {@link bincount}. */
  bincount<D extends DType = "int32">(this: Tensor, options?: BincountOptions<D>): Tensor<[number], ToNumeric<D>>;
  /** Rows of a table: `y[…, :] = weight[indices[…], :]`. See {@link embedding}. */
  embedding<W extends Shape, D extends DType, B extends Shape = []>(
    this: Tensor<W, D>,
    indices: number | Tensor<B, Dynamic>,
    options?: { readonly paddingIndex?: number },
  ): Tensor<SetAxis<W, 0, B>, D>;
  /** The elements at given positions along one axis: PyTorch's name for {@link takeAlongAxis}. See {@link gather}. */
  gather<A extends Shape, D extends DType, B extends Shape, const I extends number = -1>(
    this: Tensor<A, D>,
    indices: Ok<Tensor<B, Dynamic>, TakeAlongAxisError<A, B, I>>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<TakeAlongAxisShape<A, B, I>, D>;
  /** `x` with parts added at given positions of one axis: `y = x`, then `y[…, indices[i], …] += updates[…, i, …]`, where `i` runs over all of `indices`. See {@link indexAdd}. */
  indexAdd<
    DA extends DType,
    B extends Shape = [],
    U extends Shape = [],
    DU extends DType = never,
    A extends Shape = Shape,
  >(
    this: Tensor<A, DA>,
    indices: number | Tensor<B, Dynamic>,
    updates: Ok<number | Tensor<U, DU>, BroadcastToError<U, B>>,
  ): Tensor<A, Promote<DA, DU>>;
  indexAdd<
    A extends Shape,
    DA extends DType,
    const I extends number,
    B extends Shape = [],
    U extends Shape = [],
    DU extends DType = never,
  >(
    this: Tensor<A, DA>,
    indices: number | Tensor<B, Dynamic>,
    updates: Ok<number | Tensor<U, DU>, BroadcastToError<U, SetAxis<A, I, B>>>,
    axis: Ok<I, AxisError<A, I>> | undefined,
  ): Tensor<A, Promote<DA, DU>>;
  /** The elements where a mask is true, in row-major order. See {@link maskedSelect}. */
  maskedSelect<A extends Shape, D extends DType, B extends Shape>(
    this: Tensor<A, D>,
    mask: Ok<Tensor<B, "bool">, BroadcastError<A, B>>,
  ): Tensor<[number], D>;
  /** Positions of the elements that are not 0, in row-major order: row `k` is the index of the k-th of them. NaN is not 0. See {@link nonzero}. */
  nonzero(this: Tensor): Tensor<Dynamic, "int32">;
  /** Class labels as rows of zeros with a single 1: `y[…, k] = 1` where `labels[…] = k`, else 0. See {@link oneHot}. */
  oneHot<A extends Shape = [], const K extends number = number>(
    this: Tensor<A, Dynamic>,
    classes: K,
  ): Tensor<OneHotShape<A, K>, "float32">;
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
  /** Where values would have to be inserted into sorted ones: `y = |{j: sortedⱼ < value}|`. See {@link searchSorted}. */
  searchSorted<B extends Shape = []>(
    this: Tensor,
    values: number | Tensor<B, Dynamic>,
    options?: { readonly side?: "left" | "right" },
  ): Tensor<B, "int32">;
  /** The elements along one axis in ascending order: `y₀ ≤ y₁ ≤ …`. See {@link sort}. */
  sort<A extends Shape, D extends DType, const I extends number = -1>(
    this: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
    options?: { readonly descending?: boolean },
  ): Tensor<A, D>;
  /** The parts of a tensor at given positions of one axis: `y[…, i, …] = x[…, indices[i], …]`, where `i` runs over all of `indices`. See {@link take}. */
  take<D extends DType, B extends Shape = []>(
    this: Tensor<Shape, D>,
    indices: number | Tensor<B, Dynamic>,
  ): Tensor<B, D>;
  take<A extends Shape, D extends DType, const I extends number, B extends Shape = []>(
    this: Tensor<A, D>,
    indices: number | Tensor<B, Dynamic>,
    axis: Ok<I, AxisError<A, I>>,
  ): Tensor<SetAxis<A, I, B>, D>;
  /** The elements at given positions along one axis: `y[…, i, …] = x[…, indices[…, i, …], …]`. See {@link takeAlongAxis}. */
  takeAlongAxis<A extends Shape, D extends DType, B extends Shape, const I extends number = -1>(
    this: Tensor<A, D>,
    indices: Ok<Tensor<B, Dynamic>, TakeAlongAxisError<A, B, I>>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<TakeAlongAxisShape<A, B, I>, D>;
  /** The `k` largest elements along one axis, from the largest on, and where they stand. Of equal elements the first come first; NaN counts as the largest. See {@link topk}. */
  topk<A extends Shape, D extends DType, const K extends number, const I extends number = -1>(
    this: Tensor<A, D>,
    k: K,
    axis?: Ok<I, AxisError<A, I>>,
    options?: TopkOptions,
  ): { readonly values: Tensor<SetAxis<A, I, [K]>, D>; readonly indices: Tensor<SetAxis<A, I, [K]>, "int32"> };
  /** The different elements of a tensor, in ascending order. Each NaN differs from every other, and they come last; 0 and −0 are equal. See {@link unique}. */
  unique<D extends DType>(
    this: Tensor<Shape, D>,
    options?: { readonly counts?: false; readonly inverse?: false },
  ): Tensor<[number], D>;
  unique<S extends Shape, D extends DType, C extends boolean = false, I extends boolean = false>(
    this: Tensor<S, D>,
    options: { readonly counts?: C; readonly inverse?: I },
  ): UniqueResult<S, D, C, I>;
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends IndexingMethods {}
}

installMethods(Tensor, {
  argsort,
  bincount,
  embedding,
  gather,
  indexAdd,
  maskedSelect,
  nonzero,
  oneHot,
  scatterAdd,
  searchSorted,
  sort,
  take,
  takeAlongAxis,
  topk,
  unique,
});
