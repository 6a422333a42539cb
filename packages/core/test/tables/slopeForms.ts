import { expMinusSquare, timesExpMinusSquare } from "../../src/kernels/js/special/expMinusSquare.ts";
import { geluSlope } from "../../src/kernels/js/special/geluSlope.ts";
import { hypot } from "../../src/kernels/js/special/hypot.ts";
import { sigmoid } from "../../src/kernels/js/special/logistic.ts";
import { polygamma } from "../../src/kernels/js/special/polygamma.ts";
import { pow } from "../../src/kernels/js/special/pow.ts";

/**
 * Slopes in forms that stay within 4 ulp of float64, on plain numbers: what the ops' expressions can be written after. The comments
 * say what a shorter form would lose.
 */
type Slope = (x: number) => number;

const TWO_OVER_SQRT_PI = 1.1283791670955126;

/** σ(x) σ(−x) from one exponential: neither factor is a rounded 1 minus something. */
const logisticSlope: Slope = (x) => {
  const e = Math.exp(-Math.abs(x));
  return e / ((1 + e) * (1 + e));
};

/** sech² x = 4 e^(−2|x|) / (1 + e^(−2|x|))²; 1 − tanh² cancels, 1/cosh² overflows on the way to a denormal result. */
const sech2: Slope = (x) => 4 * logisticSlope(2 * x);

// 1 + x + eˣ = (x − r) + (eˣ − eʳ): at the zero r of the slope both parts are 0 and have one sign.
const SILU_ROOT = -1.2784645427610737;
const SILU_ROOT_LOW = -1.0946994183093437e-16;
const SILU_EXP_ROOT = 0.2784645427610738;

const silu: Slope = (x) => {
  if (x >= 0) return x > 750 ? 1 : sigmoid(x) * (1 + x * sigmoid(-x));
  if (x < -800) return 0;
  const d = x - SILU_ROOT - SILU_ROOT_LOW;
  // e⁻⁷⁴⁰ · 740 has lost digits when the power is denormal: the factor goes between two roots of it.
  const half = Math.exp(x / 2);
  const e = half * half;
  const factor = (d + SILU_EXP_ROOT * Math.expm1(d)) / ((1 + e) * (1 + e));
  return x < -700 ? half * factor * half : Math.exp(x) * factor;
};

const MISH_ROOT = -1.1924312145154952;
const MISH_ROOT_LOW = -4.8484829848031044e-17;
const MISH_EXP_ROOT = 0.3034825352815289;
/** 4 root + 6 */
const MISH_SLOPE_AT_ROOT = 1.2302751419380191;

/** eˣ ω / δ² with ω = 4(x + 1) + 4e²ˣ + e³ˣ + eˣ(4x + 6), δ = 2eˣ + e²ˣ + 2; below 0 ω as its difference from ω(root) = 0. */
const mish: Slope = (x) => {
  if (x > 40) return 1;
  if (x >= 0) {
    const q = Math.exp(-x);
    const delta = 1 + q * (2 + 2 * q);
    return (1 + q * (4 + q * (4 * x + 6 + q * 4 * (x + 1)))) / (delta * delta);
  }
  if (x < -800) return 0;
  const d = x - MISH_ROOT - MISH_ROOT_LOW;
  const half = Math.exp(x / 2);
  const e = x < -700 ? half * half : Math.exp(x);
  const r = MISH_EXP_ROOT;
  const change = r * Math.expm1(d);
  const omega = 4 * d + change * (4 * (e + r) + (e * e + e * r + r * r) + MISH_SLOPE_AT_ROOT) + 4 * e * d;
  const delta = 2 + e * (2 + e);
  const factor = omega / (delta * delta);
  return x < -700 ? half * factor * half : e * factor;
};

/** 1/√(1 + x²) without x². */
const inverseHypot: Slope = (x) => 1 / hypot(1, x);
/** (1 − x)(1 + x): both factors are exact near ±1, where 1 − x² cancels. */
const oneMinusSquare: Slope = (x) => (1 - x) * (1 + x);
/** Two roots, since (x − 1)(x + 1) overflows. */
const rootOfSquareMinus1: Slope = (x) => Math.sqrt(x - 1) * Math.sqrt(x + 1);

const erfSecond: Slope = (x) => timesExpMinusSquare(-2 * TWO_OVER_SQRT_PI * x, x);

export const firstSlopes: Readonly<Record<string, Slope>> = {
  exp: Math.exp,
  expm1: Math.exp,
  log: (x) => 1 / x,
  log1p: (x) => 1 / (1 + x),
  // One rounding of the constant less than 1 / (x ln 2).
  log2: (x) => Math.LOG2E / x,
  log10: (x) => Math.LOG10E / x,
  sqrt: (x) => 0.5 / Math.sqrt(x),
  // Not x^(−1.5), whose x√x overflows.
  rsqrt: (x) => -0.5 / Math.sqrt(x) / x,
  // Not −1/x², whose square overflows or becomes denormal first.
  reciprocal: (x) => -(1 / x) / x,
  tan: (x) => {
    const c = 1 / Math.cos(x);
    return c * c;
  },
  asin: (x) => 1 / Math.sqrt(oneMinusSquare(x)),
  acos: (x) => -1 / Math.sqrt(oneMinusSquare(x)),
  atan: (x) => {
    const y = inverseHypot(x);
    return y / hypot(1, x);
  },
  tanh: sech2,
  asinh: inverseHypot,
  acosh: (x) => 1 / rootOfSquareMinus1(x),
  atanh: (x) => 1 / oneMinusSquare(x),
  erf: (x) => TWO_OVER_SQRT_PI * expMinusSquare(x),
  erfc: (x) => -TWO_OVER_SQRT_PI * expMinusSquare(x),
  sigmoid: logisticSlope,
  logSigmoid: (x) => sigmoid(-x),
  softplus: sigmoid,
  softsign: (x) => {
    const y = 1 / (1 + Math.abs(x));
    return y * y;
  },
  elu: (x) => (x > 0 ? 1 : Math.exp(x)),
  selu: (x) => (x > 0 ? 1.0507009873554805 : 1.7580993408473766 * Math.exp(x)),
  gelu: geluSlope,
  silu,
  mish,
};

