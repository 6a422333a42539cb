import type { Data } from "../../tensor/dtype.ts";

/** Sizes of a matrix product: `m × k` by `k × n`, either operand possibly stored as its transpose. */
export interface Gemm {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * `C = A B` for row-major matrices that begin at the given offsets of their buffers.
 *
 * Sums run in float64 whatever the dtype and are rounded once at the end, so a float32 result is off by half a unit in its last
 * place, up to cancellation. This is the reference that faster kernels are held to.
 */
export function gemm(
  c: Data,
  cStart: number,
  a: Data,
  aStart: number,
  b: Data,
  bStart: number,
  { m, n, k, transposeA, transposeB }: Gemm,
): void {
  // Element (i, p) of A lies at aStart + i * aRow + p * aColumn, and so for B.
  const aRow = transposeA ? 1 : k;
  const aColumn = transposeA ? m : 1;
  const bRow = transposeB ? 1 : n;
  const bColumn = transposeB ? k : 1;
  if (c instanceof Int32Array || c instanceof Uint8Array) {
    gemmWhole(c, cStart, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, m, n, k);
    return;
  }
  // Tiles of 4 × 4 stay in registers: each number loaded is used four times (3 to 4 times faster than one by one).
  const mTiles = m - (m % 4);
  const nTiles = n - (n % 4);
  for (let i = 0; i < mTiles; i += 4) {
    for (let j = 0; j < nTiles; j += 4) {
      let c00 = 0,
        c01 = 0,
        c02 = 0,
        c03 = 0;
      let c10 = 0,
        c11 = 0,
        c12 = 0,
        c13 = 0;
      let c20 = 0,
        c21 = 0,
        c22 = 0,
        c23 = 0;
      let c30 = 0,
        c31 = 0,
        c32 = 0,
        c33 = 0;
      let ap = aStart + i * aRow;
      let bp = bStart + j * bColumn;
      for (let p = 0; p < k; p++, ap += aColumn, bp += bRow) {
        const a0 = a[ap]!;
        const a1 = a[ap + aRow]!;
        const a2 = a[ap + 2 * aRow]!;
        const a3 = a[ap + 3 * aRow]!;
        const b0 = b[bp]!;
        const b1 = b[bp + bColumn]!;
        const b2 = b[bp + 2 * bColumn]!;
        const b3 = b[bp + 3 * bColumn]!;
        c00 += a0 * b0;
        c01 += a0 * b1;
        c02 += a0 * b2;
        c03 += a0 * b3;
        c10 += a1 * b0;
        c11 += a1 * b1;
        c12 += a1 * b2;
        c13 += a1 * b3;
        c20 += a2 * b0;
        c21 += a2 * b1;
        c22 += a2 * b2;
        c23 += a2 * b3;
        c30 += a3 * b0;
        c31 += a3 * b1;
        c32 += a3 * b2;
        c33 += a3 * b3;
      }
      const o = cStart + i * n + j;
      c[o] = c00;
      c[o + 1] = c01;
      c[o + 2] = c02;
      c[o + 3] = c03;
      c[o + n] = c10;
      c[o + n + 1] = c11;
      c[o + n + 2] = c12;
      c[o + n + 3] = c13;
      c[o + 2 * n] = c20;
      c[o + 2 * n + 1] = c21;
      c[o + 2 * n + 2] = c22;
      c[o + 2 * n + 3] = c23;
      c[o + 3 * n] = c30;
      c[o + 3 * n + 1] = c31;
      c[o + 3 * n + 2] = c32;
      c[o + 3 * n + 3] = c33;
    }
  }
  // The margins that tiles do not cover, one element at a time.
  for (let i = 0; i < m; i++) {
    for (let j = i < mTiles ? nTiles : 0; j < n; j++) {
      let sum = 0;
      let ap = aStart + i * aRow;
      let bp = bStart + j * bColumn;
      for (let p = 0; p < k; p++, ap += aColumn, bp += bRow) sum += a[ap]! * b[bp]!;
      c[cStart + i * n + j] = sum;
    }
  }
}

/** Products of int32 wrap modulo 2³², digits that a float64 sum would round away; on bools a sum is "or", a product "and". */
function gemmWhole(
  c: Int32Array | Uint8Array,
  cStart: number,
  a: Data,
  aStart: number,
  aRow: number,
  aColumn: number,
  b: Data,
  bStart: number,
  bRow: number,
  bColumn: number,
  m: number,
  n: number,
  k: number,
): void {
  const bits = c instanceof Uint8Array;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      let ap = aStart + i * aRow;
      let bp = bStart + j * bColumn;
      for (let p = 0; p < k; p++, ap += aColumn, bp += bRow) sum = (sum + Math.imul(a[ap]!, b[bp]!)) | 0;
      c[cStart + i * n + j] = bits && sum !== 0 ? 1 : sum;
    }
  }
}
