import { sizeOf } from "../../shape/sizes.ts";
import type { Data } from "../../tensor/dtype.ts";

/** Writes `x` of shape `shape` into `out` from `offset` on with the given strides: `copyStrided` the other way round. */
export function placeStrided(
  out: Data,
  x: Data,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): void {
  const size = sizeOf(shape);
  const last = shape.length - 1;
  if (size === 0) return;
  if (last < 0) {
    out[offset] = x[0]!;
    return;
  }
  const n = shape[last]!;
  const step = strides[last]!;
  const index = new Array<number>(last).fill(0);
  let to = offset;
  for (let start = 0; start < size; start += n) {
    for (let i = 0; i < n; i++) out[to + i * step] = x[start + i]!;
    for (let axis = last - 1; axis >= 0; axis--) {
      to += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      to -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
}
