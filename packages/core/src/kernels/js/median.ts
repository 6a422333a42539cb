import type { Data } from "../../tensor/dtype.ts";

/**
 * The lower one of the two middle values of a lane, the middle one where there is one; NaN if there is a NaN.
 *
 * Hoare's selection, on a copy: what is on the side of the middle value is divided again, so that about 3n values are looked at.
 */
export function medianLane(x: Data, start: number, stride: number, n: number): number {
  const values = new Float64Array(n);
  for (let j = 0, i = start; j < n; j++, i += stride) {
    const value = x[i]!;
    if (Number.isNaN(value)) return value;
    values[j] = value;
  }
  const middle = (n - 1) >> 1;
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    // Equal ones are exchanged too: of a constant lane the halves are equal then, and it ends soon.
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const exchanged = values[i]!;
      values[i++] = values[j]!;
      values[j--] = exchanged;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else break;
  }
  return values[middle]!;
}
