import { singularVectors } from "./singularValues.ts";

/**
 * Fills `p`, `[n, m]`, with the pseudoinverse of `a`, `[m, n]`: `V diag(1 / s) Uᵀ`, without the singular values that are at most `rcond`
 * times the largest.
 */
export function pseudoinverse(p: Float64Array, a: Float64Array, m: number, n: number, rcond: number): void {
  const k = Math.min(m, n);
  const [u, s, vh] = [new Float64Array(m * k), new Float64Array(k), new Float64Array(k * n)];
  singularVectors({ u, s, vh }, a, m, n);
  p.fill(0);
  for (let one = 0; one < k; one++) {
    if (s[one]! <= rcond * s[0]!) continue;
    for (let i = 0; i < n; i++) {
      const factor = vh[one * n + i]! / s[one]!;
      for (let j = 0; j < m; j++) p[i * m + j]! += factor * u[j * k + one]!;
    }
  }
}
