import type { Value, VectorArithmetic, VectorOperand } from "./vector.ts";

/**
 * Transcendental functions of vectors of float64, for results that are rounded to float32 in the end.
 *
 * Each is within 1e-10 of its true value, relatively, over the whole range of float64: 600 times finer than float32 sees, so that what an
 * expression makes of several of them still rounds to the nearest float32, but for one result in some hundreds. What is far from float32 is
 * simplified: powers of e below 2⁻¹⁰²² are 0, those beyond e^709.4 are infinite, and a logarithm takes numbers below 2⁻¹⁰²² for 0.
 *
 * Coefficients are those of the polynomials that interpolate at Chebyshev nodes, within a factor of two of the best there are.
 */
type MathFunction = (d: VectorArithmetic, x: Value) => Value;

/** `(eʳ − 1)/r` for |r| ≤ ½ ln 2, within 5e-12. */
const EXPM1_OVER_R = [
  0.9999999999955054, 0.49999999999954714, 0.1666666678638049, 0.04166666678650015, 0.008333283518751228,
  0.0013888839065032378, 0.0001990758261334829, 0.000024867896008990084,
];
/** `2 artanh(t)/t` in powers of t² ≤ 0.0295 (m in √½ … √2), within 4e-12. */
const ARTANH_NEAR = [
  2.0000000000083777, 0.6666666524500372, 0.4000038518008339, 0.28535018788478095, 0.2361698581084331,
];
/** The same for t² ≤ 1/9, within 3e-12. */
const ARTANH = [
  2.0000000000048663, 0.6666666623791812, 0.40000061421088734, 0.2856814577150693, 0.22305127093350877,
  0.17122539153899458, 0.21860560870524098,
];
/** `erf(x)/x` in powers of x² ≤ ¼, within 2e-11. */
const ERF_NEAR_0 = [
  1.1283791670824095, -0.3761263852564938, 0.11283774013134253, -0.026863143027392813, 0.005200413703626176,
  -0.0007694533973205246,
];
/** `(1 + 2x) e^(x²) erfc(x)` in powers of `(x − 2.75)/(x + 2.75)`, which maps 0 … ∞ to −1 … 1; within 5e-11. */
const SCALED_ERFC = [
  1.2588036258139463, -0.13046248382339704, -0.07130620921716055, 0.14490634463211788, -0.11449316199052208,
  0.05231953437950342, -0.010500396072232705, -0.0026220331435025247, 0.0019329026244928082, 0.000039408316337411126,
  -0.0002850526263332515, 0.00000993779112193288, 0.00004239814648494068, -0.0000011246035559273618,
  -0.000004523175372281455,
];

/** `c₀ + c₁ x + …` in a tree of products: half as many steps that wait for each other as by Horner's rule. */
function polynomial(d: VectorArithmetic, x: Value, coefficients: readonly number[]): Value {
  let terms: VectorOperand[] = [...coefficients];
  for (let power = x; terms.length > 1; power = d.mul(power, power)) {
    const next: VectorOperand[] = [];
    for (let i = 0; i < terms.length; i += 2)
      next.push(i + 1 < terms.length ? d.madd(terms[i + 1]!, power, terms[i]!) : terms[i]!);
    terms = next;
  }
  return terms[0] as Value; // there are at least two coefficients
}

/** Added to a number it leaves the nearest whole number in the low bits. */
const WHOLE = 1.5 * 2 ** 52;
/** e to the power of anything lower is below 2⁻¹⁰²². */
const LOWEST = -708.39;
/** e to the power of anything higher is above 2^1023.5. */
const HIGHEST = 709.4;

/** `x = n ln 2 + r` with |r| ≤ ½ ln 2: gives r, and n in the bits of a float64's exponent. Between LOWEST and HIGHEST. */
function reduce(d: VectorArithmetic, x: Value): { readonly r: Value; readonly exponent: Value } {
  const shifted = d.madd(x, Math.LOG2E, WHOLE);
  const n = d.sub(shifted, WHOLE);
  return { r: d.madd(n, -Math.LN2, x), exponent: d.shl(shifted, 52) };
}

