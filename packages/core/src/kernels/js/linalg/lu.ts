// LU factorization with partial pivoting: Golub & Van Loan, Matrix Computations, algorithm 3.4.1. Matrices are row-major.

/** `P A = L U`. */
export interface Factors {
  readonly n: number;
  /** L below the diagonal, whose own diagonal of ones is not stored, and U on and above it. */
  readonly lu: Float64Array;
  /** Row i of `P A` is row `rows[i]` of A. */
  readonly rows: Int32Array;
  /** The determinant of P, 1 or -1. */
  readonly sign: number;
  /** Is some pivot nothing, or nothing but the rounding of the terms it is the difference of? */
  readonly isSingular: boolean;
}

/** Factorizes a matrix, which is overwritten. */
export function factorize(lu: Float64Array, n: number): Factors {
  // The sum of the magnitudes of all terms that an element was computed from, |A| + |L| |U|: as large as what rounding has left there, over
  // ε. Relative to the terms and not to the largest element, so that a matrix whose rows have different units is not taken for singular.
  const terms = lu.map(Math.abs);
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  let sign = 1;
  let isSingular = false;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(lu[i * n + k]!) > Math.abs(lu[best * n + k]!)) best = i;
    if (best !== k) {
      swapRows(lu, n, k, best);
      swapRows(terms, n, k, best);
      [rows[k], rows[best]] = [rows[best]!, rows[k]!];
      sign = -sign;
    }
    const pivot = lu[k * n + k]!;
    // Eight: of random singular matrices of up to 200 rows none was missed, where 1 missed one in twenty.
    if (Math.abs(pivot) <= 8 * Number.EPSILON * (terms[k * n + k]! - Math.abs(pivot))) isSingular = true;
    if (pivot === 0) {
      isSingular = true;
      continue; // all below it are zeros too
    }
    for (let i = k + 1; i < n; i++) {
      const factor = lu[i * n + k]! / pivot;
      lu[i * n + k] = factor;
      if (factor === 0) continue;
      const size = Math.abs(factor);
      for (let j = k + 1; j < n; j++) {
        lu[i * n + j]! -= factor * lu[k * n + j]!;
        terms[i * n + j]! += size * Math.abs(lu[k * n + j]!);
      }
    }
  }
  return { n, lu, rows, sign, isSingular };
}

/** Fills `x`, `[n, k]`, with the solution of `A X = B`. */
export function solveFactored(x: Float64Array, { n, lu, rows }: Factors, b: Float64Array, k: number): void {
  for (let i = 0; i < n; i++) x.set(b.subarray(rows[i]! * k, (rows[i]! + 1) * k), i * k);
  for (let i = 0; i < n; i++) for (let p = 0; p < i; p++) subtractRow(x, k, i, p, lu[i * n + p]!);
  for (let i = n - 1; i >= 0; i--) {
    for (let p = i + 1; p < n; p++) subtractRow(x, k, i, p, lu[i * n + p]!);
    const pivot = lu[i * n + i]!;
    for (let j = 0; j < k; j++) x[i * k + j]! /= pivot;
  }
}

/** Takes a multiple of row `p` away from row `i`. */
export function subtractRow(x: Float64Array, k: number, i: number, p: number, factor: number): void {
  if (factor === 0) return;
  for (let j = 0; j < k; j++) x[i * k + j]! -= factor * x[p * k + j]!;
}

function swapRows(x: Float64Array, n: number, i: number, p: number): void {
  for (let j = 0; j < n; j++) {
    const value = x[i * n + j]!;
    x[i * n + j] = x[p * n + j]!;
    x[p * n + j] = value;
  }
}
