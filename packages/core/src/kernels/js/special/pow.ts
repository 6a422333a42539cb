/** `aᵇ` as IEEE 754, C and PyTorch have it: `1ᵇ = 1` also for NaN and ±Infinity, and `(−1)^±∞ = 1`, where JavaScript says NaN. */
export function pow(a: number, b: number): number {
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return a ** b;
}
