import type { Point } from "./clip.ts";

/** Numbers on a grid, row by row. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: ArrayLike<number>;
}

/**
 * Lines along which the numbers of a grid have a value, in coordinates of the grid: `[0, 0]` is its first number, `[1, 0]`
 * the second one of its first row.
 *
 * Marching squares: within each square of four neighbours the line is straight, and where it crosses a side follows from the
 * numbers at its ends. Squares with a number that is not finite have no line.
 */
export function isolines(grid: Grid, level: number): Point[][] {
  const segments = new Map<string, Segment[]>();
  for (let row = 0; row + 1 < grid.rows; row++) {
    for (let column = 0; column + 1 < grid.columns; column++) {
      for (const [from, to] of cross(grid, column, row, level)) {
        const segment: Segment = { ends: [from, to], used: false };
        for (const { key } of segment.ends) {
          const others = segments.get(key);
          if (others === undefined) segments.set(key, [segment]);
          else others.push(segment);
        }
      }
    }
  }
  return joined(segments);
}

/** Where a line crosses a side of a square. The key names the side, which belongs to two squares. */
interface Crossing {
  readonly key: string;
  readonly point: Point;
}

interface Segment {
  readonly ends: readonly [Crossing, Crossing];
  used: boolean;
}

/** The pieces of line in the square whose first corner is given. */
function cross({ columns, values }: Grid, column: number, row: number, level: number): [Crossing, Crossing][] {
  const corner = (dx: number, dy: number): number => values[(row + dy) * columns + column + dx]!;
  const [a, b, c, d] = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
  if (!Number.isFinite(a + b + c + d)) return [];
  const [A, B, C, D] = [a >= level, b >= level, c >= level, d >= level];
  const part = (from: number, to: number): number => (level - from) / (to - from);
  const crossings: Crossing[] = [];
  if (A !== B) crossings.push({ key: `h${column},${row}`, point: [column + part(a, b), row] });
  if (B !== C) crossings.push({ key: `v${column + 1},${row}`, point: [column + 1, row + part(b, c)] });
  if (C !== D) crossings.push({ key: `h${column},${row + 1}`, point: [column + part(d, c), row + 1] });
  if (D !== A) crossings.push({ key: `v${column},${row}`, point: [column, row + part(a, d)] });
  if (crossings.length === 0) return [];
  if (crossings.length === 2) return [[crossings[0]!, crossings[1]!]];
  // A saddle: opposite corners are on the same side. The mean says whether the first corner is cut off, or its neighbours are.
  const [top, right, bottom, left] = crossings as [Crossing, Crossing, Crossing, Crossing]; // all sides are crossed
  return (a + b + c + d) / 4 >= level === A
    ? [
        [top, right],
        [bottom, left],
      ]
    : [
        [left, top],
        [right, bottom],
      ];
}

/** Pieces that meet, as lines; a closed one ends where it begins. */
function joined(segments: ReadonlyMap<string, readonly Segment[]>): Point[][] {
  const lines: Point[][] = [];
  const follow = (start: Segment, from: 0 | 1): Point[] => {
    const line = [start.ends[from].point];
    let segment: Segment | undefined = start;
    let end = start.ends[from === 0 ? 1 : 0];
    while (segment !== undefined) {
      segment.used = true;
      line.push(end.point);
      const { key }: Crossing = end;
      segment = segments.get(key)!.find((other) => !other.used);
      if (segment !== undefined) end = segment.ends[segment.ends[0].key === key ? 1 : 0];
    }
    return line;
  };
  // Open lines first, from one of their ends; what is left then is closed.
  for (const meeting of segments.values()) {
    const only = meeting[0]!;
    if (meeting.length === 1 && !only.used)
      lines.push(follow(only, segments.get(only.ends[0].key)!.length === 1 ? 0 : 1));
  }
  for (const [segment] of segments.values()) if (!segment!.used) lines.push(follow(segment!, 0));
  return lines;
}
