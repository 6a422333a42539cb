import { edgeKey } from "./arrange.ts";
import type { Size } from "./geometry.ts";
import type { Group, Grouping, Item } from "./groups.ts";
import type { Link } from "./model.ts";
import type { LocalEdge, LocalNode } from "./ranks.ts";

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

/** Which edges each open box has inside, and where on its border they come in and go out. */
export class Insides {
  readonly ways: readonly Way[];
  private readonly edges = new Map<Group, Map<string, LocalEdge>>();
  private readonly ports = new Map<Group, Map<string, "in" | "out">>();

  constructor(request: WayRequest) {
    this.ways = waysOf(request);
    for (const way of this.ways) {
      const { from, to, leaves, crosses, enters } = way;
      const [out, into] = [`out ${from.key}`, `in ${from.key}`];
      leaves.forEach((group, i) => {
        this.port(group, out, "out");
        this.edge(group, (leaves[i - 1] ?? from).key, out);
      });
      enters.forEach((group, i) => {
        this.port(group, into, "in");
        this.edge(group, into, (enters[i + 1] ?? to).key);
      });
      this.edge(crosses, (leaves.at(-1) ?? from).key, (enters[0] ?? to).key);
    }
  }

  edgesOf(group: Group): readonly LocalEdge[] {
    return [...(this.edges.get(group)?.values() ?? [])];
  }

  signatureOf(group: Group): string {
    return [...(this.edges.get(group)?.keys() ?? [])].join();
  }

  graphOf(group: Group, sizeOf: (item: Item) => Size): { nodes: LocalNode[]; edges: readonly LocalEdge[] } {
    const ports = [...(this.ports.get(group) ?? [])].map(([key, role]) => ({ key, role, width: 1, height: 12 }));
    const items = group.children.map((item) => ({ key: item.key, role: "item" as const, ...sizeOf(item) }));
    const nodes = [
      ...ports.filter(({ role }) => role === "in"),
      ...items,
      ...ports.filter(({ role }) => role === "out"),
    ];
    return { nodes, edges: this.edgesOf(group) };
  }

  private edge(group: Group, from: string, to: string): void {
    let edges = this.edges.get(group);
    if (edges === undefined) {
      edges = new Map();
      this.edges.set(group, edges);
    }
    const edge = { from, to };
    edges.set(edgeKey(edge), edge);
  }

  private port(group: Group, key: string, role: "in" | "out"): void {
    let ports = this.ports.get(group);
    if (ports === undefined) {
      ports = new Map();
      this.ports.set(group, ports);
    }
    ports.set(key, role);
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
