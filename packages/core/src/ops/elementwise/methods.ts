// Generated from the op files by `pnpm generate`; do not edit.

import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import { installMethods } from "../../tensor/methods.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { abs } from "./abs.ts";
import { acos } from "./acos.ts";
import { acosh } from "./acosh.ts";
import { add } from "./add.ts";
import { asin } from "./asin.ts";
import { asinh } from "./asinh.ts";
import { atan } from "./atan.ts";
import { atan2 } from "./atan2.ts";
import { atanh } from "./atanh.ts";
import { ceil } from "./ceil.ts";
import type { CeluOptions } from "./celu.ts";
import { celu } from "./celu.ts";
import type { ClampBounds } from "./clamp.ts";
import { clamp } from "./clamp.ts";
import { cos } from "./cos.ts";
import { cosh } from "./cosh.ts";
import { digamma } from "./digamma.ts";
import { div } from "./div.ts";
import type { EluOptions } from "./elu.ts";
import { elu } from "./elu.ts";
import { equal } from "./equal.ts";
import { erf } from "./erf.ts";
import { erfc } from "./erfc.ts";
import { exp } from "./exp.ts";
import { expm1 } from "./expm1.ts";
import { floor } from "./floor.ts";
import { floorDivide } from "./floorDivide.ts";
import type { GeluOptions } from "./gelu.ts";
import { gelu } from "./gelu.ts";
import { greater } from "./greater.ts";
import { greaterEqual } from "./greaterEqual.ts";
import { hardSigmoid } from "./hardSigmoid.ts";
import { hardSwish } from "./hardSwish.ts";
import type { HardTanhOptions } from "./hardTanh.ts";
import { hardTanh } from "./hardTanh.ts";
import type { HeavisideOptions } from "./heaviside.ts";
import { heaviside } from "./heaviside.ts";
import { hypot } from "./hypot.ts";
import { isFinite } from "./isFinite.ts";
import { isInf } from "./isInf.ts";
import { isNan } from "./isNan.ts";
import type { LeakyReluOptions } from "./leakyRelu.ts";
import { leakyRelu } from "./leakyRelu.ts";
import { lerp } from "./lerp.ts";
import { less } from "./less.ts";
import { lessEqual } from "./lessEqual.ts";
import { lgamma } from "./lgamma.ts";
import { log } from "./log.ts";
import { log1p } from "./log1p.ts";
import { log2 } from "./log2.ts";
import { log10 } from "./log10.ts";
import { logAddExp } from "./logAddExp.ts";
import { logicalAnd } from "./logicalAnd.ts";
import { logicalNot } from "./logicalNot.ts";
import { logicalOr } from "./logicalOr.ts";
import { logicalXor } from "./logicalXor.ts";
import { logSigmoid } from "./logSigmoid.ts";
import { maximum } from "./maximum.ts";
import { minimum } from "./minimum.ts";
import { mish } from "./mish.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { notEqual } from "./notEqual.ts";
import { pow } from "./pow.ts";
import { reciprocal } from "./reciprocal.ts";
import { relu } from "./relu.ts";
import { relu6 } from "./relu6.ts";
import { remainder } from "./remainder.ts";
import { round } from "./round.ts";
import { rsqrt } from "./rsqrt.ts";
import { selu } from "./selu.ts";
import { sigmoid } from "./sigmoid.ts";
import { sign } from "./sign.ts";
import { silu } from "./silu.ts";
import { sin } from "./sin.ts";
import { sinh } from "./sinh.ts";
import { softplus } from "./softplus.ts";
import { softsign } from "./softsign.ts";
import { sqrt } from "./sqrt.ts";
import { square } from "./square.ts";
import { sub } from "./sub.ts";
import { tan } from "./tan.ts";
import { tanh } from "./tanh.ts";
import { trunc } from "./trunc.ts";
import type { Chosen } from "./where.ts";
import { where } from "./where.ts";
import { xlogy } from "./xlogy.ts";

