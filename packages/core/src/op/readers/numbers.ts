import { TapegradError } from "../../errors.ts";
import { floorDivide, isNegative, remainder } from "../../kernels/js/special/division.ts";
import { hypot } from "../../kernels/js/special/hypot.ts";
import { sigmoid, softplus } from "../../kernels/js/special/logistic.ts";
import { pow } from "../../kernels/js/special/pow.ts";
import { roundHalfEven } from "../../kernels/js/special/roundHalfEven.ts";
import type { Algebra } from "../algebra.ts";
import { type ProvidedOperation, provided } from "./provided.ts";

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

  gauss: (x) => needed("gauss")(x),
  erf: (x) => needed("erf")(x),
  erfc: (x) => needed("erfc")(x),
  normalCdf: (x) => needed("normalCdf")(x),
  lgamma: (x) => needed("lgamma")(x),
  polygamma: (n, x) => needed("polygamma")(n, x),

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

/** A function that someone must have provided. */
function needed<O extends ProvidedOperation>(name: O): Algebra<number, boolean | number>[O] {
  const f = provided[name];
  if (f !== undefined) return f as Algebra<number, boolean | number>[O]; // the entry of that name
  const functions = name === "lgamma" || name === "polygamma" ? "gammaFunctions" : "errorFunctions";
  throw new TapegradError(
    `e.${name}: an op must say that it uses it, got none that does. Write uses: ${functions} in its definition.`,
  );
}
