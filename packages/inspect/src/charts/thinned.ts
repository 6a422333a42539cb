import type { LinePoint } from "./clip.ts";

/** A line of so many points has several of them in each pixel. */
const many = 4000;
/** As many columns as a plot has pixels, or a little more. */
const columns = 1000;

/**
 * A line with fewer points that looks the same: of those that follow each other within a thousandth of the axis, the first, the
 * lowest, the highest and the last.
 *
 * @see Jugel et al. (2014), "M4: A visualization-oriented time series data aggregation".
 */
export function thinned(line: readonly LinePoint[], [low, high]: readonly [number, number]): readonly LinePoint[] {
  if (line.length <= many) return line;
  const columnOf = (point: LinePoint): number =>
    point === null ? Number.NaN : Math.floor(((point[0] - low) / (high - low)) * columns);
  const result: LinePoint[] = [];
  for (let start = 0; start < line.length; ) {
    const column = columnOf(line[start]!);
    let end = start + 1;
    while (end < line.length && columnOf(line[end]!) === column) end++;
    let lowest = start;
    let highest = start;
    for (let i = start + 1; i < end; i++) {
      if (line[i]![1] < line[lowest]![1]) lowest = i;
      if (line[i]![1] > line[highest]![1]) highest = i;
    }
    for (const i of [...new Set([start, lowest, highest, end - 1])].sort((a, b) => a - b)) result.push(line[i]!);
    start = end;
  }
  return result;
}
