/** What is laid out at once: the inside of one box. */
export interface LocalGraph {
  /** Sorted so that edges lead from earlier nodes to later ones. */
  readonly nodes: readonly LocalNode[];
  readonly edges: readonly LocalEdge[];
}

export interface LocalNode {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  /** Something in the box, or a place on its border where edges come in or go out. */
  readonly role: "item" | "in" | "out";
}

export interface LocalEdge {
  readonly from: string;
  readonly to: string;
}

/**
 * How many steps each node is from the beginning: one more than the farthest that it needs. What needs nothing stands right before what
 * uses it first; what comes in stands at the beginning, what goes out at the end.
 */
export function ranksOf({ nodes, edges }: LocalGraph): ReadonlyMap<string, number> {
  const into = new Map<string, string[]>();
  const outOf = new Map<string, string[]>();
  for (const { from, to } of edges) {
    into.set(to, [...(into.get(to) ?? []), from]);
    outOf.set(from, [...(outOf.get(from) ?? []), to]);
  }
  const ranks = new Map<string, number>();
  const first = nodes.some(({ role }) => role === "in") ? 1 : 0;
  let last = 0;
  for (const { key, role } of nodes) {
    const before = (into.get(key) ?? []).map((from) => ranks.get(from)! + 1);
    const rank = role === "in" ? 0 : Math.max(first, ...before);
    ranks.set(key, rank);
    last = Math.max(last, rank);
  }
  for (const { key, role } of nodes) {
    if (role === "out") ranks.set(key, last);
    const uses = outOf.get(key);
    if (role === "item" && !into.has(key) && uses !== undefined)
      ranks.set(key, Math.max(first, Math.min(...uses.map((to) => ranks.get(to)!)) - 1));
  }
  return ranks;
}
