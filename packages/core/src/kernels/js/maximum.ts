import type { Data } from "../../tensor/dtype.ts";

/** Where in a lane the largest value stands, counted from 0: the first of equals. NaN counts as the largest, as in NumPy. */
export function argmaxLane(x: Data, start: number, stride: number, n: number): number {
  let max = x[start]!;
  let position = 0;
  for (let j = 1, i = start + stride; j < n; j++, i += stride) {
    const value = x[i]!;
    // Once max is NaN, neither holds any more: the first NaN stays.
    if (value > max || (Number.isNaN(value) && !Number.isNaN(max))) {
      max = value;
      position = j;
    }
  }
  return position;
}
