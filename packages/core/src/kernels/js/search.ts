import type { Data } from "../../tensor/dtype.ts";

/**
 * For each value, how many of the sorted ones come before it, by bisection; those equal to it, too, if `equalToo`. NaN comes after all
 * numbers.
 *
 * @param n - How many sorted ones there are to each batch.
 * @param count - How many values.
 */
export function lowerBounds(
  out: Int32Array,
  sorted: Data,
  values: Data,
  n: number,
  count: number,
  equalToo: boolean,
): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const start = Math.floor(i / count) * n;
    let low = 0;
    let high = n;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = sorted[start + middle]!;
      const isBefore = equalToo ? !precedes(value, other) : precedes(other, value);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    out[i] = low;
  }
}

function precedes(a: number, b: number): boolean {
  return a < b || (Number.isNaN(b) && !Number.isNaN(a));
}
