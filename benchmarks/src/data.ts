// Numbers that every library starts from. The n-th depends on n and a seed alone, so that NumPy can make all at once, and JavaScript
// one after the other, with the same bits.

/** Well-mixed 32 bits of an index (the finalizer of MurmurHash3). */
function hash(index: number): number {
  let h = index;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** `count` numbers, uniform in `low … high`, of the sequence with the number `seed`. */
export function uniform(seed: number, count: number, low = 0, high = 1): Float32Array {
  const start = Math.imul(seed + 1, 0x9e3779b9);
  return Float32Array.from({ length: count }, (_, i) => low + (high - low) * (hash((start + i) | 0) / 2 ** 32));
}

/** Labels of a batch: 0, 1, …, classes − 1, 0, … */
export function labels(count: number, classes: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i % classes);
}

/** First kernel of a layer: uniform in ± √(6 / (in + out)), Glorot's. */
export function kernel(seed: number, inputs: number, outputs: number): Float32Array {
  const limit = Math.sqrt(6 / (inputs + outputs));
  return uniform(seed, inputs * outputs, -limit, limit);
}

/**
 * One number for many: their mean magnitude, each with a weight of its own in 1 … 2, so that a result in another order is noticed. There are
 * no signs that could cancel: libraries that sum in another order agree to a few units in the last place.
 */
export function checksum(values: ArrayLike<number>): number {
  if (values.length === 1) return values[0]!;
  const start = Math.imul(100, 0x9e3779b9); // the sequence with the number 99
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]!) * (1 + hash((start + i) | 0) / 2 ** 32);
  return sum / values.length;
}
