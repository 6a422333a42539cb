import { floorDivide, isNegative, remainder } from "../../kernels/js/special/division.ts";
import { erf, erfc, normalCdf } from "../../kernels/js/special/erf.ts";
import { expMinusSquare } from "../../kernels/js/special/expMinusSquare.ts";
import { hypot } from "../../kernels/js/special/hypot.ts";
import { lgamma } from "../../kernels/js/special/lgamma.ts";
import { sigmoid, softplus } from "../../kernels/js/special/logistic.ts";
import { polygamma } from "../../kernels/js/special/polygamma.ts";
import { pow } from "../../kernels/js/special/pow.ts";
import { roundHalfEven } from "../../kernels/js/special/roundHalfEven.ts";
import type { Algebra } from "../algebra.ts";

/**
 * The algebra on plain numbers, computed in float64: the reference that every other reader and every kernel is held to. Conditions are
 * booleans, or the 0 and 1 of a bool tensor.
 */
export const numbers: Algebra<number, boolean | number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (x) => -x,
  chain: (u, s) => (u === 0 ? 0 : u * s),
  floorDivide,
  remainder,

  abs: Math.abs,
  sign: (x) => Math.sign(x) + 0, // + 0: of −0 too it is 0
  copySign: (a, b) => (isNegative(b) ? -Math.abs(a) : Math.abs(a)),
  minimum: Math.min,
  maximum: Math.max,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
  trunc: Math.trunc,

  pow,
  square: (x) => x * x,
  sqrt: Math.sqrt,
  hypot,

  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  log10: Math.log10,
  sigmoid,
  softplus,

  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,

  gauss: expMinusSquare,
  erf,
  erfc,
  normalCdf,
  lgamma: (x) => lgamma(x) + 0, // + 0: of −0, which differences near 1 can give
  polygamma,

  equal: (a, b) => a === b,
  notEqual: (a, b) => a !== b,
  less: (a, b) => a < b,
  lessEqual: (a, b) => a <= b,
  isNan: Number.isNaN,
  isFinite: Number.isFinite,
  signBit: isNegative,
  and: (a, b) => a && b,
  or: (a, b) => a || b,
  not: (a) => !a,
  select: (condition, a, b) => (condition ? a : b),
};