/** eˣ between LOWEST and HIGHEST. */
function expWithin(d: VectorArithmetic, x: Value): Value {
  const { r, exponent } = reduce(d, x);
  return d.addBits(d.madd(polynomial(d, r, EXPM1_OVER_R), r, 1), exponent);
}

/** eˣ for x ≤ 0, or NaN. */
export function expBelow0(d: VectorArithmetic, x: Value): Value {
  return d.andNot(expWithin(d, d.pmax(x, LOWEST)), d.lt(x, LOWEST));
}

function exp(d: VectorArithmetic, x: Value): Value {
  const y = expWithin(d, d.pmax(d.pmin(x, HIGHEST), LOWEST));
  return d.andNot(d.select(d.lt(HIGHEST, x), Infinity, y), d.lt(x, LOWEST));
}

function expm1(d: VectorArithmetic, x: Value): Value {
  const y = d.select(d.lt(HIGHEST, x), Infinity, expm1Within(d, d.pmax(d.pmin(x, HIGHEST), LOWEST)));
  return d.copySign(y, x); // of −0 it is −0
}

/** `eˣ − 1 = 2ⁿ (eʳ − 1) + (2ⁿ − 1)`, which keeps its digits near 0. Between LOWEST and HIGHEST. */
function expm1Within(d: VectorArithmetic, x: Value): Value {
  const { r, exponent } = reduce(d, x);
  const power = d.addBits(d.const(1), exponent);
  return d.madd(power, d.mul(polynomial(d, r, EXPM1_OVER_R), r), d.sub(power, 1));
}

/** What a logarithm is made of: `x = 2ᵉ m`, m in √½ … √2, as e and ln m. */
function logParts(d: VectorArithmetic, x: Value): { readonly e: Value; readonly logM: Value } {
  // The bits of x less those of √½: what is above √½ in the exponent is e.
  const above = d.subBits(x, d.bits(0, 0x3fe6a09e));
  const m = d.subBits(x, d.and(above, d.bits(0, 0xfff00000 | 0)));
  // e as a float: e + 1024, which is positive, in the low bits of 2⁵².
  const biased = d.shrU(d.addBits(above, d.bits(0, 0x40000000)), 52);
  const e = d.sub(d.or(biased, d.const(2 ** 52)), 2 ** 52 + 1024);
  const t = d.div(d.sub(m, 1), d.add(m, 1));
  return { e, logM: d.mul(t, polynomial(d, d.mul(t, t), ARTANH_NEAR)) };
}

const SMALLEST = 2 ** -1022;

/** `y` for ordinary x, and the logarithm of x where x is 0, below 0, infinite or NaN. */
function orSpecial(d: VectorArithmetic, x: Value, y: Value): Value {
  const special = d.select(d.lt(x, 0), Number.NaN, d.select(d.lt(x, SMALLEST), -Infinity, d.add(x, x)));
  return d.select(d.and(d.le(SMALLEST, x), d.lt(x, Infinity)), y, special);
}

function log(d: VectorArithmetic, x: Value): Value {
  const { e, logM } = logParts(d, x);
  return orSpecial(d, x, d.madd(e, Math.LN2, logM));
}

/** Powers of 2 have whole logarithms: e is not multiplied. */
function log2(d: VectorArithmetic, x: Value): Value {
  const { e, logM } = logParts(d, x);
  return orSpecial(d, x, d.madd(logM, Math.LOG2E, e));
}

function log10(d: VectorArithmetic, x: Value): Value {
  const { e, logM } = logParts(d, x);
  return orSpecial(d, x, d.madd(logM, Math.LOG10E, d.mul(e, Math.LN2 * Math.LOG10E)));
}

/** The logarithm of the rounded sum, and what the rounding lost, to first order: for tiny x that is all there is. */
function log1p(d: VectorArithmetic, x: Value): Value {
  const u = d.add(x, 1);
  const { e, logM } = logParts(d, u);
  const lost = d.div(d.sub(x, d.sub(u, 1)), u);
  // −0 stays.
  return d.select(d.eq(x, 0), x, orSpecial(d, u, d.add(d.madd(e, Math.LN2, logM), lost)));
}

