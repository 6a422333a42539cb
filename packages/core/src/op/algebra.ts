/**
 * The scalar algebra in which elementwise ops and optimizer updates are written.
 *
 * An expression is a function of the algebra, such as `(e, { x }) => e.mul(x, e.sigmoid(x))`. What `e.mul` means is up to the reader:
 * a product of plain numbers, a node of a graph, a recorded op on tensors, a number with its derivative, a piece of text. The
 * readers stand in `op/readers`; each has an entry for every operation here, and without one it does not compile.
 *
 * @typeParam E - What stands for a number: a `number`, a `Tensor`, an expression. Constants are plain numbers everywhere.
 * @typeParam C - What stands for a condition, the result of a comparison.
 */
export interface Algebra<E, C> {
  /** `a + b` */
  add(a: Operand<E>, b: Operand<E>): E;
  /** `a − b` */
  sub(a: Operand<E>, b: Operand<E>): E;
  /** `a b` */
  mul(a: Operand<E>, b: Operand<E>): E;
  /** `a / b` */
  div(a: Operand<E>, b: Operand<E>): E;
  /** `−x` */
  neg(x: Operand<E>): E;
  /**
   * `u s`, and 0 wherever `u` is 0, even if `s` is infinite or NaN: the product of the chain rule. What has no influence on the
   * result (`u = 0`) has no derivative either, whatever its own slope is.
   */
  chain(u: Operand<E>, s: Operand<E>): E;
  /** The quotient rounded towards −∞: `⌊a / b⌋`. */
  floorDivide(a: Operand<E>, b: Operand<E>): E;
  /** What a floored quotient leaves: `a − b ⌊a / b⌋`, with the sign of `b`. */
  remainder(a: Operand<E>, b: Operand<E>): E;

  /** `|x|` */
  abs(x: Operand<E>): E;
  /** −1, 0 or 1; NaN stays. */
  sign(x: Operand<E>): E;
  /** The magnitude of `a` with the sign of `b`, which −0 has too. */
  copySign(a: Operand<E>, b: Operand<E>): E;
  /** The smaller one; NaN if either is. */
  minimum(a: Operand<E>, b: Operand<E>): E;
  /** The larger one; NaN if either is. */
  maximum(a: Operand<E>, b: Operand<E>): E;
  /** `⌊x⌋` */
  floor(x: Operand<E>): E;
  /** `⌈x⌉` */
  ceil(x: Operand<E>): E;
  /** The nearest whole number; the even one of two that are equally near. */
  round(x: Operand<E>): E;
  /** The whole part, towards 0. */
  trunc(x: Operand<E>): E;

  /** `aᵇ`; 1 to any power is 1, and so is anything to the power of 0. */
  pow(a: Operand<E>, b: Operand<E>): E;
  /** `x²` */
  square(x: Operand<E>): E;
  /** `√x` */
  sqrt(x: Operand<E>): E;
  /** `√(a² + b²)`, without overflow in between. */
  hypot(a: Operand<E>, b: Operand<E>): E;

  /** `eˣ` */
  exp(x: Operand<E>): E;
  /** `eˣ − 1`, exact for small `x`. */
  expm1(x: Operand<E>): E;
  /** `ln x` */
  log(x: Operand<E>): E;
  /** `ln (1 + x)`, exact for small `x`. */
  log1p(x: Operand<E>): E;
  /** `log₂ x` */
  log2(x: Operand<E>): E;
  /** `log₁₀ x` */
  log10(x: Operand<E>): E;
  /** `σ(x) = 1 / (1 + e⁻ˣ)` */
  sigmoid(x: Operand<E>): E;
  /** `ln (1 + eˣ)` */
  softplus(x: Operand<E>): E;

  sin(x: Operand<E>): E;
  cos(x: Operand<E>): E;
  tan(x: Operand<E>): E;
  asin(x: Operand<E>): E;
  acos(x: Operand<E>): E;
  atan(x: Operand<E>): E;
  /** The angle of the point `(x, y)`, in −π … π. */
  atan2(y: Operand<E>, x: Operand<E>): E;
  sinh(x: Operand<E>): E;
  cosh(x: Operand<E>): E;
  tanh(x: Operand<E>): E;
  asinh(x: Operand<E>): E;
  acosh(x: Operand<E>): E;
  atanh(x: Operand<E>): E;

  /** `e^(−x²)`, whose exponent is not rounded to a float before the exponential multiplies its error. */
  gauss(x: Operand<E>): E;
  /** `erf x = 2/√π ∫₀ˣ e^(−t²) dt` */
  erf(x: Operand<E>): E;
  /** `1 − erf x`, exact where that is small. */
  erfc(x: Operand<E>): E;
  /** `Φ(x) = erfc(−x/√2) / 2`, the normal distribution function, exact where it is small. */
  normalCdf(x: Operand<E>): E;
  /** `ln |Γ(x)|` */
  lgamma(x: Operand<E>): E;
  /** The derivative of order `n + 1` of `ln Γ(x)`; `n` is a whole number from 0 on, and always a constant. */
  polygamma(n: number, x: Operand<E>): E;

  equal(a: Operand<E>, b: Operand<E>): C;
  notEqual(a: Operand<E>, b: Operand<E>): C;
  less(a: Operand<E>, b: Operand<E>): C;
  lessEqual(a: Operand<E>, b: Operand<E>): C;
  isNan(x: Operand<E>): C;
  isFinite(x: Operand<E>): C;
  /** Is the sign bit set, as it is for −0? */
  signBit(x: Operand<E>): C;
  and(a: C, b: C): C;
  or(a: C, b: C): C;
  not(a: C): C;
  /** `a` where the condition holds, else `b`. */
  select(condition: C, a: Operand<E>, b: Operand<E>): E;
}

/** What an operation takes: an expression, or a constant. */
export type Operand<E> = E | number;

/** The name of an operation. */
export type Operation = keyof Algebra<unknown, unknown>;

/** Operations that give a condition. */
export type ConditionOperation =
  | "equal"
  | "notEqual"
  | "less"
  | "lessEqual"
  | "isNan"
  | "isFinite"
  | "signBit"
  | "and"
  | "or"
  | "not";

/** Operations that give a number. */
export type NumberOperation = Exclude<Operation, ConditionOperation>;

/** One entry for each operation that gives a condition: leaving one out does not compile. */
const conditions: Record<ConditionOperation, true> = {
  equal: true,
  notEqual: true,
  less: true,
  lessEqual: true,
  isNan: true,
  isFinite: true,
  signBit: true,
  and: true,
  or: true,
  not: true,
};

/** All operations that give a condition. */
export const conditionOperations: readonly ConditionOperation[] = /* @__PURE__ */ Object.keys(
  conditions,
) as ConditionOperation[]; // the keys of a record are those of its type
