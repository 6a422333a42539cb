// Generated from the op files by `pnpm generate`; do not edit.

import type { Axes } from "../shape/axes.ts";
import type {
  Broadcast,
  BroadcastError,
  BroadcastToError,
  Dynamic,
  Made,
  MatMulError,
  MatMulShape,
  Ok,
  Reduce,
  ReduceError,
  ReshapeError,
  ReshapeShape,
  Shape,
  TransposedIf,
} from "../shape/types.ts";
import type { DType, Promote, ToFloat, ToNumeric } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { add } from "./elementwise/add.ts";
import { mul } from "./elementwise/mul.ts";
import { neg } from "./elementwise/neg.ts";
import { square } from "./elementwise/square.ts";
import { sub } from "./elementwise/sub.ts";
import { tanh } from "./elementwise/tanh.ts";
import { matmul } from "./linalg/matmul.ts";
import { broadcastTo } from "./movement/broadcastTo.ts";
import { cast } from "./movement/cast.ts";
import { reshape } from "./movement/reshape.ts";
import { stopGradient } from "./movement/stopGradient.ts";
import { sumTo } from "./movement/sumTo.ts";
import { sum } from "./reduce/sum.ts";

/** The ops as methods of a tensor, which is their first argument. */
export interface TensorMethods {
  /** Sum, element by element: `y = a + b`. On two bools it is "or". See {@link add}. */
  add<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** `x` repeated to a larger shape: axes pair up from the last, and those of size 1 (or missing in front) repeat. See {@link broadcastTo}. */
  broadcastTo<A extends Shape, const N extends Shape, D extends DType>(
    this: Tensor<A, D>,
    shape: Ok<readonly [...N], BroadcastToError<A, N>>,
  ): Tensor<Made<N>, D>;
  /** The same values in another dtype: `y = x`, rounded to what the dtype can hold. See {@link cast}. */
  cast<A extends Shape, T extends DType>(this: Tensor<A, Dynamic>, dtype: T): Tensor<A, T>;
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
  /** Product, element by element: `y = a b`. On two bools it is "and". See {@link mul}. */
  mul<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** The opposite, element by element: `y = −x`. See {@link neg}. */
  neg<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** The same elements in the same order under another shape: `y[k] = x[k]`, `k` the row-major position. See {@link reshape}. */
  reshape<A extends Shape, const N extends Shape, D extends DType>(
    this: Tensor<A, D>,
    shape: Ok<readonly [...N], ReshapeError<A, N>>,
  ): Tensor<ReshapeShape<N>, D>;
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
  /** Hyperbolic tangent, element by element: `y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`, in -1 … 1. See {@link tanh}. */
  tanh<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

type Method = (...args: readonly unknown[]) => unknown;

/** `x.op(…)` is `op(x, …)`. */
const methods: Record<keyof TensorMethods, unknown> = {
  add,
  broadcastTo,
  cast,
  matmul,
  mul,
  neg,
  reshape,
  square,
  detach: stopGradient,
  sub,
  sum,
  sumTo,
  tanh,
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
