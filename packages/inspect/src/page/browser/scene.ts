import { type Arrangement, arrange, type Direction, edgeKey, type Point } from "./arrange.ts";
import { type Group, type Grouping, type Item, isGroup } from "./groups.ts";
import type { Link } from "./model.ts";
import type { LocalEdge, LocalNode } from "./ranks.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From the left upper corner of the picture. */
export interface Rect extends Point, Size {}

/** One or more tensors on their way from one card or box to another one. */
export interface Wire {
  readonly key: string;
  readonly from: Item;
  readonly to: Item;
  readonly links: readonly Link[];
  /** From where it leaves to where it arrives. */
  readonly points: readonly Point[];
}

/** Everything that is to be drawn, with its place. */
export interface Scene extends Size {
  /** Cards, folded boxes and open boxes; an open box comes before what is in it. */
  readonly places: ReadonlyMap<Item, Rect>;
  readonly wires: readonly Wire[];
  readonly direction: Direction;
}

/** What the layout depends on. */
export interface SceneRequest {
  readonly grouping: Grouping;
  readonly links: readonly Link[];
  readonly isFolded: (group: Group) => boolean;
  /** Of a card or a folded box. */
  readonly sizeOf: (item: Item) => Size;
  readonly direction: Direction;
}

const padding = { x: 18, top: 44, bottom: 18 } as const;

/** More boxes than that at once are laid out the quick way. */
const mostBoxes = 8;

/** Lays out boxes inside boxes, and keeps what it found: opening one box leaves the insides of the others as they are. */
export class SceneMaker {
  private readonly known = new Map<Group, { readonly signature: string; readonly arrangement: Arrangement }>();
  private direction: Direction = "right";

  make(request: SceneRequest): Scene {
    if (request.direction !== this.direction) this.known.clear();
    this.direction = request.direction;
    const inside = new Insides(request);
    const open = openGroups(request);
    const isQuick = open.filter((group) => !this.known.has(group)).length > mostBoxes;
    const arrangements = new Map<Group, Arrangement>();
    for (const group of open.toReversed()) {
      const graph = inside.graphOf(group, (item) => sizeIn(item, request, arrangements));
      const sizes = graph.nodes.map(({ key, width, height }) => `${key} ${width} ${height}`);
      const signature = [...sizes, ...graph.edges.map(edgeKey)].join();
      const before = this.known.get(group);
      const arrangement =
        before?.signature === signature ? before.arrangement : arrange(graph, request.direction, isQuick);
      this.known.set(group, { signature, arrangement });
      arrangements.set(group, arrangement);
    }
    return placed(request, inside, open, arrangements);
  }
}

/** Boxes that are open, each before those in it. */
function openGroups({ grouping, isFolded }: SceneRequest): readonly Group[] {
  const open: Group[] = [];
  const visit = (group: Group): void => {
    open.push(group);
    for (const child of group.children) if (isGroup(child) && !isFolded(child)) visit(child);
  };
  visit(grouping.root);
  return open;
}

function sizeIn(item: Item, { isFolded, sizeOf }: SceneRequest, arrangements: ReadonlyMap<Group, Arrangement>): Size {
  if (!isGroup(item) || isFolded(item)) return sizeOf(item);
  const { width, height } = arrangements.get(item)!;
  return { width: width + 2 * padding.x, height: height + padding.top + padding.bottom };
}

/** A tensor's way from one item to another: out of boxes, across the one that both lie in, and into boxes. */
interface Way {
  readonly from: Item;
  readonly to: Item;
  readonly links: Link[];
  /** The boxes it leaves, the innermost first; that which it crosses; those it enters, the outermost first. */
  readonly leaves: readonly Group[];
  readonly crosses: Group;
  readonly enters: readonly Group[];
}

/** Which edges each open box has inside, and where on its border they come in and go out. */
class Insides {
  readonly ways: readonly Way[];
  private readonly edges = new Map<Group, Map<string, LocalEdge>>();
  private readonly ports = new Map<Group, Map<string, "in" | "out">>();

