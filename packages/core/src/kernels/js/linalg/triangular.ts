import { subtractRow } from "./lu.ts";

/** Which triangle of a matrix is read, and how. */
export interface Triangle {
  /** The one above the diagonal, not the one below. */
  readonly upper: boolean;
  /** The matrix is read as its transpose; `upper` is about the matrix as it is stored. */
  readonly transpose: boolean;
  /** The diagonal is taken to be ones, whatever is stored there. */
  readonly unitDiagonal: boolean;
}

/** The place of the first zero on the diagonal of an `n × n` matrix, or -1. */
export function zeroOnDiagonal(a: Float64Array, n: number): number {
  for (let i = 0; i < n; i++) if (a[i * n + i] === 0) return i;
  return -1;
}

/** Overwrites `b`, `[n, k]`, with the solution of `A X = B` by substitution, from the first row or from the last. */
export function substitute(b: Float64Array, a: Float64Array, n: number, k: number, triangle: Triangle): void {
  const { upper, transpose, unitDiagonal } = triangle;
  const [row, column] = transpose ? [1, n] : [n, 1];
  const backwards = upper !== transpose;
  for (let step = 0; step < n; step++) {
    const i = backwards ? n - 1 - step : step;
    const [from, to] = backwards ? [i + 1, n] : [0, i];
    for (let p = from; p < to; p++) subtractRow(b, k, i, p, a[i * row + p * column]!);
    if (unitDiagonal) continue;
    const pivot = a[i * n + i]!;
    for (let j = 0; j < k; j++) b[i * k + j]! /= pivot;
  }
}
