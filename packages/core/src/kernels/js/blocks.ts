import type { Data } from "../../tensor/dtype.ts";

/** Copies `count` blocks of `size` neighbours each, `xStep` apart in `x`, to places `outStep` apart in `out`. */
export function copyBlocks(
  out: Data,
  outStart: number,
  outStep: number,
  x: Data,
  xStart: number,
  xStep: number,
  size: number,
  count: number,
): void {
  for (let block = 0, to = outStart, from = xStart; block < count; block++, to += outStep, from += xStep) {
    // `set` costs more than a short loop and is 3 to 15 times as fast as a long one.
    if (size >= 64) out.set(x.subarray(from, from + size), to);
    else for (let i = 0; i < size; i++) out[to + i] = x[from + i]!;
  }
}
