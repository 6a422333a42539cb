import { type Arrangement, reachOf, spacing } from "./arrangement.ts";
import type { Direction, Point } from "./geometry.ts";
import { addTo } from "./lists.ts";
import { type LocalGraph, type LocalNode, ranksOf } from "./ranks.ts";

/**
 * Lays out a graph in columns, one for each rank, in time proportional to its size: what is used together stands together, in the order of
 * what it is computed from. Long edges go straight.
 */
export function columns(graph: LocalGraph, direction: Direction, gap: number = spacing.ranks): Arrangement {
  const ranks = ranksOf(graph);
  const across = ({ width, height }: LocalNode): number => (direction === "right" ? height : width);
  const along = ({ width, height }: LocalNode): number => (direction === "right" ? width : height);
  const lines = linesOf(graph, ranks);
  const extents = lines.map((line) =>
    line.reduce((sum, node) => sum + across(node) + spacing.between, -spacing.between),
  );
  const widest = Math.max(0, ...extents);
  const at = new Map<string, Point>();
  let start = 0;
  lines.forEach((line, i) => {
    const depth = Math.max(0, ...line.map(along));
    let place = (widest - extents[i]!) / 2;
    for (const node of line) {
      const [main, side] = [start + depth / 2, place + across(node) / 2];
      at.set(node.key, direction === "right" ? { x: main, y: side } : { x: side, y: main });
      place += across(node) + spacing.between;
    }
    start += depth + gap;
  });
  const length = Math.max(0, start - gap);
  const [width, height] = direction === "right" ? [length, widest] : [widest, length];
  return { width, height, at, bends: noBends, reach: reachOf(graph, at, direction) };
}

const noBends: ReadonlyMap<string, readonly Point[]> = new Map();

/** The nodes of each rank, sorted by the mean place of those in other ranks that they are connected with: first of those before, then of those behind. */
function linesOf({ nodes, edges }: LocalGraph, ranks: ReadonlyMap<string, number>): readonly (readonly LocalNode[])[] {
  const lines: LocalNode[][] = [];
  for (const node of nodes) {
    const rank = ranks.get(node.key)!;
    while (lines.length <= rank) lines.push([]);
    lines[rank]!.push(node);
  }
  const places = new Map<string, number>();
  const note = (line: readonly LocalNode[]): void =>
    line.forEach(({ key }, i) => void places.set(key, (i + 0.5) / line.length));
  lines.forEach(note);
  const before = new Map<string, string[]>();
  const behind = new Map<string, string[]>();
  for (const { from, to } of edges) {
    addTo(before, to, from);
    addTo(behind, from, to);
  }
  const sort = (line: LocalNode[], neighbours: ReadonlyMap<string, readonly string[]>): void => {
    const wanted = new Map(
      line.map(({ key }) => {
        const others = neighbours.get(key) ?? [];
        const sum = others.reduce((total, other) => total + places.get(other)!, 0);
        return [key, others.length === 0 ? places.get(key)! : sum / others.length];
      }),
    );
    line.sort((a, b) => wanted.get(a.key)! - wanted.get(b.key)!);
    note(line);
  };
  for (const line of lines) sort(line, before);
  for (const line of lines.toReversed()) sort(line, behind);
  for (const line of lines) sort(line, before);
  return lines.filter((line) => line.length > 0);
}
