import type { Direction, Point } from "./geometry.ts";
import type { LocalEdge, LocalGraph } from "./ranks.ts";

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

/**
 * {@link Arrangement.reach} of all nodes of a graph that have their places. Which of them are of one rank is seen from the places, since
 * between ranks there is a gap everywhere: a layout may put a node into a later rank than it need be in.
 */
export function reachOf(
  { nodes }: LocalGraph,
  at: ReadonlyMap<string, Point>,
  direction: Direction,
): ReadonlyMap<string, Reach> {
  const spans = nodes.map(({ key, width, height }) => {
    const { x, y } = at.get(key)!;
    const [middle, length] = direction === "right" ? [x, width] : [y, height];
    return { key, start: middle - length / 2, end: middle + length / 2 };
  });
  spans.sort((a, b) => a.start - b.start);
  const reach = new Map<string, Reach>();
  for (let first = 0; first < spans.length; ) {
    const { start } = spans[first]!;
    let { end } = spans[first]!;
    let next = first;
    for (; next < spans.length && spans[next]!.start < end; next++) end = Math.max(end, spans[next]!.end);
    for (const one of spans.slice(first, Math.max(next, first + 1)))
      reach.set(one.key, { before: one.start - start, behind: end - one.end });
    first = Math.max(next, first + 1);
  }
  return reach;
}

export const spacing = { between: 24, ranks: 64, edges: 16 } as const;

export function edgeKey({ from, to }: LocalEdge): string {
  return `${from}→${to}`;
}