/** `ln(1 + p) = 2 artanh(p/(2 + p))`, p in 0 … 1 or NaN. */
function log1pOfShare(d: VectorArithmetic, p: Value): Value {
  const t = d.div(p, d.add(p, 2));
  return d.mul(t, polynomial(d, d.mul(t, t), ARTANH));
}

/** Both from e^−|x|, which cannot overflow; σ(x) σ(−x) needs it once. */
function sigmoid(d: VectorArithmetic, x: Value): Value {
  const p = expBelow0(d, d.neg(d.abs(x)));
  return d.div(d.select(d.lt(x, 0), p, 1), d.add(p, 1));
}

function softplus(d: VectorArithmetic, x: Value): Value {
  return d.add(d.max(x, 0), log1pOfShare(d, expBelow0(d, d.neg(d.abs(x)))));
}

/** `(e²ˣ − 1)/(e²ˣ + 1)`; from 20 on it is 1. */
function tanh(d: VectorArithmetic, x: Value): Value {
  const p = expm1Within(d, d.pmin(d.mul(d.abs(x), 2), 40));
  return d.copySign(d.div(p, d.add(p, 2)), x);
}

function cosh(d: VectorArithmetic, x: Value): Value {
  const p = exp(d, d.abs(x));
  return d.mul(d.add(p, d.div(1, p)), 0.5);
}

/** `(p + p/(p + 1))/2` with p = e^|x| − 1; the quotient is 1 long before p is infinite. */
function sinh(d: VectorArithmetic, x: Value): Value {
  const p = expm1(d, d.abs(x));
  const share = d.select(d.lt(p, 1e17), d.div(p, d.add(p, 1)), 1);
  return d.copySign(d.mul(d.add(p, share), 0.5), x);
}

/** x² is rounded at 2⁻⁵³, and is below 709 where the power is not 0. */
function gauss(d: VectorArithmetic, x: Value): Value {
  return expBelow0(d, d.neg(d.mul(x, x)));
}

/** `e^(x²) erfc(x)`, x ≥ 0. */
function erfcx(d: VectorArithmetic, x: Value): Value {
  // For huge x both quotients keep their limits.
  const u = d.sub(1, d.div(5.5, d.add(x, 2.75)));
  return d.div(polynomial(d, u, SCALED_ERFC), d.add(d.mul(x, 2), 1));
}

function erfc(d: VectorArithmetic, x: Value): Value {
  const size = d.abs(x);
  const tail = d.mul(gauss(d, size), erfcx(d, size));
  return d.select(d.lt(x, 0), d.sub(2, tail), tail);
}

/** A polynomial up to ½, beyond which 1 − erfc loses nothing. */
function erf(d: VectorArithmetic, x: Value): Value {
  const size = d.abs(x);
  const far = d.sub(1, d.mul(gauss(d, size), erfcx(d, size)));
  const near = d.mul(size, polynomial(d, d.mul(x, x), ERF_NEAR_0));
  return d.copySign(d.select(d.lt(size, 0.5), near, far), x);
}

/** `e^(−x²/2)` has x itself, not x/√2 rounded. */
function normalCdf(d: VectorArithmetic, x: Value): Value {
  const power = expBelow0(d, d.mul(d.mul(x, x), -0.5));
  const tail = d.mul(d.mul(power, erfcx(d, d.mul(d.abs(x), Math.SQRT1_2))), 0.5);
  return d.select(d.lt(0, x), d.sub(1, tail), tail);
}

type MathName =
  | ("exp" | "expm1" | "log" | "log1p" | "log2" | "log10")
  | ("sigmoid" | "softplus" | "tanh" | "sinh" | "cosh")
  | ("gauss" | "erf" | "erfc" | "normalCdf");

/** By the names that they have in the scalar algebra. */
export const mathFunctions: { readonly [N in MathName]: MathFunction } = {
  exp,
  expm1,
  log,
  log1p,
  log2,
  log10,
  sigmoid,
  softplus,
  tanh,
  sinh,
  cosh,
  gauss,
  erf,
  erfc,
  normalCdf,
};
