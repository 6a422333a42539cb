// One function for each dtype: loops that see arrays of several kinds take several times as long for few elements.

/** Fewer elements are copied one by one: a view and its `set` cost more. */
const fewElements = 32;

export function copyFloat32(to: Float32Array, at: number, from: Float32Array, start: number, n: number): void {
  if (n < fewElements) for (let i = 0; i < n; i++) to[at + i] = from[start + i]!;
  else to.set(start === 0 && n === from.length ? from : from.subarray(start, start + n), at);
}

export function copyFloat64(to: Float64Array, at: number, from: Float64Array, start: number, n: number): void {
  if (n < fewElements) for (let i = 0; i < n; i++) to[at + i] = from[start + i]!;
  else to.set(start === 0 && n === from.length ? from : from.subarray(start, start + n), at);
}

export function copyBool(to: Uint8Array, at: number, from: Uint8Array, start: number, n: number): void {
  if (n < fewElements) for (let i = 0; i < n; i++) to[at + i] = from[start + i]!;
  else to.set(start === 0 && n === from.length ? from : from.subarray(start, start + n), at);
}
