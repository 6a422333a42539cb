import { arrange, effortOf } from "./arrange.ts";
import { type Arrangement, edgeKey, type Reach } from "./arrangement.ts";
import type { Direction, Point, Rect, Size } from "./geometry.ts";
import { type Group, type Grouping, type Item, isGroup } from "./groups.ts";
import { addTo } from "./lists.ts";
import type { Link } from "./model.ts";
import type { LocalEdge, LocalGraph, LocalNode } from "./ranks.ts";
import { Insides, type Way } from "./ways.ts";

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

/** So much effort dagre may have with all boxes that are new in a scene, and with one: for more than that one would have to wait. */
const mostEffort = { scene: 450, box: 250 } as const;

/** How the inside of a box was laid out. */
interface Known {
  readonly graph: LocalGraph;
  readonly arrangement: Arrangement;
}

/** Lays out boxes inside boxes, and keeps what it found: opening one box leaves the insides of the others as they are. */
export class SceneMaker {
  private readonly known = new Map<Group, Known>();
  private direction: Direction = "right";

  make(request: SceneRequest): Scene {
    if (request.direction !== this.direction) this.known.clear();
    this.direction = request.direction;
    const inside = new Insides(request);
    const open = openGroups(request);
    const arrangements = new Map<Group, Arrangement>();
    const isHurried = this.isMuch(open, inside);
    for (const group of open.toReversed()) {
      const graph = inside.graphOf(group, (item) => sizeIn(item, request, arrangements));
      let known = this.known.get(group);
      if (known === undefined || !areSame(known.graph, graph)) {
        const isQuick = isHurried || effortOf(graph) > mostEffort.box;
        known = { graph, arrangement: arrange(graph, request.direction, isQuick) };
        this.known.set(group, known);
      }
      arrangements.set(group, known.arrangement);
    }
    return placed(request, inside, open, arrangements);
  }

  /** Has more changed than one would wait for? */
  private isMuch(open: readonly Group[], inside: Insides): boolean {
    const size = { width: 0, height: 0 };
    let effort = 0;
    for (const group of open) {
      const known = this.known.get(group);
      if (known !== undefined && haveSameEdges(known.graph.edges, inside.edgesOf(group))) continue;
      effort += effortOf(inside.graphOf(group, () => size));
      if (effort > mostEffort.scene) return true;
    }
    return false;
  }
}

function areSame(a: LocalGraph, b: LocalGraph): boolean {
  const isSame = (one: LocalNode, i: number): boolean => {
    const other = b.nodes[i]!;
    return one.key === other.key && one.width === other.width && one.height === other.height;
  };
  return a.nodes.length === b.nodes.length && a.nodes.every(isSame) && haveSameEdges(a.edges, b.edges);
}

function haveSameEdges(a: readonly LocalEdge[], b: readonly LocalEdge[]): boolean {
  return a.length === b.length && a.every(({ from, to }, i) => from === b[i]!.from && to === b[i]!.to);
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
  const wires = withEnds(inside.ways, middles, places, arrangements, request.direction);
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
    const known = arrangements.get(group)!.bends;
    if (known.size === 0) return;
    const { x, y } = origins.get(group)!;
    for (const bend of known.get(edgeKey({ from: start, to: end })) ?? [])
      points.push({ x: x + bend.x, y: y + bend.y });
  };
  const reach = (group: Group, item: Item): Reach => arrangements.get(group)!.reach.get(item.key)!;
  const moved = ({ x, y }: Point, by: number): Point => (direction === "right" ? { x: x + by, y } : { x, y: y + by });
  const port = (group: Group, key: string, isOut: boolean): Point => {
    const origin = origins.get(group)!;
    const rect = places.get(group)!;
    const { x, y } = arrangements.get(group)!.at.get(key)!;
    // On the border, wherever the layout has it: nothing stands between.
    return direction === "right"
      ? { x: rect.x + (isOut ? rect.width : 0), y: origin.y + y }
      : { x: origin.x + x, y: rect.y + (isOut ? rect.height : 0) };
  };
  leaves.forEach((group, i) => {
    bends(group, (leaves[i - 1] ?? from).key, out);
    const border = port(group, out, true);
    points.push(border, moved(border, reach(leaves[i + 1] ?? crosses, group).behind));
  });
  bends(crosses, (leaves.at(-1) ?? from).key, (enters[0] ?? to).key);
  enters.forEach((group, i) => {
    const border = port(group, into, false);
    points.push(moved(border, -reach(enters[i - 1] ?? crosses, group).before), border);
    bends(group, into, (enters[i + 1] ?? to).key);
  });
  return points;
}

/** Wires that arrive at the same item side by side, in the order in which they come from above (or from the left). */
function withEnds(
  ways: readonly Way[],
  middles: readonly (readonly Point[])[],
  places: ReadonlyMap<Item, Rect>,
  arrangements: ReadonlyMap<Group, Arrangement>,
  direction: Direction,
): readonly Wire[] {
  const across = (point: Point): number => (direction === "right" ? point.y : point.x);
  const starts = ways.map(({ from }) => {
    const { x, y, width, height } = places.get(from)!;
    return direction === "right" ? { x: x + width, y: y + height / 2 } : { x: x + width / 2, y: y + height };
  });
  const arriving = new Map<Item, number[]>();
  ways.forEach(({ to }, i) => {
    addTo(arriving, to, i);
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
  return ways.map(({ from, to, links, leaves, crosses, enters }, i) => {
    const [start, end] = [starts[i]!, ends[i]!];
    const { behind } = arrangements.get(leaves[0] ?? crosses)!.reach.get(from.key)!;
    const { before } = arrangements.get(enters.at(-1) ?? crosses)!.reach.get(to.key)!;
    const isRight = direction === "right";
    const out = isRight ? { x: start.x + behind, y: start.y } : { x: start.x, y: start.y + behind };
    const into = isRight ? { x: end.x - before, y: end.y } : { x: end.x, y: end.y - before };
    const points = [start, ...(behind > 1 ? [out] : []), ...middles[i]!, ...(before > 1 ? [into] : []), end];
    return { key: `${from.key}→${to.key}`, from, to, links, points };
  });
}
