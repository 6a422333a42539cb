// Matrices as lists of rows, for what is computed by hand here: a few lines each, so that nothing is hidden.

export type Matrix = readonly (readonly number[])[];

export const shapeOf = (a: Matrix): readonly [rows: number, columns: number] => [a.length, a[0]!.length];

/** `A B` */
export function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

/** `Aᵀ` */
export function transposed(a: Matrix): Matrix {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

/** `f(aᵢⱼ, bᵢⱼ)`, element by element. */
export function combined(a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix {
  return a.map((row, i) => row.map((value, j) => f(value, b[i]![j]!)));
}

/** `f(aᵢⱼ)` */
export function mapped(a: Matrix, f: (x: number) => number): Matrix {
  return a.map((row) => row.map(f));
}

/** `A + b`, the row `b` to every row of `A`. */
export function plusRow(a: Matrix, b: readonly number[]): Matrix {
  return a.map((row) => row.map((value, j) => value + b[j]!));
}

/** The sum of all rows. */
export function sumOfRows(a: Matrix): readonly number[] {
  return a[0]!.map((_, j) => a.reduce((sum, row) => sum + row[j]!, 0));
}
