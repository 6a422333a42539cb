import { sizeOf } from "../../shape/sizes.ts";
import type { Data } from "../../tensor/dtype.ts";

/** Running sums of every lane along an axis, from its first element or, in reverse, from its last. Added in float64. */
export function cumulativeSums(out: Data, x: Data, shape: readonly number[], axis: number, reverse: boolean): void {
  const n = shape[axis]!;
  const stride = sizeOf(shape.slice(axis + 1));
  for (let outer = 0; outer < x.length; outer += n * stride) {
    for (let start = outer; start < outer + stride; start++) {
      let sum = 0;
      for (let j = 0; j < n; j++) {
        const i = start + (reverse ? n - 1 - j : j) * stride;
        sum += x[i]!;
        out[i] = sum;
      }
    }
  }
}
