import type { Size } from "./geometry.ts";
import type { Group, Grouping, Item } from "./groups.ts";
import type { Link } from "./model.ts";
import type { LocalEdge, LocalGraph, LocalNode } from "./ranks.ts";

/** What ways depend on. */
interface WayRequest {
  readonly grouping: Grouping;
  readonly links: readonly Link[];
  readonly isFolded: (group: Group) => boolean;
}

/** A tensor's way from one item to another: out of boxes, across the one that both lie in, and into boxes. */
export interface Way {
  readonly from: Item;
  readonly to: Item;
  readonly links: Link[];
  /** The boxes it leaves, the innermost first; that which it crosses; those it enters, the outermost first. */
  readonly leaves: readonly Group[];
  readonly crosses: Group;
  readonly enters: readonly Group[];
}

/** What lies inside a box besides its children: edges, and the places on its border where some come in and go out. */
class Inside {
  readonly edges: LocalEdge[] = [];
  readonly ports = new Map<string, "in" | "out">();
  private readonly known = new Map<string, Set<string>>();

  edge(from: string, to: string): void {
    let ends = this.known.get(from);
    if (ends === undefined) {
      ends = new Set();
      this.known.set(from, ends);
    }
    if (ends.has(to)) return;
    ends.add(to);
    this.edges.push({ from, to });
  }
}

/** Which edges each open box has inside. */
export class Insides {
  readonly ways: readonly Way[];
  private readonly known = new Map<Group, Inside>();

  constructor(request: WayRequest) {
    this.ways = waysOf(request);
    for (const { from, to, leaves, crosses, enters } of this.ways) {
      const [out, into] = [`out ${from.key}`, `in ${from.key}`];
      leaves.forEach((group, i) => {
        const inside = this.of(group);
        inside.ports.set(out, "out");
        inside.edge((leaves[i - 1] ?? from).key, out);
      });
      enters.forEach((group, i) => {
        const inside = this.of(group);
        inside.ports.set(into, "in");
        inside.edge(into, (enters[i + 1] ?? to).key);
      });
      this.of(crosses).edge((leaves.at(-1) ?? from).key, (enters[0] ?? to).key);
    }
  }

  edgesOf(group: Group): readonly LocalEdge[] {
    return this.of(group).edges;
  }

  graphOf(group: Group, sizeOf: (item: Item) => Size): LocalGraph {
    const { ports, edges } = this.of(group);
    const nodes: LocalNode[] = [];
    for (const [key, role] of ports) if (role === "in") nodes.push({ key, role, width: 1, height: 12 });
    for (const item of group.children) {
      const { width, height } = sizeOf(item);
      nodes.push({ key: item.key, role: "item", width, height });
    }
    for (const [key, role] of ports) if (role === "out") nodes.push({ key, role, width: 1, height: 12 });
    return { nodes, edges };
  }

  private of(group: Group): Inside {
    let inside = this.known.get(group);
    if (inside === undefined) {
      inside = new Inside();
      this.known.set(group, inside);
    }
    return inside;
  }
}

function waysOf({ grouping, links, isFolded }: WayRequest): readonly Way[] {
  const { parents, root } = grouping;
  const chains = new Map<Item, { readonly shown: Item; readonly within: readonly Group[] }>();
  // What of an item is to be seen: itself, or the outermost folded box around it; and the open boxes around that, the innermost first.
  const chainOf = (item: Item) => {
    let chain = chains.get(item);
    if (chain === undefined) {
      const around: Group[] = [];
      for (let group = parents.get(item); group !== undefined; group = parents.get(group)) around.push(group);
      const folded = around.findLastIndex((group) => group !== root && isFolded(group));
      chain = { shown: folded < 0 ? item : around[folded]!, within: around.slice(folded + 1) };
      chains.set(item, chain);
    }
    return chain;
  };
  const ways = new Map<string, Way>();
  for (const link of links) {
    if (!parents.has(link.source) || !parents.has(link.target)) continue;
    const [source, target] = [chainOf(link.source), chainOf(link.target)];
    if (source.shown === target.shown) continue;
    const key = `${source.shown.key}→${target.shown.key}`;
    const known = ways.get(key);
    if (known !== undefined) {
      known.links.push(link);
      continue;
    }
    const crosses = source.within.find((group) => target.within.includes(group))!; // the root is in both
    ways.set(key, {
      from: source.shown,
      to: target.shown,
      links: [link],
      leaves: source.within.slice(0, source.within.indexOf(crosses)),
      crosses,
      enters: target.within.slice(0, target.within.indexOf(crosses)).toReversed(),
    });
  }
  return [...ways.values()];
}