/** The ops of this family as methods of a tensor, which is their first argument. */
export interface ElementwiseMethods {
  /** Absolute value, element by element: `y = |x|`. See {@link abs}. */
  abs<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Inverse cosine, element by element: `y = arccos x`, radians in 0 … π. See {@link acos}. */
  acos<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Inverse hyperbolic cosine, element by element: `y = ln(x + √(x² − 1))`, at least 0. See {@link acosh}. */
  acosh<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Sum, element by element: `y = a + b`. On two bools it is "or". See {@link add}. */
  add<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Inverse sine, element by element: `y = arcsin x`, radians in -π/2 … π/2. See {@link asin}. */
  asin<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Inverse hyperbolic sine, element by element: `y = ln(x + √(x² + 1))`. See {@link asinh}. */
  asinh<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Inverse tangent, element by element: `y = arctan x`, radians in -π/2 … π/2. See {@link atan}. */
  atan<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Angle of a point with the x-axis, element by element: `z = arctan(y / x)` in the right quadrant, in −π … π. See {@link atan2}. */
  atan2<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    x: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
  /** Inverse hyperbolic tangent, element by element: `y = ½ ln((1 + x) / (1 − x))`. See {@link atanh}. */
  atanh<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** The smallest whole number not below, element by element: `y = ⌈x⌉`. See {@link ceil}. */
  ceil<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Continuously differentiable exponential linear unit, element by element: `y = x` where `x > 0`, `α (e^(x/α) − 1)` elsewhere. See {@link celu}. */
  celu<A extends Shape, D extends DType>(this: Tensor<A, D>, options?: CeluOptions): Tensor<A, ToFloat<D>>;
  /** The nearest value within bounds, element by element: `y = min(max(x, min), max)`. See {@link clamp}. */
  clamp<A extends Shape, D extends DType>(this: Tensor<A, D>, options: ClampBounds): Tensor<A, D>;
  /** Cosine, element by element: `y = cos x`, of radians. See {@link cos}. */
  cos<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Hyperbolic cosine, element by element: `y = (eˣ + e⁻ˣ) / 2`. See {@link cosh}. */
  cosh<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Derivative of the logarithm of the gamma function, element by element: `y = ψ(x) = Γ′(x) / Γ(x)`. See {@link digamma}. */
  digamma<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Quotient, element by element: `y = a / b`. Of integers it is float32. See {@link div}. */
  div<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
  /** Exponential linear unit, element by element: `y = x` where `x > 0`, `α (eˣ − 1)` elsewhere. See {@link elu}. */
  elu<A extends Shape, D extends DType>(this: Tensor<A, D>, options?: EluOptions): Tensor<A, ToFloat<D>>;
  /** Are two equal, element by element: `y = [a = b]`. NaN equals nothing. See {@link equal}. */
  equal<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Error function, element by element: `y = 2/√π ∫₀ˣ e^(−t²) dt`, in -1 … 1. See {@link erf}. */
  erf<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Complementary error function, element by element: `y = 1 − erf x`, to the last digit where that is small. See {@link erfc}. */
  erfc<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Exponential, element by element: `y = eˣ`. See {@link exp}. */
  exp<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Exponential less one, element by element: `y = eˣ − 1`, to the last digit for small `x` too. See {@link expm1}. */
  expm1<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** The largest whole number not above, element by element: `y = ⌊x⌋`. See {@link floor}. */
  floor<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Quotient rounded towards −∞, element by element: `y = ⌊a / b⌋`. An integer divided by 0 gives 0, as in NumPy. See {@link floorDivide}. */
  floorDivide<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Gaussian error linear unit, element by element: `y = x Φ(x) = ½ x (1 + erf(x/√2))`. See {@link gelu}. */
  gelu<A extends Shape, D extends DType>(this: Tensor<A, D>, options?: GeluOptions): Tensor<A, ToFloat<D>>;
  /** Is the first larger, element by element: `y = [a > b]`. With NaN it is false. See {@link greater}. */
  greater<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Is the first no smaller? Element by element: `y = [a ≥ b]`. Nothing is to NaN. See {@link greaterEqual}. */
  greaterEqual<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Logistic function in three straight pieces, element by element: `y = min(max(x + 3, 0), 6) / 6`, in 0 … 1. See {@link hardSigmoid}. */
  hardSigmoid<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Sigmoid linear unit in three pieces, element by element: `y = x min(max(x + 3, 0), 6) / 6`. See {@link hardSwish}. */
  hardSwish<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Hyperbolic tangent in three straight pieces, element by element: `y = min(max(x, min), max)`. See {@link hardTanh}. */
  hardTanh<A extends Shape, D extends DType>(this: Tensor<A, D>, options?: HardTanhOptions): Tensor<A, D>;
  /** Heaviside's step, element by element: `y = 0` where `x < 0`, 1 where `x > 0`, and `atZero` where `x = 0`. See {@link heaviside}. */
  heaviside<A extends Shape, D extends DType>(this: Tensor<A, D>, options?: HeavisideOptions): Tensor<A, ToFloat<D>>;
  /** Length of the hypotenuse, element by element: `y = √(a² + b²)`, without overflow in between. See {@link hypot}. */
  hypot<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
  /** Is it neither infinite nor NaN, element by element? Always, for integers and bools. See {@link isFinite}. */
  isFinite<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, "bool">;
  /** Is it infinite, element by element? Never, for integers and bools. See {@link isInf}. */
  isInf<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, "bool">;
  /** Is it NaN, element by element? Never, for integers and bools. See {@link isNan}. */
  isNan<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, "bool">;
  /** Rectified linear unit with a leak, element by element: `y = x` where `x > 0`, `negativeSlope · x` elsewhere. See {@link leakyRelu}. */
  leakyRelu<A extends Shape, D extends DType>(this: Tensor<A, D>, options?: LeakyReluOptions): Tensor<A, ToFloat<D>>;
  /** Linear interpolation, element by element: `y = a + weight (b − a)`; exactly `a` at weight 0 and `b` at weight 1. See {@link lerp}. */
  lerp<
    A extends Shape = [],
    DA extends DType = never,
    B extends Shape = [],
    DB extends DType = DA,
    C extends Shape = [],
    DC extends DType = Promote<DA, DB>,
  >(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
    weight: Ok<number | Tensor<C, DC>, BroadcastError<Broadcast<A, B>, C>>,
  ): Tensor<Broadcast<Broadcast<A, B>, C>, ToFloat<Promote<Promote<DA, DB>, DC>>>;
  /** Is the first smaller, element by element: `y = [a < b]`. With NaN it is false. See {@link less}. */
  less<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Is the first no larger? Element by element: `y = [a ≤ b]`. Nothing is to NaN. See {@link lessEqual}. */
  lessEqual<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Logarithm of the gamma function's magnitude, element by element: `y = ln |Γ(x)|`; for a whole `n ≥ 0`, `lgamma(n + 1) = ln n!`. See {@link lgamma}. */
  lgamma<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Natural logarithm, element by element: `y = ln x`. See {@link log}. */
  log<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Logarithm to base 10, element by element: `y = log₁₀ x`. See {@link log10}. */
  log10<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Natural logarithm of one more, element by element: `y = ln(1 + x)`, to the last digit for small `x` too. See {@link log1p}. */
  log1p<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Logarithm to base 2, element by element: `y = log₂ x`; exact for powers of two. See {@link log2}. */
  log2<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Logarithm of a sum of two exponentials, element by element: `y = ln(eᵃ + eᵇ)`, without overflow in between. See {@link logAddExp}. */
  logAddExp<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
  /** Logarithm of the logistic function, element by element: `y = ln σ(x) = −ln(1 + e⁻ˣ)`. See {@link logSigmoid}. */
  logSigmoid<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Do both hold? Element by element: `y = [a and b]`. A number counts as true unless it is 0. See {@link logicalAnd}. */
  logicalAnd<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Negation, element by element: is it false? A number is where it is 0, and NaN is not. See {@link logicalNot}. */
  logicalNot<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, "bool">;
  /** Does one hold, or both? Element by element: `y = [a or b]`. A number counts as true unless it is 0. See {@link logicalOr}. */
  logicalOr<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Does exactly one hold? Element by element: `y = [either a or b]`. A number counts as true unless it is 0. See {@link logicalXor}. */
  logicalXor<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
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
  /** Mish, element by element: `y = x tanh(ln(1 + eˣ))`. See {@link mish}. */
  mish<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Product, element by element: `y = a b`. On two bools it is "and". See {@link mul}. */
  mul<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** The opposite, element by element: `y = −x`. See {@link neg}. */
  neg<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Are they different? Element by element: `y = [a ≠ b]`. NaN differs from everything. See {@link notEqual}. */
  notEqual<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, "bool">;
  /** Power, element by element: `y = aᵇ`. `0⁰` is 1, `1ᵇ` is 1 even for NaN, and a negative base with a fractional exponent gives NaN. See {@link pow}. */
  pow<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Reciprocal, element by element: `y = 1 / x`. See {@link reciprocal}. */
  reciprocal<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Rectified linear unit, element by element: `y = max(x, 0)`. See {@link relu}. */
  relu<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Rectified linear unit with a ceiling, element by element: `y = min(max(x, 0), 6)`. See {@link relu6}. */
  relu6<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** What a floored quotient leaves, element by element: `y = a − b ⌊a / b⌋`, with the sign of `b`. Of an integer and 0 it is 0, as in NumPy. See {@link remainder}. */
  remainder<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** The nearest whole number, element by element; of two that are equally near, the even one. See {@link round}. */
  round<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Reciprocal of the square root, element by element: `y = 1 / √x`. See {@link rsqrt}. */
  rsqrt<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Self-normalizing exponential linear unit, element by element: `y = λ x` where `x > 0`, `λ α (eˣ − 1)` elsewhere. See {@link selu}. */
  selu<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Logistic function, element by element: `y = 1 / (1 + e⁻ˣ)`, in 0 … 1. See {@link sigmoid}. */
  sigmoid<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Sign, element by element: `y = −1` where `x < 0`, `0` where `x = 0`, `1` where `x > 0`. See {@link sign}. */
  sign<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Sigmoid linear unit, also called swish, element by element: `y = x σ(x)`. See {@link silu}. */
  silu<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Sine, element by element: `y = sin x`, of radians. See {@link sin}. */
  sin<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Hyperbolic sine, element by element: `y = (eˣ − e⁻ˣ) / 2`. See {@link sinh}. */
  sinh<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Smooth rectifier, element by element: `y = ln(1 + eˣ)`. See {@link softplus}. */
  softplus<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Softsign, element by element: `y = x / (1 + |x|)`, in -1 … 1. See {@link softsign}. */
  softsign<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Square root, element by element: `y = √x`. See {@link sqrt}. */
  sqrt<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Square, element by element: `y = x²`. See {@link square}. */
  square<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** Difference, element by element: `y = a − b`. See {@link sub}. */
  sub<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    b: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, Promote<DA, DB>>;
  /** Tangent, element by element: `y = sin x / cos x`, of radians. See {@link tan}. */
  tan<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** Hyperbolic tangent, element by element: `y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`, in -1 … 1. See {@link tanh}. */
  tanh<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, ToFloat<D>>;
  /** The whole part, element by element: `x` without its fraction. See {@link trunc}. */
  trunc<A extends Shape, D extends DType>(this: Tensor<A, D>): Tensor<A, D>;
  /** One of two, element by element: `x` where `condition` holds, `y` elsewhere. See {@link where}. */
  where<C extends Shape, A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<C, "bool">,
    x: Ok<number | Tensor<A, DA>, BroadcastError<C, A>>,
    y: Ok<number | Tensor<B, DB>, BroadcastError<Broadcast<C, A>, B>>,
  ): Tensor<Broadcast<Broadcast<C, A>, B>, Chosen<DA, DB>>;
  /** Product with a logarithm, element by element: `z = x ln y`, and 0 where `x = 0`, whatever `y` is but NaN. See {@link xlogy}. */
  xlogy<A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    this: Tensor<A, DA>,
    y: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
}

declare module "../../tensor/tensor.ts" {
  interface Tensor<out S extends Shape, out D extends DType> extends ElementwiseMethods {}
}

installMethods(Tensor, {
  abs,
  acos,
  acosh,
  add,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  ceil,
  celu,
  clamp,
  cos,
  cosh,
  digamma,
  div,
  elu,
  equal,
  erf,
  erfc,
  exp,
  expm1,
  floor,
  floorDivide,
  gelu,
  greater,
  greaterEqual,
  hardSigmoid,
  hardSwish,
  hardTanh,
  heaviside,
  hypot,
  isFinite,
  isInf,
  isNan,
  leakyRelu,
  lerp,
  less,
  lessEqual,
  lgamma,
  log,
  log10,
  log1p,
  log2,
  logAddExp,
  logSigmoid,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  maximum,
  minimum,
  mish,
  mul,
  neg,
  notEqual,
  pow,
  reciprocal,
  relu,
  relu6,
  remainder,
  round,
  rsqrt,
  selu,
  sigmoid,
  sign,
  silu,
  sin,
  sinh,
  softplus,
  softsign,
  sqrt,
  square,
  sub,
  tan,
  tanh,
  trunc,
  where,
  xlogy,
});