export const secondSlopes: Readonly<Record<string, Slope>> = {
  log: (x) => -(1 / x) / x,
  log1p: (x) => -(1 / (1 + x)) / (1 + x),
  sqrt: (x) => -0.25 / Math.sqrt(x) / x,
  rsqrt: (x) => 0.75 / Math.sqrt(x) / x / x,
  tan: (x) => {
    const c = 1 / Math.cos(x);
    return 2 * Math.tan(x) * c * c;
  },
  atan: (x) => {
    // Where x² overflows, 2/x³ is 0 anyway.
    const d = 1 + x * x;
    return (-2 * (x / d)) / d;
  },
  tanh: (x) => -2 * Math.tanh(x) * sech2(x),
  asinh: (x) => {
    if (Math.abs(x) > 1e50) return -(1 / x) / Math.abs(x);
    const d = 1 + x * x;
    return -x / (d * Math.sqrt(d));
  },
  erf: erfSecond,
  erfc: (x) => -erfSecond(x),
  // σ(−x) − σ(x) = (e⁻ˣ − 1)/(e⁻ˣ + 1) cancels at 0 unless by expm1; the cube would triple the rounding of 1 + e, so that is taken back.
  sigmoid: (x) => {
    const e = Math.exp(-Math.abs(x));
    const n = 1 + e;
    const lost = 1 - n + e;
    const y = (e * (Math.expm1(-Math.abs(x)) / n)) / (n * n);
    return Math.sign(x) * (y - 3 * lost * y);
  },
  softplus: logisticSlope,
  logSigmoid: (x) => -logisticSlope(x),
  lgamma: (x) => polygamma(1, x),
};

/** b − 1 with what its rounding lost: aᵇ⁻¹ would turn an absolute error of the exponent into a relative one, times |ln a|. */
function powSlopeOfBase(a: number, b: number): number {
  const c = b - 1;
  const back = c - b;
  const lost = b - (c - back) + (-1 - back);
  const correction = lost === 0 ? 1 : 1 + lost * Math.log(Math.abs(a));
  const power = pow(a, c);
  if (Math.abs(power) > 1e-290 && Math.abs(power) < 1e300) return b * power * correction;
  // b may bring an under- or overflowing power back: multiply it in between two roots.
  const root = pow(a, c / 2);
  return b * root * root * correction;
}

export const pairSlopes: Readonly<Record<string, Readonly<Record<string, (a: number, b: number) => number>>>> = {
  div: { a: (_, b) => 1 / b, b: (a, b) => -overSquare(a, b) },
  pow: {
    a: powSlopeOfBase,
    b: (a, b) => {
      const root = pow(a, b / 2);
      return root * Math.log(a) * root;
    },
  },
  // With r = smaller/larger nothing is squared that could overflow.
  atan2: { a: (a, b) => atan2Slope(a, b), b: (a, b) => -atan2Slope(b, a) },
  hypot: { a: (a, b) => hypotSlope(a, b), b: (a, b) => hypotSlope(b, a) },
  logAddExp: { a: (a, b) => logAddExpSlope(a, b), b: (a, b) => logAddExpSlope(b, a) },
  xlogy: { a: (_, b) => Math.log(b), b: (a, b) => a / b },
};

/** b / (a² + b²) */
function atan2Slope(a: number, b: number): number {
  if (Math.abs(b) >= Math.abs(a)) {
    const r = a / b;
    return 1 / (1 + r * r) / b;
  }
  const r = b / a;
  return overSquare(b, a) / (1 + r * r);
}

/** a / b²; a/b may be denormal although the result is not, b² may be too small or large: each only where the other is not. */
function overSquare(a: number, b: number): number {
  return Math.abs(b) > 1e-150 && Math.abs(b) < 1 ? a / (b * b) : a / b / b;
}

/** a / √(a² + b²) */
function hypotSlope(a: number, b: number): number {
  if (Math.abs(a) >= Math.abs(b)) {
    const r = b / a;
    return Math.sign(a) / Math.sqrt(1 + r * r);
  }
  const r = a / b;
  return (Math.sign(b) * r) / Math.sqrt(1 + r * r);
}

/** σ(a − b) with what the difference lost (Knuth's exact sum): σ amplifies an absolute error of its argument in its lower tail. */
function logAddExpSlope(a: number, b: number): number {
  const d = a - b;
  const back = d - a;
  const lost = a - (d - back) - (b + back);
  const y = sigmoid(d);
  // Where the sum overflows or d is infinite, there is nothing to correct.
  return Math.abs(d) < 1e3 ? y + y * lost * sigmoid(-d) : y;
}
