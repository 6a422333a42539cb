/** `σ(x) = 1 / (1 + e⁻ˣ)`: e⁻ˣ would overflow below −709 and lose results that float64 can hold; e^−|x| never does. */
export function sigmoid(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return (x < 0 ? small : 1) / (1 + small);
}

/** `ln (1 + eˣ)` as `max(x, 0) + ln(1 + e^−|x|)`: eˣ itself overflows above 709, and 1 + eˣ is 1 below −37. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
