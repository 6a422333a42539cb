import { factorize } from "./lu.ts";
import { singularVectors } from "./singularValues.ts";

// The first two derivatives of the determinant, for singular matrices too. With A = U diag(s) Vᵀ every one is that of the diagonal matrix,
// turned by U and V: products of singular values without one, or without two of them, and no quotients.

interface Turned {
  readonly u: Float64Array;
  readonly s: Float64Array;
  readonly vh: Float64Array;
  /** The determinant of U and V. */
  readonly sign: number;
}

function turnedDiagonal(a: Float64Array, n: number): Turned {
  const [u, s, vh] = [new Float64Array(n * n), new Float64Array(n), new Float64Array(n * n)];
  singularVectors({ u, s, vh }, a, n, n);
  return { u, s, vh, sign: orientation(u, n) * orientation(vh, n) };
}

/** The determinant of an orthogonal matrix, 1 or -1. */
function orientation(q: Float64Array, n: number): number {
  const { lu, sign } = factorize(q.slice(), n);
  let product = sign;
  for (let i = 0; i < n; i++) product *= Math.sign(lu[i * n + i]!);
  return product;
}

/** The product of all singular values but those at `i` and `j`. */
function productWithout(s: Float64Array, i: number, j: number): number {
  let product = 1;
  for (let k = 0; k < s.length; k++) if (k !== i && k !== j) product *= s[k]!;
  return product;
}

/** Fills `c` with the cofactors of a matrix: the derivative of its determinant with respect to each element. */
export function cofactors(c: Float64Array, a: Float64Array, n: number): void {
  const { u, s, vh, sign } = turnedDiagonal(a, n);
  const inner = new Float64Array(n * n);
  for (let i = 0; i < n; i++) inner[i * n + i] = sign * productWithout(s, i, i);
  turn(c, u, inner, vh, n);
}

/** Fills `d` with the derivative of the cofactors of `a` in the direction `g`. */
export function cofactorSlopes(d: Float64Array, a: Float64Array, g: Float64Array, n: number): void {
  const { u, s, vh, sign } = turnedDiagonal(a, n);
  const along = new Float64Array(n * n);
  turn(along, transposed(u, n), g, transposed(vh, n), n);
  const inner = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const product = sign * productWithout(s, i, j);
      inner[i * n + i]! += product * along[j * n + j]!;
      inner[i * n + j] = -product * along[j * n + i]!;
    }
  }
  turn(d, u, inner, vh, n);
}

function transposed(x: Float64Array, n: number): Float64Array {
  return Float64Array.from(x, (_, i) => x[(i % n) * n + Math.floor(i / n)]!);
}

/** Fills `y` with `U X Vᵀ`. */
function turn(y: Float64Array, u: Float64Array, x: Float64Array, vh: Float64Array, n: number): void {
  const left = new Float64Array(n * n);
  multiply(left, u, x, n);
  multiply(y, left, vh, n);
}

function multiply(c: Float64Array, a: Float64Array, b: Float64Array, n: number): void {
  c.fill(0);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k]!;
      for (let j = 0; j < n; j++) c[i * n + j]! += factor * b[k * n + j]!;
    }
}
