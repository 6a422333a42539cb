// Matrices whose columns are unit vectors: what decompositions have in common.

/** The positions of values in the order that `compare` says; equal ones keep theirs. */
export function orderOf(values: Float64Array, compare: (x: number, y: number) => number): readonly number[] {
  return Array.from(values, (_, i) => i).sort((i, j) => compare(values[i]!, values[j]!));
}

/**
 * Turns every column of an `[m, n]` matrix so that its entry of largest magnitude is positive; of equal ones the first.
 *
 * @returns The columns that were turned.
 */
export function turnTowardsPositive(vectors: Float64Array, m: number, n: number): readonly number[] {
  const turned: number[] = [];
  for (let j = 0; j < n; j++) {
    let largest = 0;
    // Entries that rounding alone has made different count as equal.
    for (let i = 0; i < m; i++)
      if (Math.abs(vectors[i * n + j]!) > Math.abs(largest) * (1 + 2 ** -40)) largest = vectors[i * n + j]!;
    if (largest >= 0) continue;
    turned.push(j);
    for (let i = 0; i < m; i++) vectors[i * n + j] = 0 - vectors[i * n + j]!; // of 0 no -0
  }
  return turned;
}

/** Replaces the rows of zeros in a `k × k` matrix, whose other rows are orthonormal, so that all of them are. */
export function completeRows(z: Float64Array, k: number): void {
  for (let row = 0; row < k; row++) {
    const own = z.subarray(row * k, (row + 1) * k);
    if (own.some((value) => value !== 0)) continue;
    // The unit vector that is furthest from all other rows, without what it has in their directions. Twice, because the first time leaves
    // the rounding of what it takes away.
    const covered = new Float64Array(k);
    for (let i = 0; i < k * k; i++) covered[i % k]! += z[i]! ** 2;
    own[covered.indexOf(Math.min(...covered))] = 1;
    for (let time = 0; time < 2; time++) {
      for (let i = 0; i < k; i++) {
        if (i === row) continue;
        let sum = 0;
        for (let j = 0; j < k; j++) sum += own[j]! * z[i * k + j]!;
        for (let j = 0; j < k; j++) own[j]! -= sum * z[i * k + j]!;
      }
      const length = Math.hypot(...own);
      for (let j = 0; j < k; j++) own[j]! /= length;
    }
  }
}
