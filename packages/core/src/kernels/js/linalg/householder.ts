// Householder's QR factorization: Golub & Van Loan, Matrix Computations, algorithm 5.2.1. Matrices are row-major.

/**
 * Fills `q`, `[m, k]`, and `r`, `[k, n]`, with `A = Q R`, the diagonal of R not negative; k is the smaller of m and n.
 *
 * @param a - `[m, n]`; overwritten.
 */
export function factorizeQr(q: Float64Array, r: Float64Array, a: Float64Array, m: number, n: number): void {
  const k = Math.min(m, n);
  const scales = new Float64Array(k);
  for (let j = 0; j < k; j++) scales[j] = reflectColumn(a, m, n, j);
  q.fill(0);
  r.fill(0);
  for (let i = 0; i < k; i++) {
    q[i * k + i] = 1;
    r.set(a.subarray(i * n + i, (i + 1) * n), i * n + i);
  }
  // Q is the product of all reflections, applied to the first columns of the identity. The last first: most rows are zeros then.
  for (let j = k - 1; j >= 0; j--) reflect(q, k, j, a, m, n, j, scales[j]!);
  for (let i = 0; i < k; i++) {
    if (r[i * n + i]! >= 0) continue;
    for (let j = i; j < n; j++) r[i * n + j] = 0 - r[i * n + j]!; // of 0 no -0
    for (let row = 0; row < m; row++) q[row * k + i] = 0 - q[row * k + i]!;
  }
}

/**
 * Applies the reflection that makes zeros of what is below the diagonal in column `j`. Its vector, 1 on the diagonal, stays there.
 *
 * @returns The scale β of `I − β v vᵀ`; 0 where nothing has to be done.
 */
function reflectColumn(a: Float64Array, m: number, n: number, j: number): number {
  let largest = 0;
  for (let i = j + 1; i < m; i++) largest = Math.max(largest, Math.abs(a[i * n + j]!));
  if (largest === 0) return 0;
  const head = a[j * n + j]!;
  largest = Math.max(largest, Math.abs(head));
  let squares = 0; // of quotients, which do not overflow
  for (let i = j; i < m; i++) squares += (a[i * n + j]! / largest) ** 2;
  const norm = largest * Math.sqrt(squares);
  // Away from the head, so that nothing cancels.
  const target = head > 0 ? -norm : norm;
  const first = head - target;
  for (let i = j + 1; i < m; i++) a[i * n + j]! /= first;
  const scale = -first / target;
  a[j * n + j] = target;
  reflect(a, n, j + 1, a, m, n, j, scale);
  return scale;
}

/** Applies `I − β v vᵀ` to the columns of `x` from `from` on, where v is column `j` of `a` below the diagonal. */
function reflect(
  x: Float64Array,
  width: number,
  from: number,
  a: Float64Array,
  m: number,
  n: number,
  j: number,
  scale: number,
): void {
  if (scale === 0) return;
  const sums = x.slice(j * width + from, (j + 1) * width);
  for (let i = j + 1; i < m; i++) {
    const v = a[i * n + j]!;
    for (let c = from; c < width; c++) sums[c - from]! += v * x[i * width + c]!;
  }
  for (let c = from; c < width; c++) {
    sums[c - from]! *= scale;
    x[j * width + c]! -= sums[c - from]!;
  }
  for (let i = j + 1; i < m; i++) {
    const v = a[i * n + j]!;
    for (let c = from; c < width; c++) x[i * width + c]! -= v * sums[c - from]!;
  }
}
