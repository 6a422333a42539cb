import type { Vertex } from "./model.ts";

/** A box: a Module that ran, or some of many cards in a row. */
export interface Group {
  readonly key: string;
  readonly label: string;
  /** The path of the Module; `null` of a box that only divides a long row. */
  readonly path: string | null;
  readonly children: readonly Item[];
  /** How many cards are in it, at any depth. */
  readonly size: number;
}

export type Item = Vertex | Group;

export function isGroup(item: Item): item is Group {
  return "children" in item;
}

/** Where everything lies: the boxes, and which box an item is in. */
export interface Grouping {
  readonly root: Group;
  readonly parents: ReadonlyMap<Item, Group>;
  readonly groups: readonly Group[];
}

/** More cards than that in one box are divided: so many take a moment to lay out, and nobody reads them at once. */
const most = 30;

/** Cards in the order in which they ran. Those of one run of a Module lie in one box, so that what a box needs always comes before it. */
export function groupingOf(vertices: readonly Vertex[]): Grouping {
  const boxes = new Boxes();
  const root = boxes.box("", "", hoisted(vertices), 0);
  const parents = new Map<Item, Group>();
  const groups: Group[] = [];
  const pending = [root];
  for (let group = pending.pop(); group !== undefined; group = pending.pop()) {
    groups.push(group);
    for (const child of group.children) {
      parents.set(child, group);
      if (isGroup(child)) pending.push(child);
    }
  }
  return { root, parents, groups };
}

/** What goes in from outside stands before the run of the Module that uses it, not in its middle. */
function hoisted(vertices: readonly Vertex[]): readonly Vertex[] {
  const order: Vertex[] = [];
  let [runStart, run] = [0, ""];
  for (const vertex of vertices) {
    const [first = ""] = segmentsOf(vertex);
    if (vertex.op === null && first === "" && run !== "") {
      order.splice(runStart++, 0, vertex);
      continue;
    }
    if (first !== run) [runStart, run] = [order.length, first];
    order.push(vertex);
  }
  return order;
}

class Boxes {
  private readonly counts = new Map<string, number>();

  box(path: string, label: string, vertices: readonly Vertex[], depth: number): Group {
    const children: Item[] = [];
    let i = 0;
    while (i < vertices.length) {
      const segment = segmentsOf(vertices[i]!)[depth];
      if (segment === undefined) {
        children.push(vertices[i++]!);
        continue;
      }
      let end = i + 1;
      while (end < vertices.length && segmentsOf(vertices[end]!)[depth] === segment) end++;
      const run = vertices.slice(i, end);
      i = end;
      if (run.length === 1) children.push(run[0]!);
      else children.push(this.inner(path, segment, run, depth + 1));
    }
    return this.made(
      label,
      path,
      divided(children, (part) => this.made(rowLabel(part), null, part)),
    );
  }

  /** A box in a box; one that would hold nothing but another one is left out, and the other one says both names. */
  private inner(path: string, segment: string, run: readonly Vertex[], depth: number): Group {
    const own = path === "" ? segment : `${path}.${segment}`;
    const group = this.box(own, segment, run, depth);
    const [only] = group.children;
    if (group.children.length > 1 || only === undefined || !isGroup(only)) return group;
    return { ...only, label: `${segment}.${only.label}` };
  }

  private made(label: string, path: string | null, children: readonly Item[]): Group {
    const size = children.reduce((sum, child) => sum + (isGroup(child) ? child.size : 1), 0);
    const name = path ?? label;
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    return { key: `g${name}#${count}`, label, path, children, size };
  }
}

const segments = new Map<string, readonly string[]>();

function segmentsOf({ box }: Vertex): readonly string[] {
  let known = segments.get(box);
  if (known === undefined) {
    // The numbers of a list belong to its name: a list of Modules is no Module.
    known = box.match(/[^.]+(?:\.\d+)*/g) ?? [];
    segments.set(box, known);
  }
  return known;
}

/** A long row as a few boxes with equally many each, and those again if they are too many. */
function divided(children: readonly Item[], box: (part: readonly Item[]) => Group): readonly Item[] {
  if (children.length <= most) return children;
  const parts = Math.ceil(children.length / most);
  const length = Math.ceil(children.length / parts);
  const boxes = Array.from({ length: parts }, (_, i) => box(children.slice(i * length, (i + 1) * length)));
  return divided(boxes, box);
}

function rowLabel(part: readonly Item[]): string {
  const [first, last] = [firstCard(part[0]!), lastCard(part.at(-1)!)];
  return `${first.name} … ${last.name}`;
}

function firstCard(item: Item): Vertex {
  if (!isGroup(item)) return item;
  const computed = item.children.find((child) => isGroup(child) || child.op !== null);
  return firstCard(computed ?? item.children[0]!);
}

function lastCard(item: Item): Vertex {
  return isGroup(item) ? lastCard(item.children.at(-1)!) : item;
}
