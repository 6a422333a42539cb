import { broadcastStrides } from "../../shape/broadcast.ts";
import type { Data } from "../../tensor/dtype.ts";

/** `out[i] = f(x[i])`. */
export function unary<A>(out: Data, x: Data, f: (x: number, attrs: A) => number, attrs: A): void {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i]!, attrs);
}

/** `out = f(a, b)`, the inputs of shapes that broadcast to `shape`. */
export function binary<A>(
  out: Data,
  shape: readonly number[],
  a: Data,
  aShape: readonly number[],
  b: Data,
  bShape: readonly number[],
  f: (a: number, b: number, attrs: A) => number,
  attrs: A,
): void {
  const size = out.length;
  if (a.length === size && b.length === size) {
    for (let i = 0; i < size; i++) out[i] = f(a[i]!, b[i]!, attrs);
  } else if (b.length === 1) {
    const value = b[0]!;
    for (let i = 0; i < size; i++) out[i] = f(a[i]!, value, attrs);
  } else if (a.length === 1) {
    const value = a[0]!;
    for (let i = 0; i < size; i++) out[i] = f(value, b[i]!, attrs);
  } else {
    binaryStrided(out, shape, a, broadcastStrides(aShape, shape), b, broadcastStrides(bShape, shape), f, attrs);
  }
}

/** Rows along the last axis are tight loops; an odometer over the axes before it finds where each row starts. */
function binaryStrided<A>(
  out: Data,
  shape: readonly number[],
  a: Data,
  aStrides: readonly number[],
  b: Data,
  bStrides: readonly number[],
  f: (a: number, b: number, attrs: A) => number,
  attrs: A,
): void {
  const last = shape.length - 1;
  const n = shape[last]!;
  const aStep = aStrides[last]!;
  const bStep = bStrides[last]!;
  const index = new Array<number>(last).fill(0);
  let aStart = 0;
  let bStart = 0;
  for (let start = 0; start < out.length; start += n) {
    for (let i = 0; i < n; i++) out[start + i] = f(a[aStart + i * aStep]!, b[bStart + i * bStep]!, attrs);
    for (let axis = last - 1; axis >= 0; axis--) {
      aStart += aStrides[axis]!;
      bStart += bStrides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      aStart -= aStrides[axis]! * shape[axis]!;
      bStart -= bStrides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
}

/** `out = f(a, b, c)`: each input has all elements of `out` or just one. */
export function ternary<A>(
  out: Data,
  a: Data,
  b: Data,
  c: Data,
  f: (a: number, b: number, c: number, attrs: A) => number,
  attrs: A,
): void {
  const size = out.length;
  const aStep = a.length === size ? 1 : 0;
  const bStep = b.length === size ? 1 : 0;
  const cStep = c.length === size ? 1 : 0;
  for (let i = 0; i < size; i++) out[i] = f(a[i * aStep]!, b[i * bStep]!, c[i * cStep]!, attrs);
}
