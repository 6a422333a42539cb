import { type Arrangement, arrange, edgeKey, effortOf } from "./arrange.ts";
import type { Direction, Point, Rect, Size } from "./geometry.ts";
import { type Group, type Grouping, type Item, isGroup } from "./groups.ts";
import type { Link } from "./model.ts";
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

/** How the inside of a box was laid out, and for what. */
interface Known {
  readonly edges: string;
  readonly sizes: string;
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
    const isHurried = this.effort(open, inside) > mostEffort.scene;
    for (const group of open.toReversed()) {
      const graph = inside.graphOf(group, (item) => sizeIn(item, request, arrangements));
      const edges = inside.signatureOf(group);
      const sizes = graph.nodes.map(({ key, width, height }) => `${key} ${width} ${height}`).join();
      let known = this.known.get(group);
      if (known?.edges !== edges || known.sizes !== sizes) {
        const isQuick = isHurried || effortOf(graph) > mostEffort.box;
        known = { edges, sizes, arrangement: arrange(graph, request.direction, isQuick) };
        this.known.set(group, known);
      }
      arrangements.set(group, known.arrangement);
    }
    return placed(request, inside, open, arrangements);
  }

  /** Of what has other edges than before. */
  private effort(open: readonly Group[], inside: Insides): number {
    const size = { width: 0, height: 0 };
    const other = open.filter((group) => this.known.get(group)?.edges !== inside.signatureOf(group));
    return other.reduce((sum, group) => sum + effortOf(inside.graphOf(group, () => size)), 0);
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
