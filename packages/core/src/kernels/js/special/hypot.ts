/**
 * `√(a² + b²)`. The larger one is taken out, so that no square overflows or vanishes; an infinite side makes it infinite whatever the
 * other is, NaN included.
 */
export function hypot(a: number, b: number): number {
  const [x, y] = [Math.abs(a), Math.abs(b)];
  if (x === Infinity || y === Infinity) return Infinity;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const large = Math.max(x, y);
  const small = Math.min(x, y);
  if (small === 0) return large;
  // Scaled by a power of two, which rounds nothing, the squares stay far from both ends of the range.
  const scale = large > 1e150 ? 2 ** -600 : large < 1e-140 ? 2 ** 600 : 1;
  const [p, q] = [large * scale, small * scale];
  return Math.sqrt(p * p + q * q) / scale;
}
