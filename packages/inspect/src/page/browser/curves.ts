import type { Direction, Point } from "./geometry.ts";

/** A smooth line through points, which leaves and arrives in the direction of the layout. */
export function curve(points: readonly Point[], direction: Direction): string {
  let path = `M${at(points[0]!)}`;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const reach = Math.max(16, Math.abs(direction === "right" ? b.x - a.x : b.y - a.y) / 2);
    const [first, second] =
      direction === "right"
        ? [
            { x: a.x + reach, y: a.y },
            { x: b.x - reach, y: b.y },
          ]
        : [
            { x: a.x, y: a.y + reach },
            { x: b.x, y: b.y - reach },
          ];
    path += `C${at(first)} ${at(second)} ${at(b)}`;
  }
  return path;
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
