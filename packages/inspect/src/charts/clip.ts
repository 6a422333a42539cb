/** A place in the plane. */
export type Point = readonly [x: number, y: number];

/** A point of a line; none where the line is broken. */
export type LinePoint = Point | null;

/** From where to where both coordinates may go. */
export interface Window {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/**
 * The part of a line within a window, with breaks where it is outside. Points that are not finite break it too.
 *
 * Done here, and not by the picture, because clip paths need identifiers, of which there must not be two in a page.
 */
export function clipped(line: readonly LinePoint[], window: Window): LinePoint[] {
  const result: LinePoint[] = [];
  const put = (point: LinePoint): void => {
    const last = result.at(-1);
    if (point === null ? last != null : last == null || last[0] !== point[0] || last[1] !== point[1])
      result.push(point);
  };
  let previous: LinePoint = null;
  for (const [i, point] of line.entries()) {
    if (point === null || !Number.isFinite(point[0]) || !Number.isFinite(point[1])) {
      put(null);
      previous = null;
      continue;
    }
    if (previous === null) {
      // A point between two breaks is no line, and is kept for what draws it as a dot.
      const next = line[i + 1];
      const alone = next == null || !Number.isFinite(next[0]) || !Number.isFinite(next[1]);
      if (alone && inside(point, window)) put(point);
    } else {
      const part = segmentWithin(previous, point, window);
      if (part === null) put(null);
      else {
        const [from, to] = part;
        put(from);
        put(to);
        if (to !== point) put(null);
      }
    }
    previous = point;
  }
  if (result.at(-1) === null) result.pop();
  return result;
}

/** Is a point within a window, its borders included? */
export function inside([x, y]: Point, window: Window): boolean {
  return x >= window.x[0] && x <= window.x[1] && y >= window.y[0] && y <= window.y[1];
}

/** The part of a segment within a window (Liang and Barsky's algorithm), or `null`. */
function segmentWithin(from: Point, to: Point, window: Window): readonly [Point, Point] | null {
  let start = 0;
  let end = 1;
  const d: Point = [to[0] - from[0], to[1] - from[1]];
  for (const k of [0, 1] as const) {
    const [low, high] = k === 0 ? window.x : window.y;
    if (d[k] === 0) {
      if (from[k] < low || from[k] > high) return null;
      continue;
    }
    const a = (low - from[k]) / d[k];
    const b = (high - from[k]) / d[k];
    start = Math.max(start, Math.min(a, b));
    end = Math.min(end, Math.max(a, b));
  }
  if (start > end) return null;
  const at = (t: number): Point => [from[0] + t * d[0], from[1] + t * d[1]];
  return [start === 0 ? from : at(start), end === 1 ? to : at(end)];
}
