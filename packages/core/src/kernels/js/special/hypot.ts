/**
 * `√(a² + b²)` within 1 ulp: no square overflows or underflows, Infinity wins over NaN. `Math.hypot` may be off by 2 ulp.
 *
 * @see Borges, "An improved algorithm for hypot(a, b)", 2019: one Newton step that takes back the error of the squares.
 */
export function hypot(a: number, b: number): number {
  const p = Math.abs(a);
  const q = Math.abs(b);
  if (p === Infinity || q === Infinity) return Infinity;
  const x = Math.max(p, q);
  const y = Math.min(p, q);
  // y² / 2x is then below half an ulp of x; both 0 ends here too.
  if (y <= x * 2 ** -27) return x;
  if (x > 2 ** 500) return corrected(x * 2 ** -600, y * 2 ** -600) * 2 ** 600;
  if (y < 2 ** -450) return corrected(x * 2 ** 600, y * 2 ** 600) * 2 ** -600;
  return corrected(x, y);
}

/** x ≥ y > 0. The residual h² − x² − y² is written in the difference h − y or h − x, which is exact, whichever is nearer. */
function corrected(x: number, y: number): number {
  const h = Math.sqrt(x * x + y * y);
  if (h <= 2 * y) {
    const d = h - y;
    return h - (x * (2 * d - x) + (d - 2 * (x - y)) * d) / (2 * h);
  }
  const d = h - x;
  return h - (2 * d * (x - 2 * y) + (4 * d - y) * y + d * d) / (2 * h);
}
