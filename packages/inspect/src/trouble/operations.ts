import type { Algebra } from "@tapegrad/core";
import { numberText } from "../reading/names.ts";

/** The name of an operation of the scalar algebra. */
export type Operation = keyof Algebra<unknown, unknown>;

const largestFloat64 = "1.798e308";
/** What is beyond it by half a step or more is rounded to ∞. */
export const largestFloat32 = 3.4028234663852886e38;

/** How an operation on numbers is written, where that is not `name(a, b)`. */
const written: { readonly [O in Operation]?: (a: string, b: string) => string } = {
  add: (a, b) => `${a} + ${b}`,
  sub: (a, b) => `${a} − ${b}`,
  mul: (a, b) => `${a} · ${b}`,
  chain: (a, b) => `${a} · ${b}`,
  div: (a, b) => `${a} / ${b}`,
  neg: (a) => `−${a}`,
  square: (a) => `${a}²`,
  pow: (a, b) => `${a}^${b}`,
  sqrt: (a) => `√${a}`,
  exp: (a) => `e^${a}`,
  log: (a) => `ln ${a}`,
  log2: (a) => `log₂ ${a}`,
  log10: (a) => `log₁₀ ${a}`,
  log1p: (a) => `ln(1 + ${a})`,
  expm1: (a) => `e^${a} − 1`,
};

/** An operation on these numbers, as one would write it: `e^800`, `1 / 0`. */
export function operationText(operation: Operation, operands: readonly number[]): string {
  const texts = operands.map((value) => (value < 0 ? `(${numberText(value)})` : numberText(value)));
  return written[operation]?.(texts[0]!, texts[1] ?? "") ?? `${operation}(${operands.map(numberText).join(", ")})`;
}

/** What an operation has to say of operands it has no finite result for; nothing where it is an overflow like any other. */
const causes: { readonly [O in Operation]?: (a: number, b: number) => string | undefined } = {
  add: (a, b) => (a === -b && !Number.isFinite(a) ? "∞ − ∞" : undefined),
  sub: (a, b) => (a === b && !Number.isFinite(a) ? "∞ − ∞" : undefined),
  mul: zeroTimesInfinity,
  chain: zeroTimesInfinity,
  div(a, b) {
    if (b === 0) return a === 0 ? "0 / 0" : "division by 0";
    return Number.isFinite(a) || Number.isFinite(b) ? undefined : "∞ / ∞";
  },
  floorDivide: (a, b) => (b !== 0 ? undefined : a === 0 ? "0 / 0" : "division by 0"),
  remainder: (_, b) => (b === 0 ? "remainder of a division by 0" : undefined),
  pow(a, b) {
    if (a === 0 && b < 0) return "division by 0: a negative power of 0";
    return a < 0 && !Number.isInteger(b) ? "a power of a negative number that is not whole" : undefined;
  },
  sqrt: (a) => (a < 0 ? "square root of a negative number" : undefined),
  log: logarithm,
  log2: logarithm,
  log10: logarithm,
  log1p: (a) => logarithm(1 + a),
  asin: outsideOfOne,
  acos: outsideOfOne,
  atanh: (a) => (Math.abs(a) === 1 ? "atanh at ±1, its pole" : outsideOfOne(a)),
  acosh: (a) => (a < 1 ? "acosh of a number below 1" : undefined),
  lgamma: pole,
  polygamma: (_, a) => pole(a),
  sin: ofInfinity,
  cos: ofInfinity,
  tan: ofInfinity,
};

function zeroTimesInfinity(a: number, b: number): string | undefined {
  return (a === 0 && !Number.isFinite(b)) || (b === 0 && !Number.isFinite(a)) ? "0 · ∞" : undefined;
}

function logarithm(a: number): string | undefined {
  return a === 0 ? "logarithm of 0" : a < 0 ? "logarithm of a negative number" : undefined;
}

function outsideOfOne(a: number): string | undefined {
  return Math.abs(a) > 1 ? "a number outside of −1 … 1" : undefined;
}

function pole(a: number): string | undefined {
  return a <= 0 && Number.isInteger(a) ? "a pole of the gamma function" : undefined;
}

function ofInfinity(a: number): string | undefined {
  return Number.isFinite(a) ? undefined : "an angle that is infinite";
}

/** Why an operation on these numbers gives NaN or ±∞: `overflow: e^800 is larger than 1.798e308, the largest float64`. */
export function operationReason(operation: Operation, operands: readonly number[], result: number): string {
  const text = operationText(operation, operands);
  const [a = Number.NaN, b = Number.NaN] = operands;
  if (Number.isNaN(a) || operands.some(Number.isNaN)) return `NaN to begin with: ${text}`;
  const cause = causes[operation]?.(a, b);
  if (cause !== undefined) return cause === text ? text : `${cause}: ${text}`;
  if (operands.every(Number.isFinite) && Math.abs(result) === Infinity)
    return `overflow: ${text} is beyond ${largestFloat64}, the largest float64`;
  if (operands.some((value) => !Number.isFinite(value)) && !Number.isNaN(result)) return `∞ to begin with: ${text}`;
  return `${text} is ${numberText(result)}`;
}
