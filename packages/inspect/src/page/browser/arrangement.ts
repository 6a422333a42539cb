import type { Direction, Point } from "./geometry.ts";
import type { LocalEdge, LocalGraph, LocalNode } from "./ranks.ts";

/** Where everything in a box lies, from its left upper corner. */
export interface Arrangement {
  readonly width: number;
  readonly height: number;
  /** The middle of each node. */
  readonly at: ReadonlyMap<string, Point>;
  /** Where an edge passes between others on its way, by {@link edgeKey}. */
  readonly bends: ReadonlyMap<string, readonly Point[]>;
  /** How far the widest nodes of its rank stand out beside each node: so far a line goes straight, so that it meets none of them. */
  readonly reach: ReadonlyMap<string, Reach>;
}

/** Before and behind a node, along the direction of the layout. */
export interface Reach {
  readonly before: number;
  readonly behind: number;
}

/** {@link Arrangement.reach} of all nodes of a graph that have their places. */
export function reachOf(
  { nodes }: LocalGraph,
  ranks: ReadonlyMap<string, number>,
  at: ReadonlyMap<string, Point>,
  direction: Direction,
): ReadonlyMap<string, Reach> {
  const along = ({ key, width, height }: LocalNode): readonly [start: number, end: number] => {
    const { x, y } = at.get(key)!;
    const [middle, length] = direction === "right" ? [x, width] : [y, height];
    return [middle - length / 2, middle + length / 2];
  };
  const starts: number[] = [];
  const ends: number[] = [];
  for (const node of nodes) {
    const rank = ranks.get(node.key)!;
    const [start, end] = along(node);
    starts[rank] = Math.min(starts[rank] ?? start, start);
    ends[rank] = Math.max(ends[rank] ?? end, end);
  }
  return new Map(
    nodes.map((node) => {
      const rank = ranks.get(node.key)!;
      const [start, end] = along(node);
      return [node.key, { before: start - starts[rank]!, behind: ends[rank]! - end }];
    }),
  );
}

export const spacing = { between: 24, ranks: 64, edges: 16 } as const;

export function edgeKey({ from, to }: LocalEdge): string {
  return `${from}→${to}`;
}
