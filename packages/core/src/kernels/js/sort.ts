import { sizeOf } from "../../shape/sizes.ts";
import type { Data } from "../../tensor/dtype.ts";

/**
 * For every lane along an axis, the positions of its elements in sorted order: stable, NaN last whichever the direction.
 *
 * @param positions - Filled: of the shape of `x`, each lane along the axis a permutation of 0 … n − 1.
 */
export function sortPositions(
  positions: Int32Array,
  x: Data,
  shape: readonly number[],
  axis: number,
  descending: boolean,
): void {
  const n = shape[axis]!;
  const stride = sizeOf(shape.slice(axis + 1));
  // Descending is ascending of −x: equal elements stay equal, so the order of ties is that of x either way.
  const sign = descending ? -1 : 1;
  const keys = [new Float64Array(n), new Float64Array(n)] as const;
  const order = [new Int32Array(n), new Int32Array(n)] as const;
  for (let outer = 0; outer < x.length; outer += n * stride) {
    for (let start = outer; start < outer + stride; start++) {
      let count = 0;
      for (let j = 0; j < n; j++) {
        const value = x[start + j * stride]!;
        if (Number.isNaN(value)) continue;
        keys[0][count] = sign * value;
        order[0][count++] = j;
      }
      const sorted = order[mergeSort(keys, order, count)]!;
      for (let i = 0; i < count; i++) positions[start + i * stride] = sorted[i]!;
      if (count === n) continue;
      for (let j = 0, i = count; j < n; j++)
        if (Number.isNaN(x[start + j * stride]!)) positions[start + i++ * stride] = j;
    }
  }
}

/**
 * For every lane along an axis, the positions of its `k` largest or smallest elements, in order. Of equals the first come first; NaN counts
 * as the largest.
 *
 * @param positions - Filled: of the shape of `x` with `k` along the axis.
 */
export function topPositions(
  positions: Int32Array,
  x: Data,
  shape: readonly number[],
  axis: number,
  k: number,
  largest: boolean,
): void {
  const n = shape[axis]!;
  const stride = sizeOf(shape.slice(axis + 1));
  const best = new Int32Array(k);
  // Few of many are kept in order while all are looked at once: the first 5 of 1,000 in a fiftieth of the time that sorting takes.
  const isFew = k <= 16;
  const sorted = new Int32Array(isFew ? 0 : x.length);
  if (!isFew) sortPositions(sorted, x, shape, axis, largest);
  for (let outer = 0, to = 0; outer < x.length; outer += n * stride, to += k * stride) {
    for (let lane = 0; lane < stride; lane++) {
      const start = outer + lane;
      if (isFew) selectFew(best, x, start, stride, n, largest);
      else {
        let first = n;
        // They were sorted to the end, whichever the direction.
        if (largest)
          while (first > 0 && Number.isNaN(x[start + sorted[start + (first - 1) * stride]! * stride]!)) first--;
        for (let i = 0; i < k; i++) best[i] = sorted[start + ((first + i) % n) * stride]!;
      }
      for (let i = 0; i < k; i++) positions[to + lane + i * stride] = best[i]!;
    }
  }
}

/** The positions of the best elements of a lane, as many as there is room for; each is inserted behind all that it does not precede. */
function selectFew(best: Int32Array, x: Data, start: number, stride: number, n: number, largest: boolean): void {
  const k = best.length;
  let count = 0;
  for (let j = 0; j < n; j++) {
    const value = x[start + j * stride]!;
    let place = count;
    while (place > 0 && precedes(value, x[start + best[place - 1]! * stride]!, largest)) place--;
    if (place === k) continue;
    if (count < k) count++;
    for (let i = count - 1; i > place; i--) best[i] = best[i - 1]!;
    best[place] = j;
  }
}

/** Is `a` larger, or smaller, than `b`? NaN counts as the largest. */
function precedes(a: number, b: number, largest: boolean): boolean {
  if (largest) return a > b || (Number.isNaN(a) && !Number.isNaN(b));
  return a < b || (Number.isNaN(b) && !Number.isNaN(a));
}

/**
 * Sorts `count` keys, ascending and stable, each with its entry of `order`. Runs of 16 by insertion, then merged from one half of
 * the buffers to the other (a comparator passed to `sort` takes two to four times as long).
 *
 * @returns Which half the result is in.
 */
function mergeSort(
  keys: readonly [Float64Array, Float64Array],
  order: readonly [Int32Array, Int32Array],
  count: number,
): 0 | 1 {
  let [from, to] = keys;
  let [fromOrder, toOrder] = order;
  for (let start = 0; start < count; start += 16) {
    const stop = Math.min(start + 16, count);
    for (let i = start + 1; i < stop; i++) {
      const key = from[i]!;
      const position = fromOrder[i]!;
      let j = i - 1;
      for (; j >= start && from[j]! > key; j--) {
        from[j + 1] = from[j]!;
        fromOrder[j + 1] = fromOrder[j]!;
      }
      from[j + 1] = key;
      fromOrder[j + 1] = position;
    }
  }
  let half: 0 | 1 = 0;
  for (let width = 16; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count);
      const stop = Math.min(start + 2 * width, count);
      for (let k = start, i = start, j = middle; k < stop; k++) {
        // The left one of equals first: that is what stable means.
        if (j >= stop || (i < middle && from[i]! <= from[j]!)) {
          to[k] = from[i]!;
          toOrder[k] = fromOrder[i++]!;
        } else {
          to[k] = from[j]!;
          toOrder[k] = fromOrder[j++]!;
        }
      }
    }
    [from, to] = [to, from];
    [fromOrder, toOrder] = [toOrder, fromOrder];
    half = half === 0 ? 1 : 0;
  }
  return half;
}

/** Where each element of a lane went, from where each came from: the inverse of every lane's permutation. */
export function inversePositions(
  inverse: Int32Array,
  positions: Int32Array,
  shape: readonly number[],
  axis: number,
): void {
  const n = shape[axis]!;
  const stride = sizeOf(shape.slice(axis + 1));
  for (let outer = 0; outer < positions.length; outer += n * stride) {
    for (let start = outer; start < outer + stride; start++)
      for (let i = 0; i < n; i++) inverse[start + positions[start + i * stride]! * stride] = i;
  }
}
