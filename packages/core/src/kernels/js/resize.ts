import type { Data } from "../../tensor/dtype.ts";

/** Where each position of a new axis is read from: two positions of the old one, which may be the same, and the weight of the second. */
export interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float64Array;
}

/** New planes of old ones, each element from up to four. */
export function resizePlanes(
  out: Data,
  x: Data,
  planes: number,
  rows: Taps,
  columns: Taps,
  width: number,
  planeSize: number,
): void {
  let o = 0;
  for (let plane = 0; plane < planes; plane++) {
    const start = plane * planeSize;
    for (let i = 0; i < rows.weight.length; i++) {
      const [upper, lower, v] = [start + rows.first[i]! * width, start + rows.second[i]! * width, rows.weight[i]!];
      for (let j = 0; j < columns.weight.length; j++, o++) {
        const [left, right, u] = [columns.first[j]!, columns.second[j]!, columns.weight[j]!];
        out[o] =
          (1 - v) * between(x[upper + left]!, x[upper + right]!, u) +
          (v === 0 ? 0 : v * between(x[lower + left]!, x[lower + right]!, u));
      }
    }
  }
}

/** What has no weight is not seen, not even ∞. */
function between(a: number, b: number, u: number): number {
  return u === 0 ? a : (1 - u) * a + u * b;
}

/** The transpose of {@link resizePlanes}: each element of the new planes added to those it came from, with the same weights. */
export function addToPlanes(
  x: Data,
  y: Data,
  planes: number,
  rows: Taps,
  columns: Taps,
  width: number,
  planeSize: number,
): void {
  // A float32 sum would lose digits with every term.
  const sums = x instanceof Float32Array ? new Float64Array(x.length) : x;
  sums.fill(0);
  let o = 0;
  for (let plane = 0; plane < planes; plane++) {
    const start = plane * planeSize;
    for (let i = 0; i < rows.weight.length; i++) {
      const [upper, lower, v] = [start + rows.first[i]! * width, start + rows.second[i]! * width, rows.weight[i]!];
      for (let j = 0; j < columns.weight.length; j++, o++) {
        const [left, right, u] = [columns.first[j]!, columns.second[j]!, columns.weight[j]!];
        const value = y[o]!;
        sums[upper + left]! += (1 - v) * (1 - u) * value;
        if (u !== 0) sums[upper + right]! += (1 - v) * u * value;
        if (v === 0) continue;
        sums[lower + left]! += v * (1 - u) * value;
        if (u !== 0) sums[lower + right]! += v * u * value;
      }
    }
  }
  if (sums !== x) x.set(sums);
}
