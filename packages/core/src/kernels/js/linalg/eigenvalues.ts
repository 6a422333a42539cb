import { orderOf, turnTowardsPositive } from "./vectors.ts";

// Jacobi's method for symmetric matrices, cyclic by rows: Golub & Van Loan, Matrix Computations, section 8.5. Each rotation makes a zero
// of one pair of elements; what is off the diagonal shrinks quadratically in the end.

/** Far more than the ten sweeps that a matrix of thousands of rows takes. */
const maxSweeps = 60;

/**
 * Fills `values`, `[n]`, with the eigenvalues in ascending order, and the columns of `vectors`, `[n, n]`, with unit eigenvectors, in each of
 * which the entry of largest magnitude is positive. NaN for a matrix that is not finite.
 *
 * @param a - `[n, n]`, symmetric: the mean of both triangles is read. Overwritten.
 */
export function eigenvectors(values: Float64Array, vectors: Float64Array, a: Float64Array, n: number): void {
  if (!a.every(Number.isFinite)) {
    values.fill(NaN);
    vectors.fill(NaN);
    return;
  }
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i] = a[i * n + j]! / 2 + a[j * n + i]! / 2;
  // Row i of v is an eigenvector in the making: rows are neighbours in memory.
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    let rotated = false;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) if (rotate(a, v, n, p, q)) rotated = true;
    if (!rotated) break;
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i]!);
  orderOf(diagonal, (x, y) => x - y).forEach((from, to) => {
    values[to] = diagonal[from]!;
    for (let i = 0; i < n; i++) vectors[i * n + to] = v[from * n + i]!;
  });
  turnTowardsPositive(vectors, n, n);
}

/** Makes a zero of the elements at `[p, q]` and `[q, p]`. @returns Was there anything to do? */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): boolean {
  const off = a[p * n + q]!;
  const [app, aqq] = [a[p * n + p]!, a[q * n + q]!];
  // Too small to change either eigenvalue in its last digit, and the vectors by more than that.
  if (Math.abs(off) <= (Number.EPSILON / 4) * Math.sqrt(Math.abs(app)) * Math.sqrt(Math.abs(aqq))) {
    a[p * n + q] = a[q * n + p] = 0;
    return false;
  }
  // tan of the smaller of the two angles.
  const theta = (aqq - app) / 2 / off;
  const t = Math.abs(theta) > 1e150 ? 0.5 / theta : Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    if (k === p || k === q) continue;
    const [x, y] = [a[p * n + k]!, a[q * n + k]!];
    a[p * n + k] = a[k * n + p] = c * x - s * y;
    a[q * n + k] = a[k * n + q] = s * x + c * y;
  }
  a[p * n + p] = app - t * off;
  a[q * n + q] = aqq + t * off;
  a[p * n + q] = a[q * n + p] = 0;
  for (let k = 0; k < n; k++) {
    const [x, y] = [v[p * n + k]!, v[q * n + k]!];
    v[p * n + k] = c * x - s * y;
    v[q * n + k] = s * x + c * y;
  }
  return true;
}
