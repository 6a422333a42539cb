/** `1/(1 + e⁻ˣ)`, with its relative accuracy down to the smallest results, 5e-324. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}

/** `ln(1 + eˣ)`: nothing overflows, and small results keep their relative accuracy. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** `ln σ(x) = −ln(1 + e⁻ˣ)`. */
export function logSigmoid(x: number): number {
  return -softplus(-x);
}

/** `ln(eᵃ + eᵇ)`: nothing overflows; equal infinities give themselves. Where the result is near 0, the error is an ulp of a and b. */
export function logAddExp(a: number, b: number): number {
  // Infinity − Infinity would be NaN.
  if (a === b) return a + Math.LN2;
  const high = Math.max(a, b);
  return high + Math.log1p(Math.exp(-Math.abs(a - b)));
}
