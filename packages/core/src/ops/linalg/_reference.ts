import type { Draw, InputCase } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

// Linear algebra as it is defined, not as it is computed: what the references of this family have in common. Matrices are lists of rows.

export type Matrix = number[][];

/** What `f` gives for every matrix of a batch. */
export function eachMatrix<T extends NestedArray>(a: NestedArray, f: (matrix: Matrix) => T): NestedArray {
  const rows = a as NestedArray[]; // two axes at least
  return Array.isArray((rows[0] as NestedArray[])[0]) ? rows.map((one) => eachMatrix(one, f)) : f(a as Matrix);
}

/** As {@link eachMatrix}, of a function of several results: a list of stacks. */
export function eachMatrixOf(a: NestedArray, f: (matrix: Matrix) => readonly NestedArray[]): NestedArray[] {
  return f(firstMatrix(a)).map((_, i) => eachMatrix(a, (matrix) => f(matrix)[i]!));
}

function firstMatrix(a: NestedArray): Matrix {
  const rows = a as NestedArray[]; // two axes at least
  return Array.isArray((rows[0] as NestedArray[])[0]) ? firstMatrix(rows[0]!) : (a as Matrix);
}

/** Laplace's expansion along the first row. */
export function determinant(a: Matrix): number {
  return a.length === 0 ? 1 : a[0]!.reduce((sum, value, j) => sum + value * cofactor(a, 0, j), 0);
}

/** The derivative of the determinant with respect to one element. */
function cofactor(a: Matrix, i: number, j: number): number {
  const minor = a.filter((_, row) => row !== i).map((row) => row.filter((_, column) => column !== j));
  return (i + j) % 2 === 0 ? determinant(minor) : -determinant(minor);
}

/** Cramer's rule. */
export function inverseOf(a: Matrix): Matrix {
  return a.map((row, i) => row.map((_, j) => cofactor(a, j, i) / determinant(a)));
}

export function productOf(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, j) => dot(row, column(b, j))));
}

export function transposeOf(a: Matrix): Matrix {
  return a[0]!.map((_, j) => column(a, j));
}

function column(a: Matrix, j: number): number[] {
  return a.map((row) => row[j]!);
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0);
}

/** Solutions of `A X = B` by `solveOne`, where batches broadcast and a vector is one column. */
export function solutions(
  a: NestedArray,
  b: NestedArray,
  vector: boolean,
  solveOne: (a: Matrix, b: Matrix) => Matrix,
): NestedArray {
  const [depthA, depthB] = [depthOf(a) - 2, depthOf(b) - (vector ? 1 : 2)];
  if (depthA === 0 && depthB === 0) {
    const x = solveOne(a as Matrix, vector ? (b as number[]).map((value) => [value]) : (b as Matrix));
    return vector ? x.flat() : x;
  }
  const [listA, listB] = [depthA >= depthB ? (a as NestedArray[]) : [a], depthB >= depthA ? (b as NestedArray[]) : [b]];
  return Array.from({ length: Math.max(listA.length, listB.length) }, (_, i) =>
    solutions(listA[listA.length === 1 ? 0 : i]!, listB[listB.length === 1 ? 0 : i]!, vector, solveOne),
  );
}

function depthOf(x: NestedArray): number {
  return Array.isArray(x) ? 1 + depthOf(x[0]!) : 0;
}

/** Orthonormal columns with the same span, and the triangle that makes the columns of them, by the process of Gram and Schmidt. */
export function gramSchmidt(a: Matrix): { q: Matrix; r: Matrix } {
  const columns: number[][] = [];
  for (let j = 0; j < Math.min(a.length, a[0]!.length); j++) {
    let rest = column(a, j);
    for (const one of [...columns, ...columns]) {
      const along = dot(one, rest);
      rest = rest.map((value, i) => value - along * one[i]!);
    }
    const length = Math.sqrt(dot(rest, rest));
    columns.push(rest.map((value) => value / length));
  }
  const q = transposeOf(columns);
  return { q, r: productOf(columns, a).map((row, i) => row.map((value, j) => (j < i ? 0 : value))) };
}

/**
 * Eigenvalues of a symmetric matrix, those of largest magnitude first, and as columns their vectors, by orthogonal iteration: the columns
 * of Aᵏ. Magnitudes must lie well apart.
 */
export function orthogonalIteration(a: Matrix): { values: number[]; vectors: Matrix } {
  let vectors: Matrix = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let step = 0; step < 300; step++) vectors = gramSchmidt(productOf(a, vectors)).q;
  const values = productOf(transposeOf(vectors), productOf(a, vectors)).map((row, i) => row[i]!);
  return { values, vectors };
}

/** Each column turned so that its entry of largest magnitude is positive. */
export function turned(vectors: Matrix): Matrix {
  const signs = vectors[0]!.map((_, j) => {
    const entries = column(vectors, j);
    return Math.sign(entries.find((value) => Math.abs(value) === Math.max(...entries.map(Math.abs)))!);
  });
  return vectors.map((row) => row.map((value, j) => value * signs[j]!));
}

/** A square matrix of up to four rows, or a batch of some. */
export function drawSquare(draw: Draw): { inputs: InputCase[] } {
  const n = draw.integer(1, 4);
  return { inputs: [{ shape: [...draw.shape({ maxDims: 1 }), n, n] }] };
}

/** A matrix of up to four rows and columns, or a batch of some. */
export function drawMatrix(draw: Draw): { inputs: InputCase[] } {
  return { inputs: [{ shape: [...draw.shape({ maxDims: 1 }), draw.integer(1, 4), draw.integer(1, 4)] }] };
}

/** A matrix that fits a number of columns or a vector on the right, in batches that broadcast. */
export function drawSystem(draw: Draw, columnsOf: (m: number) => number): { inputs: InputCase[] } {
  const m = draw.integer(1, 4);
  const n = columnsOf(m);
  if (draw.boolean()) return { inputs: [{ shape: [...draw.shape({ maxDims: 1 }), m, n] }, { shape: [m] }] };
  const [batchA, batchB] = draw.broadcastable(2);
  return {
    inputs: [{ shape: [...batchA!.slice(-2), m, n] }, { shape: [...batchB!.slice(-2), m, draw.integer(1, 3)] }],
  };
}

/** The rows of errors that all ops on matrices have. */
export function shapeRow(name: string): { inputs: InputCase[]; message: string } {
  return { inputs: [{ shape: [3] }], message: `${name}: a must have at least two axes, got shape [3].` };
}
