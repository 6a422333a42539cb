import { textWidth } from "./text.ts";

/** A straight line, and what belongs beside it. */
export interface LabelledLine {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly text: string;
}

/** A label, and where its middle is. */
export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const height = 16;
/** From other lines, a label is told by a distance like this. */
const clear = 16;
const places: readonly number[] = Array.from({ length: 31 }, (_, i) => 0.14 + (0.72 * i) / 30);

/**
 * A place for the label of each line: on the line, away from other labels as far as that can be, then away from other lines, then near to where
 * the line begins.
 */
export function placeLabels(lines: readonly LabelledLine[], fontSize: number): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const line of lines) {
    const width = textWidth(line.text, fontSize) + 4;
    let best: PlacedLabel = { x: line.x, y: line.y, width };
    let least = Infinity;
    for (const part of places) {
      const label = { x: line.x + part * (line.x2 - line.x), y: line.y + part * (line.y2 - line.y), width };
      const nearest = Math.min(clear, ...lines.map((other) => (other === line ? clear : distance(label, other))));
      const cost = 10 * overlaps(label, placed) + (clear - nearest) / clear + 0.3 * Math.abs(part - 0.35);
      if (cost < least) [best, least] = [label, cost];
    }
    placed.push(best);
  }
  return placed;
}

/** How much of a label others cover, in labels. */
function overlaps(label: PlacedLabel, placed: readonly PlacedLabel[]): number {
  let sum = 0;
  for (const other of placed) {
    const across = (label.width + other.width) / 2 - Math.abs(label.x - other.x);
    const down = height - Math.abs(label.y - other.y);
    if (across > 0 && down > 0) sum += (across * down) / (label.width * height);
  }
  return sum;
}

/** From a point to the nearest one of a line. */
function distance(point: { readonly x: number; readonly y: number }, { x, y, x2, y2 }: LabelledLine): number {
  const [dx, dy] = [x2 - x, y2 - y];
  const part = Math.min(1, Math.max(0, ((point.x - x) * dx + (point.y - y) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(point.x - x - part * dx, point.y - y - part * dy);
}
