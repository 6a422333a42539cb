import { ShapeError } from "../../errors.ts";
import { multiply as multiplyMatrices } from "../../kernels/wasm/gemm/multiply.ts";
import type { Work } from "../../op/work.ts";
import { broadcastShapes, broadcastStrides } from "../../shape/broadcast.ts";
import { formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { TensorType } from "../../tape/op.ts";
import type { Data } from "../../tensor/dtype.ts";

// Products of matrices, and of stacks of matrices: what the ops that multiply have in common.

/** Which operands are read as their transposes. */
export interface Transposed {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Row-major elements of a shape. */
interface Operand {
  readonly data: Data;
  readonly shape: readonly number[];
}

/** The shape of `A B`. @throws ShapeError if it has none. */
export function productShape(a: readonly number[], b: readonly number[], transposed: Transposed): readonly number[] {
  // Two matrices that fit, the usual case, without a plan: each op of a small network would make one.
  if (a.length === 2 && b.length === 2) {
    const [m, k] = transposed.transposeA ? [a[1]!, a[0]!] : [a[0]!, a[1]!];
    const [inner, n] = transposed.transposeB ? [b[1]!, b[0]!] : [b[0]!, b[1]!];
    if (k === inner) return [m, n];
  }
  return plan(a, b, transposed).shape;
}

/** Fills `c` with `A B`. */
export function multiply(c: Data, a: Operand, b: Operand, transposed: Transposed): void {
  const { transposeA, transposeB } = transposed;
  if (a.shape.length === 2 && b.shape.length === 2) {
    const [m, k] = transposeA ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
    const n = transposeB ? b.shape[0]! : b.shape[1]!;
    multiplyMatrices(c, 0, a.data, 0, b.data, 0, { m, n, k, transposeA, transposeB });
    return;
  }
  const { m, n, k, batch, aBatch, bBatch } = plan(a.shape, b.shape, transposed);
  const sizes = { m, n, k, transposeA, transposeB };
  if (batch.length === 0) {
    multiplyMatrices(c, 0, a.data, 0, b.data, 0, sizes);
    return;
  }
  const aStrides = broadcastStrides(aBatch, batch);
  const bStrides = broadcastStrides(bBatch, batch);
  const index = batch.map(() => 0);
  for (let i = 0; i < sizeOf(batch); i++) {
    const aMatrix = index.reduce((offset, position, axis) => offset + position * aStrides[axis]!, 0);
    const bMatrix = index.reduce((offset, position, axis) => offset + position * bStrides[axis]!, 0);
    multiplyMatrices(c, i * m * n, a.data, aMatrix * m * k, b.data, bMatrix * k * n, sizes);
    for (let axis = batch.length - 1; axis >= 0 && ++index[axis]! === batch[axis]; axis--) index[axis] = 0;
  }
}

/** The same in terms that code is emitted from: of operands that both have the dtype of the result. */
export function productWork(a: TensorType, b: TensorType, transposed: Transposed): Work | null {
  if (a.dtype !== b.dtype || (a.dtype !== "float32" && a.dtype !== "float64")) return null;
  const { m, n, k, batch, aBatch, bBatch } = plan(a.shape, b.shape, transposed);
  const aStrides = broadcastStrides(aBatch, batch);
  const bStrides = broadcastStrides(bBatch, batch);
  const starts = Array.from({ length: sizeOf(batch) }, (_, i) => {
    let [rest, aMatrix, bMatrix] = [i, 0, 0];
    for (let axis = batch.length - 1; axis >= 0; axis--) {
      const position = rest % batch[axis]!;
      rest = (rest - position) / batch[axis]!;
      aMatrix += position * aStrides[axis]!;
      bMatrix += position * bStrides[axis]!;
    }
    return { a: aMatrix * m * k, b: bMatrix * k * n };
  });
  return { kind: "product", m, n, k, ...transposed, batch: starts };
}

interface Plan {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Leading axes: of the result, and of either operand. */
  readonly batch: readonly number[];
  readonly aBatch: readonly number[];
  readonly bBatch: readonly number[];
  readonly shape: readonly number[];
}

/** What is multiplied by what; throws if it does not fit. */
function plan(a: readonly number[], b: readonly number[], { transposeA, transposeB }: Transposed): Plan {
  const aDims = a.length;
  const bDims = b.length;
  if (aDims === 0 || bDims === 0) {
    const name = aDims === 0 ? "a" : "b";
    throw new ShapeError(
      `matmul: ${name} must have at least one axis, got a scalar. Use mul for a product with a scalar.`,
    );
  }
  let m = aDims === 1 ? 1 : a[aDims - 2]!;
  let k = a[aDims - 1]!;
  if (transposeA) [m, k] = [k, m];
  let inner = bDims === 1 ? b[0]! : b[bDims - 2]!;
  let n = bDims === 1 ? 1 : b[bDims - 1]!;
  if (transposeB) [inner, n] = [n, inner];
  if (k !== inner) {
    const read = (shape: readonly number[], transposed: boolean): string =>
      `${formatShape(shape)}${transposed ? " transposed" : ""}`;
    throw new ShapeError(
      `matmul: inner sizes must be equal, got ${k} and ${inner}: a is ${read(a, transposeA)}, b is ${read(b, transposeB)}.`,
    );
  }
  const aBatch = aDims > 2 ? a.slice(0, -2) : none;
  const bBatch = bDims > 2 ? b.slice(0, -2) : none;
  if (aBatch === none && bBatch === none) {
    const shape = aDims === 1 ? (bDims === 1 ? [] : [n]) : bDims === 1 ? [m] : [m, n];
    return { m, n, k, batch: none, aBatch, bBatch, shape };
  }
  const batch = broadcastShapes("matmul", aBatch, bBatch);
  const shape = [...batch, ...(aDims > 1 ? [m] : []), ...(bDims > 1 ? [n] : [])];
  // The same right operand for every matrix on the left: their rows are one tall matrix.
  if (bBatch === none && !transposeA) return { m: m * sizeOf(batch), n, k, batch: none, aBatch: none, bBatch, shape };
  return { m, n, k, batch, aBatch, bBatch, shape };
}

const none: readonly number[] = [];
