/** 2²⁷ + 1: multiplying by it and subtracting again leaves the upper 26 bits (Veltkamp). */
const SPLITTER = 134217729;

/**
 * `e^(−x²)` within 2 ulp over the whole range.
 *
 * Rounding x² costs up to half an ulp of x², and the exponential turns an absolute error of its argument into a relative one: at
 * x = 26 the plain form is wrong by 370 ulp. So x is split into a part of 26 bits, whose square is exact, and the rest, whose share of the
 * exponent is small enough for `expm1`.
 */
export function expMinusSquare(x: number): number {
  // Beyond 28 the result is 0, and the split of a huge x would overflow. NaN goes on and stays NaN.
  if (Math.abs(x) > 28) return 0;
  const scaled = x * SPLITTER;
  const high = scaled - (scaled - x);
  const main = Math.exp(-high * high);
  return main + main * Math.expm1((high - x) * (high + x));
}

/** `e^(−x²/2)` within 2 ulp over the whole range, by the same split. */
export function expMinusHalfSquare(x: number): number {
  if (Math.abs(x) > 40) return 0;
  const scaled = x * SPLITTER;
  const high = scaled - (scaled - x);
  const main = Math.exp(-0.5 * high * high);
  return main + main * Math.expm1(0.5 * (high - x) * (high + x));
}

/** e⁻⁶⁴ */
const E_MINUS_64 = 1.603810890548638e-28;

/**
 * `factor · e^(−x²)` within 3 ulp, also where e^(−x²) alone is denormal and has lost digits that the factor would bring to light: from
 * 26 on the exponential is taken e⁶⁴ larger, which keeps its argument exact, and brought down last.
 */
export function timesExpMinusSquare(factor: number, x: number): number {
  const size = Math.abs(x);
  if (!(size > 26)) return factor * expMinusSquare(x);
  // e^(−x²) · 1.8e308 is below the smallest double. 0 · factor keeps the sign of the factor.
  if (size > 39) return 0 * Math.sign(factor);
  const scaled = x * SPLITTER;
  const high = scaled - (scaled - x);
  const main = Math.exp(64 - high * high);
  return factor * (main + main * Math.expm1((high - x) * (high + x))) * E_MINUS_64;
}
