/** A buffer, and from which to which moment it holds something that is still wanted. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** Where buffers lie, and how many bytes they take together. */
export interface Layout {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

/**
 * Places buffers so that two overlap only if they are never wanted at the same moment: the large ones first, each at the lowest offset
 * that is free while it lives.
 *
 * @param unit - Offsets and sizes are multiples of this.
 * @param spare - Bytes behind each buffer that belong to it.
 * @see Pisarchyk & Lee (2020), arXiv:2001.03288, "greedy by size".
 */
export function layOut(lifetimes: readonly Lifetime[], unit: number, spare: number): Layout {
  const offsets = new Array<number>(lifetimes.length).fill(0);
  const sizes = lifetimes.map(({ bytes }) => Math.ceil((bytes + spare) / unit) * unit);
  const order = lifetimes.map((_, i) => i).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  /** By ascending offset. */
  const placed: number[] = [];
  let bytes = 0;
  for (const i of order) {
    const { first, last } = lifetimes[i]!;
    let offset = 0;
    for (const other of placed) {
      if (lifetimes[other]!.last < first || lifetimes[other]!.first > last) continue;
      if (offset + sizes[i]! <= offsets[other]!) break;
      offset = Math.max(offset, offsets[other]! + sizes[other]!);
    }
    offsets[i] = offset;
    bytes = Math.max(bytes, offset + sizes[i]!);
    placed.splice(placed.findLastIndex((other) => offsets[other]! <= offset) + 1, 0, i);
  }
  return { offsets, bytes };
}
