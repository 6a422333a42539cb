import { DomainError, ShapeError } from "../../errors.ts";
import { broadcastShapes, broadcastStrides } from "../../shape/broadcast.ts";
import { formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Data } from "../../tensor/dtype.ts";

// Stacks of matrices, [..., m, n], as the decompositions read them: one after the other, in float64.

/** What is read or written here of a tensor. */
interface Stack {
  readonly shape: readonly number[];
  readonly data: Data;
}

/** @throws ShapeError unless `a` is a matrix or a stack of them. */
export function requireMatrix(where: string, shape: readonly number[]): void {
  if (shape.length < 2)
    throw new ShapeError({
      where,
      argument: "a",
      expected: "must have at least two axes",
      received: `shape ${formatShape(shape)}`,
    });
}

/** @throws ShapeError unless `a` is a square matrix or a stack of them. */
export function requireSquare(where: string, shape: readonly number[], advice?: string): void {
  requireMatrix(where, shape);
  if (shape.at(-1) !== shape.at(-2))
    throw new ShapeError({
      where,
      argument: "a",
      expected: "must be square, its last two axes of the same size",
      received: `shape ${formatShape(shape)}`,
      advice,
    });
}

/** How many matrices there are. */
export function countOf(shape: readonly number[]): number {
  return sizeOf(shape.slice(0, -2));
}

/** A copy of matrix `i` of a stack. */
export function matrixAt({ shape, data }: Stack, i: number): Float64Array {
  const size = shape.at(-1)! * shape.at(-2)!;
  return Float64Array.from(data.subarray(i * size, (i + 1) * size));
}

/** @throws DomainError about matrix `i` of the operand `a`. */
export function refuseMatrix(
  where: string,
  shape: readonly number[],
  i: number,
  { expected, received, advice }: { readonly expected: string; readonly received: string; readonly advice?: string },
): never {
  const batch = shape.slice(0, -2);
  const at = batch.length === 0 ? "" : ` at ${placeOf(i, batch)} of a`;
  throw new DomainError({
    where,
    argument: "a",
    expected,
    received: `${received}${at} of shape ${formatShape(shape)}`,
    advice,
  });
}

/** @throws DomainError because matrix `i` of the operand `a` is singular. */
export function refuseSingular(where: string, shape: readonly number[], i: number, advice: string): never {
  refuseMatrix(where, shape, i, { expected: "must be invertible", received: "a singular matrix", advice });
}

/** The index of element `i` of a shape, as a program writes it: `[1][0]`. */
export function placeOf(i: number, shape: readonly number[]): string {
  let text = "";
  let rest = i;
  for (const size of shape.toReversed()) {
    text = `[${rest % size}]${text}`;
    rest = Math.floor(rest / size);
  }
  return text;
}

/** Of systems of equations `A X = B`: is `b` one vector for each matrix? A single vector is, and one for each of the batch of `a`. */
export function isVector(a: readonly number[], b: readonly number[]): boolean {
  return b.length === 1 || (b.length === a.length - 1 && b.every((size, axis) => size === a[axis]));
}

/** The shape of X for `A X = B`, where A has as many rows as B, and X as many as A columns. @throws ShapeError if they do not fit. */
export function solutionShape(
  where: string,
  a: readonly number[],
  b: readonly number[],
  vector: boolean,
): readonly number[] {
  const [m, n] = a.slice(-2) as [number, number];
  const axis = b.length - (vector ? 1 : 2);
  if (axis < 0 || b[axis] !== m)
    throw new ShapeError({
      where,
      argument: "b",
      expected: `must have shape [..., ${m}, k], or [${m}], for a of shape ${formatShape(a)}`,
      received: formatShape(b),
    });
  const batch = broadcastShapes(where, a.slice(0, -2), b.slice(0, axis));
  return vector ? [...batch, n] : [...batch, n, b.at(-1)!];
}

/** Calls `solve` for each system of a batch with the numbers of its matrix, of its right side and of its solution. */
export function eachSystem(
  a: readonly number[],
  b: readonly number[],
  vector: boolean,
  solve: (i: number, j: number, k: number) => void,
): void {
  const [ofA, ofB] = [a.slice(0, -2), b.slice(0, vector ? -1 : -2)];
  const batch = broadcastShapes("", ofA, ofB); // they do: the shape of the result has been found
  const [stepsA, stepsB] = [broadcastStrides(ofA, batch), broadcastStrides(ofB, batch)];
  for (let k = 0; k < sizeOf(batch); k++) {
    let [rest, i, j] = [k, 0, 0];
    for (let axis = batch.length - 1; axis >= 0; axis--) {
      const position = rest % batch[axis]!;
      rest = (rest - position) / batch[axis]!;
      i += position * stepsA[axis]!;
      j += position * stepsB[axis]!;
    }
    solve(i, j, k);
  }
}
