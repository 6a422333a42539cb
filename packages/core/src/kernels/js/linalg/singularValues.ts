import { factorizeQr } from "./householder.ts";
import { completeRows, orderOf, turnTowardsPositive } from "./vectors.ts";

// One-sided Jacobi (Hestenes), which finds small singular values to high relative accuracy: Golub & Van Loan, Matrix Computations,
// section 8.6.3. Pairs of rows are rotated until all are orthogonal to each other; their lengths are the singular values then.

/** Far more than the ten sweeps that a matrix of thousands of rows takes. */
const maxSweeps = 60;

/** `A = U diag(s) Vᵀ` with k, the smaller of m and n, singular values. */
export interface SingularVectors {
  /** `[m, k]`, columns of unit length; in each the entry of largest magnitude is positive. */
  readonly u: Float64Array;
  /** Descending. */
  readonly s: Float64Array;
  /** `[k, n]`, rows of unit length. */
  readonly vh: Float64Array;
}

/**
 * Fills what it is given with a singular value decomposition, NaN for a matrix that is not finite.
 *
 * @param a - `[m, n]`; left as it is.
 */
export function singularVectors({ u, s, vh }: SingularVectors, a: Float64Array, m: number, n: number): void {
  if (!a.every(Number.isFinite)) {
    for (const output of [u, s, vh]) output.fill(NaN);
    return;
  }
  const k = Math.min(m, n);
  if (k === 0) return; // there is nothing to fill
  // A tall matrix, of this one or of its transpose, is Q R; what remains is R, of which the rows are rotated: W R = diag(s) Zᵀ.
  // So A = Q Wᵀ diag(s) Zᵀ.
  const tall = m >= n;
  const long = Math.max(m, n);
  let scale = 0;
  for (const value of a) scale = Math.max(scale, Math.abs(value));
  // By a power of two, which rounds nothing: squares neither overflow nor vanish.
  const unit = scale === 0 ? 1 : 2 ** Math.max(-1000, Math.floor(Math.log2(scale)));
  const from = new Float64Array(long * k);
  for (let i = 0; i < long; i++) for (let j = 0; j < k; j++) from[i * k + j] = a[tall ? i * n + j : j * n + i]! / unit;
  const q = new Float64Array(long * k);
  const r = new Float64Array(k * k);
  factorizeQr(q, r, from, long, k);
  const w = new Float64Array(k * k);
  for (let i = 0; i < k; i++) w[i * k + i] = 1;
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    let rotated = false;
    for (let i = 0; i < k - 1; i++) for (let j = i + 1; j < k; j++) if (rotate(r, w, k, i, j)) rotated = true;
    if (!rotated) break;
  }
  const lengths = Float64Array.from({ length: k }, (_, i) => Math.sqrt(product(r, k, i, i)));
  const order = orderOf(lengths, (x, y) => y - x);
  const z = new Float64Array(k * k); // row by row the vectors on the short side
  const y = new Float64Array(long * k); // column by column those on the long side, Q Wᵀ
  order.forEach((row, to) => {
    const length = lengths[row]!;
    s[to] = length * unit;
    for (let j = 0; j < k; j++) z[to * k + j] = length > 0 ? r[row * k + j]! / length : 0;
    for (let i = 0; i < long; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += q[i * k + j]! * w[row * k + j]!;
      y[i * k + to] = sum;
    }
  });
  completeRows(z, k);
  for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) u[i * k + j] = tall ? y[i * k + j]! : z[j * k + i]!;
  for (let i = 0; i < k; i++) for (let j = 0; j < n; j++) vh[i * n + j] = tall ? z[i * k + j]! : y[j * k + i]!;
  for (const row of turnTowardsPositive(u, m, k)) for (let j = 0; j < n; j++) vh[row * n + j] = 0 - vh[row * n + j]!;
}

/** Makes rows `i` and `j` of `r` orthogonal, by a rotation that `w` collects. @returns Was there anything to do? */
function rotate(r: Float64Array, w: Float64Array, k: number, i: number, j: number): boolean {
  const [ii, jj, ij] = [product(r, k, i, i), product(r, k, j, j), product(r, k, i, j)];
  // As orthogonal as rounding lets a product of k terms say.
  if (Math.abs(ij) <= Number.EPSILON * Math.sqrt(ii) * Math.sqrt(jj)) return false;
  // tan of the smaller of the two angles.
  const theta = (jj - ii) / 2 / ij;
  const t = Math.abs(theta) > 1e150 ? 0.5 / theta : Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const x of [r, w]) {
    for (let p = 0; p < k; p++) {
      const [one, other] = [x[i * k + p]!, x[j * k + p]!];
      x[i * k + p] = c * one - s * other;
      x[j * k + p] = s * one + c * other;
    }
  }
  return true;
}

/** The product of two rows. */
function product(r: Float64Array, k: number, i: number, j: number): number {
  let sum = 0;
  for (let p = 0; p < k; p++) sum += r[i * k + p]! * r[j * k + p]!;
  return sum;
}
