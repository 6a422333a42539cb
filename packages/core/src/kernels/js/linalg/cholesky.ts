/**
 * Cholesky's factorization `A = L Lᵀ`, row by row (Golub & Van Loan, section 4.2). Fills `l` with L and the zeros above it.
 *
 * @param a - `[n, n]`, symmetric: the mean of both triangles is read.
 * @returns The row in which a square would not be positive, or -1 if there is none.
 */
export function factorizeCholesky(l: Float64Array, a: Float64Array, n: number): number {
  l.fill(0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = (a[i * n + j]! + a[j * n + i]!) / 2;
      for (let k = 0; k < j; k++) rest -= l[i * n + k]! * l[j * n + k]!;
      if (j < i) l[i * n + j] = rest / l[j * n + j]!;
      else if (rest > 0) l[i * n + i] = Math.sqrt(rest);
      else return i; // NaN, too
    }
  }
  return -1;
}
