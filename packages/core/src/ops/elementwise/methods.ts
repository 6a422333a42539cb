// Generated from the op files by `pnpm generate`; do not edit.

import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { abs } from "./abs.ts";
import { add } from "./add.ts";
import type { ClampBounds } from "./clamp.ts";
import { clamp } from "./clamp.ts";
import { div } from "./div.ts";
import { equal } from "./equal.ts";
import { exp } from "./exp.ts";
import { greater } from "./greater.ts";
import { less } from "./less.ts";
import { log } from "./log.ts";
import { maximum } from "./maximum.ts";
import { minimum } from "./minimum.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { pow } from "./pow.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { sign } from "./sign.ts";
import { softplus } from "./softplus.ts";
import { sqrt } from "./sqrt.ts";
import { square } from "./square.ts";
import { sub } from "./sub.ts";
import { tanh } from "./tanh.ts";
import type { Chosen } from "./where.ts";
import { where } from "./where.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface ElementwiseMethods {
  /** Absolute value, element by element: `y = |x|`. See {@link abs}. */
  abs<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Sum, element by element: `y = a + b`. On two bools it is "or". See {@link add}. */
  add<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** The nearest value within bounds, element by element: `y = min(max(x, min), max)`. See {@link clamp}. */
  clamp<A extends Shape, D extends DType>(this: Tensor<A, D>, options: ClampBounds): Tensor<A, D>;
  /** Quotient, element by element: `y = a / b`. Of integers it is float32. See {@link div}. */
  div<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
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
  /** The larger of two, element by element: `y = max(a, b)`. NaN wins. On two bools it is "or". See {@link maximum}. */
  maximum<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
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
  /** Power, element by element: `y = aᵇ`. `0⁰` is 1, `1ᵇ` is 1 even for NaN, and a negative base with a fractional exponent gives NaN. See {@link pow}. */
  pow<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Rectified linear unit, element by element: `y = max(x, 0)`. See {@link relu}. */
  relu<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Logistic function, element by element: `y = 1 / (1 + e⁻ˣ)`, in 0 … 1. See {@link sigmoid}. */
  sigmoid<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Sign, element by element: `y = −1` where `x < 0`, `0` where `x = 0`, `1` where `x > 0`. See {@link sign}. */
  sign<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Smooth rectifier, element by element: `y = ln(1 + eˣ)`. See {@link softplus}. */
  softplus<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Square root, element by element: `y = √x`. See {@link sqrt}. */
  sqrt<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Square, element by element: `y = x²`. See {@link square}. */
  square<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Difference, element by element: `y = a − b`. See {@link sub}. */
  sub<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Hyperbolic tangent, element by element: `y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`, in -1 … 1. See {@link tanh}. */
  tanh<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** One of two, element by element: `x` where `condition` holds, `y` elsewhere. See {@link where}. */
  where<C extends Shape, A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<C, "bool">,
    x: Ok<number | Tensor<A, DA>, BroadcastError<C, A>>,
    y: Ok<number | Tensor<B, DB>, BroadcastError<Broadcast<C, A>, B>>,
  ): Tensor<Broadcast<Broadcast<C, A>, B>, Chosen<DA, DB>>;
}

declare module "../../tensor/tensor.ts" {
  // biome-ignore lint/correctness/noUnusedVariables: a merged declaration repeats the class's parameters.
  interface Tensor<out S extends Shape, out D extends DType> extends ElementwiseMethods {}
}

installMethods(Tensor, {
  abs,
  add,
  clamp,
  div,
  equal,
  exp,
  greater,
  less,
  log,
  maximum,
  minimum,
  mul,
  neg,
  pow,
  relu,
  sigmoid,
  sign,
  softplus,
  sqrt,
  square,
  sub,
  tanh,
  where,
});
