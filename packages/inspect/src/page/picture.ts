import type { Histogram, Picture } from "./pageData.ts";

const bins = 24;

/**
 * A tensor as a picture of at most `limit` cells. The last axis lies across; each cell is the mean of the finite elements of its block.
 */
export function pictureOf(shape: readonly number[], data: ArrayLike<number>, limit: number): Picture | null {
  if (data.length === 0) return null;
  const across = shape.at(-1) ?? 1;
  const down = data.length / across;
  const [rows, columns] = gridSize(down, across, limit);
  const sums = new Float64Array(rows * columns);
  const counts = new Float64Array(rows * columns);
  for (let i = 0; i < down; i++) {
    const row = Math.floor((i * rows) / down) * columns;
    for (let j = 0; j < across; j++) {
      const value = data[i * across + j]!;
      if (!Number.isFinite(value)) continue;
      const cell = row + Math.floor((j * columns) / across);
      sums[cell]! += value;
      counts[cell]! += 1;
    }
  }
  const cells = Array.from(sums, (sum, i) => (counts[i] === 0 ? null : Number((sum / counts[i]!).toPrecision(4))));
  return { shape: [down, across], rows, columns, cells, histogram: histogramOf(data) };
}

/** As many rows and columns as there are, or fewer in about the same proportion: as a table that is no thinner than 4 to 1. */
function gridSize(down: number, across: number, limit: number): [rows: number, columns: number] {
  if (down * across <= limit) return [down, across];
  const ratio = Math.min(4, Math.max(1 / 4, down / across));
  const columns = Math.min(across, Math.max(1, Math.floor(Math.sqrt(limit / ratio))));
  return [Math.min(down, Math.max(1, Math.floor(limit / columns))), columns];
}

function histogramOf(data: ArrayLike<number>): Histogram | null {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < from) from = value;
    if (value > to) to = value;
  }
  if (from > to) return null;
  const counts = new Array<number>(bins).fill(0);
  // Divided before they are subtracted: the difference of two large numbers may be infinite.
  const width = to / bins - from / bins;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (!Number.isFinite(value)) continue;
    const bin = width === 0 ? bins >> 1 : Math.floor(value / width - from / width);
    counts[Math.min(bins - 1, Math.max(0, bin))]! += 1;
  }
  return { from, to, counts };
}
