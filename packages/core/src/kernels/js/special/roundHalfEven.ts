/** The nearest whole number, ties to the even one, −0 kept: `round` of NumPy and PyTorch (`Math.round` takes ties upwards). */
export function roundHalfEven(x: number): number {
  const size = Math.abs(x);
  // From 2⁵² on every double is whole. The comparison also keeps NaN and ±Infinity.
  if (!(size < 4503599627370496)) return x;
  // The sum has no bits after the point, so the hardware's own rounding to nearest, ties to even, does the work.
  const y = size + 4503599627370496 - 4503599627370496;
  return x < 0 || Object.is(x, -0) ? -y : y;
}
