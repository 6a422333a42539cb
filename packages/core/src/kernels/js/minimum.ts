import type { Data } from "../../tensor/dtype.ts";

/** Where in a lane the smallest value stands, counted from 0: the first of equals. NaN counts as the smallest, as in NumPy. */
export function argminLane(x: Data, start: number, stride: number, n: number): number {
  let min = x[start]!;
  let position = 0;
  for (let j = 1, i = start + stride; j < n; j++, i += stride) {
    const value = x[i]!;
    // Once min is NaN, neither holds any more: the first NaN stays.
    if (value < min || (Number.isNaN(value) && !Number.isNaN(min))) {
      min = value;
      position = j;
    }
  }
  return position;
}
