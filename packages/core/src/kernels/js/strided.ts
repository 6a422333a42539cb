import { sizeOf } from "../../shape/sizes.ts";
import type { Data } from "../../tensor/dtype.ts";

/** Copies `x` to `out` of shape `shape`, reading it from `offset` on with the given strides (0 repeats, < 0 runs back). */
export function copyStrided(
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
    out[0] = x[offset]!;
    return;
  }
  const n = shape[last]!;
  const step = strides[last]!;
  const index = new Array<number>(last).fill(0);
  let from = offset;
  for (let start = 0; start < size; start += n) {
    for (let i = 0; i < n; i++) out[start + i] = x[from + i * step]!;
    for (let axis = last - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
}