  constructor(request: SceneRequest) {
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

function waysOf({ grouping, links, isFolded }: SceneRequest): readonly Way[] {
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

function placed(
  request: SceneRequest,
  inside: Insides,
  open: readonly Group[],
  arrangements: ReadonlyMap<Group, Arrangement>,
): Scene {
  const places = new Map<Item, Rect>();
  const origins = new Map<Group, Point>();
  const { root } = request.grouping;
  const whole = sizeIn(root, request, arrangements);
  places.set(root, { x: 0, y: 0, ...whole });
  for (const group of open) {
    const { x, y } = places.get(group)!;
    const origin = { x: x + padding.x, y: y + padding.top };
    origins.set(group, origin);
    const { at } = arrangements.get(group)!;
    for (const item of group.children) {
      const { width, height } = sizeIn(item, request, arrangements);
      const middle = at.get(item.key)!;
      places.set(item, { x: origin.x + middle.x - width / 2, y: origin.y + middle.y - height / 2, width, height });
    }
  }
  const middles = inside.ways.map((way) => middlePoints(way, origins, arrangements, places, request.direction));
  const wires = withEnds(inside.ways, middles, places, request.direction);
  return { places, wires, direction: request.direction, ...whole };
}

/** Where a way bends, and where it passes borders of boxes. */
function middlePoints(
  { from, to, leaves, crosses, enters }: Way,
  origins: ReadonlyMap<Group, Point>,
  arrangements: ReadonlyMap<Group, Arrangement>,
  places: ReadonlyMap<Item, Rect>,
  direction: Direction,
): readonly Point[] {
  const points: Point[] = [];
  const [out, into] = [`out ${from.key}`, `in ${from.key}`];
  const bends = (group: Group, start: string, end: string): void => {
    const { x, y } = origins.get(group)!;
    for (const bend of arrangements.get(group)!.bends.get(edgeKey({ from: start, to: end })) ?? [])
      points.push({ x: x + bend.x, y: y + bend.y });
  };
  const port = (group: Group, key: string, isOut: boolean): void => {
    const origin = origins.get(group)!;
    const rect = places.get(group)!;
    const { x, y } = arrangements.get(group)!.at.get(key)!;
    // On the border, wherever the layout has it: nothing stands between.
    if (direction === "right") points.push({ x: rect.x + (isOut ? rect.width : 0), y: origin.y + y });
    else points.push({ x: origin.x + x, y: rect.y + (isOut ? rect.height : 0) });
  };
  leaves.forEach((group, i) => {
    bends(group, (leaves[i - 1] ?? from).key, out);
    port(group, out, true);
  });
  bends(crosses, (leaves.at(-1) ?? from).key, (enters[0] ?? to).key);
  enters.forEach((group, i) => {
    port(group, into, false);
    bends(group, into, (enters[i + 1] ?? to).key);
  });
  return points;
}

/** Wires that arrive at the same item side by side, in the order in which they come from above (or from the left). */
function withEnds(
  ways: readonly Way[],
  middles: readonly (readonly Point[])[],
  places: ReadonlyMap<Item, Rect>,
  direction: Direction,
): readonly Wire[] {
  const across = (point: Point): number => (direction === "right" ? point.y : point.x);
  const starts = ways.map(({ from }) => {
    const { x, y, width, height } = places.get(from)!;
    return direction === "right" ? { x: x + width, y: y + height / 2 } : { x: x + width / 2, y: y + height };
  });
  const arriving = new Map<Item, number[]>();
  ways.forEach(({ to }, i) => {
    arriving.set(to, [...(arriving.get(to) ?? []), i]);
  });
  const ends: Point[] = [];
  for (const [item, indices] of arriving) {
    const { x, y, width, height } = places.get(item)!;
    const last = (i: number): number => across(middles[i]!.at(-1) ?? starts[i]!);
    indices.sort((a, b) => last(a) - last(b));
    indices.forEach((index, i) => {
      const share = (i + 1) / (indices.length + 1);
      ends[index] = direction === "right" ? { x, y: y + height * share } : { x: x + width * share, y };
    });
  }
  return ways.map(({ from, to, links }, i) => ({
    key: `${from.key}→${to.key}`,
    from,
    to,
    links,
    points: [starts[i]!, ...middles[i]!, ends[i]!],
  }));
}
