/** How far y is from the true value, in units of the last place of the true value: 0 for equal (also NaN and ±Infinity), NaN never passes. */
export function ulps(y: number, truth: number): number {
  if (Object.is(y, truth) || y === truth) return 0;
  return Math.abs(y - truth) / unit(truth);
}

/** The distance to the next double away from 0; 2⁻¹⁰⁷⁴ where doubles are denormal. */
function unit(x: number): number {
  const words = new DataView(new ArrayBuffer(8));
  words.setFloat64(0, Math.abs(x));
  const exponent = words.getUint32(0) >>> 20;
  return 2 ** (Math.max(exponent, 1) - 1075);
}
