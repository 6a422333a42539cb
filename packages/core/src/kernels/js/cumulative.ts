import { sizeOf } from "../../shape/sizes.ts";
import type { Data } from "../../tensor/dtype.ts";

/**
 * Running sums of every lane along an axis, from its first element or, in reverse, from its last; exclusive ones leave out the element
 * itself. Added in float64.
 */
export function cumulativeSums(
  out: Data,
  x: Data,
  shape: readonly number[],
  axis: number,
  reverse: boolean,
  exclusive: boolean,
): void {
  const n = shape[axis]!;
  const stride = sizeOf(shape.slice(axis + 1));
  for (let outer = 0; outer < x.length; outer += n * stride) {
    for (let start = outer; start < outer + stride; start++) {
      let sum = 0;
      for (let j = 0; j < n; j++) {
        const i = start + (reverse ? n - 1 - j : j) * stride;
        const before = sum;
        sum += x[i]!;
        out[i] = exclusive ? before : sum;
      }
    }
  }
}

/** Running maxima of every lane along an axis, and the position of each: the last of equals so far. NaN counts as the largest. */
export function runningMaxima(out: Data, positions: Int32Array, x: Data, shape: readonly number[], axis: number): void {
  const n = shape[axis]!;
  const stride = sizeOf(shape.slice(axis + 1));
  for (let outer = 0; outer < x.length; outer += n * stride) {
    for (let start = outer; start < outer + stride; start++) {
      let max = -Infinity;
      let position = 0;
      for (let j = 0; j < n; j++) {
        const i = start + j * stride;
        const value = x[i]!;
        if (value >= max || Number.isNaN(value)) {
          max = value;
          position = j;
        }
        out[i] = max;
        positions[i] = position;
      }
    }
  }
}
