import { type Node, Parameter, type Tensor } from "@tapegrad/core";
import {
  type Block,
  blocksOf,
  Homes,
  type Item,
  isBlock,
  nodesIn,
  type Part,
  partOf,
  partOfItem,
} from "../reading/blocks.ts";
import { crossingsOf, leavesOf, readersOf, shownLeaves } from "../reading/crossings.ts";
import { type Fold, foldingOf, type IsFolded, visible } from "../reading/folding.ts";
import { kindOf, Names } from "../reading/names.ts";
import type { Reading } from "../reading/subject.ts";
import { titleOf } from "../text/titles.ts";
import { attributeTexts, counted, nameText, typeText } from "../text/written.ts";

/** A box of the drawing. */
export interface Vertex {
  readonly id: string;
  readonly kind: "input" | "parameter" | "result" | "loss" | "update" | "module";
  readonly lines: readonly string[];
}

/** Boxes with a frame around them. */
export interface Cluster {
  readonly id: string;
  readonly title: string;
  readonly members: readonly (Vertex | Cluster)[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** What the op calls the operand, or which of several results it is; `""` where that goes without saying. */
  readonly label: string;
  /** Does it lead from one part of the program to another, as from the forward pass to the backward pass? */
  readonly isAside: boolean;
}

/** What is drawn, whoever draws it. */
export interface Drawing {
  readonly members: readonly (Vertex | Cluster)[];
  readonly edges: readonly Edge[];
}

export function isCluster(member: Vertex | Cluster): member is Cluster {
  return "members" in member;
}

/** Lays a program out as boxes, frames and edges. */
export function drawingOf(where: string, reading: Reading, fold: Fold, auto: number): Drawing {
  const items = blocksOf(reading, new Homes(reading.nodes));
  const leaves = leavesOf(reading.nodes, reading.loss);
  const isFolded = foldingOf(where, fold, items, auto, (folded) => {
    const shown = visible(items, folded);
    return shown.length + shownLeaves(leaves, shown).length;
  });
  return new Draughtsman(reading, leaves, isFolded).draw(items);
}

class Draughtsman {
  private readonly names: Names;
  private readonly readers: ReadonlyMap<Tensor, readonly Node[]>;
  private readonly loss: Tensor | null;
  private readonly losses: readonly Tensor[];
  private readonly leaves: ReadonlySet<Tensor>;
  private readonly isFolded: IsFolded;
  /** The box that each tensor comes from. */
  private readonly sources = new Map<Tensor, { readonly id: string; readonly part: Part; readonly isOne: boolean }>();
  private readonly edges: Edge[] = [];
  private readonly seen = new Set<string>();
  private count = 0;

  constructor(reading: Reading, leaves: readonly Tensor[], isFolded: IsFolded) {
    this.names = new Names(reading);
    this.readers = readersOf(reading.nodes);
    this.loss = reading.loss;
    this.losses = reading.losses;
    this.leaves = new Set(leaves);
    this.isFolded = isFolded;
  }

  draw(items: readonly Item[]): Drawing {
    const members: (Vertex | Cluster)[] = [];
    // Inputs belong to no Module; Parameters stand where they are used first.
    for (const x of this.leaves) if (!(x instanceof Parameter) || !this.readers.has(x)) members.push(this.leaf(x));
    for (let i = 0; i < items.length; ) {
      const part = partOfItem(items[i]!);
      let end = i;
      while (end < items.length && partOfItem(items[end]!) === part) end++;
      const own = items.slice(i, end);
      const drawn = own.flatMap((item) => this.item(item));
      if (part === "forward") members.push(...drawn);
      else {
        const title = titleOf(part, own.flatMap(nodesIn), this.losses, this.names);
        members.push({ id: this.newId("c"), title, members: drawn });
      }
      i = end;
    }
    return { members, edges: this.edges };
  }

  private item(item: Item): readonly (Vertex | Cluster)[] {
    if (!isBlock(item)) return this.node(item);
    if (this.isFolded(item)) return [this.folded(item)];
    const [only] = item.items;
    // A Module that does nothing but call another needs no frame of its own.
    if (item.items.length === 1 && isBlock(only!) && !this.isFolded(only)) return this.item(only);
    const members = item.items.flatMap((inner) => this.item(inner));
    return [{ id: this.newId("c"), title: nameText(item.path), members }];
  }

  private node(node: Node): readonly Vertex[] {
    const { op, inputs, outputs } = node;
    const parameters = inputs.flatMap((x) => (this.isUndrawn(x) ? [this.leaf(x)] : []));
    const id = this.newId("n");
    const part = partOf(node);
    const shown = inputs.flatMap((x, i) => (kindOf(x) === "constant" ? [] : [{ x, i }]));
    const needsNames = shown.length > 1 && !op.commutative && !op.variadic;
    for (const { x, i } of shown) this.edge(x, id, part, needsNames ? op.inputNames[i]! : "");
    for (const x of outputs) this.sources.set(x, { id, part, isOne: outputs.length === 1 });
    const call = [
      ...inputs.flatMap((x, i) =>
        kindOf(x) === "constant" ? [`${op.inputNames[op.variadic ? 0 : i]!} = ${nameText(this.names.of(x))}`] : [],
      ),
      // What is off is left out: there is little room.
      ...attributeTexts(node).filter((text) => !text.endsWith(" = false")),
    ];
    const results = outputs.map((x) => this.definition(x));
    const overwritten = op.mutates.map((i) => `${nameText(this.names.of(inputs[i]!))} ←`);
    const kind = part === "update" ? "update" : outputs.some((x) => x === this.loss) ? "loss" : "result";
    return [
      ...parameters,
      { id, kind, lines: [op.name, ...(part === "update" ? [] : call), ...results, ...overwritten] },
    ];
  }

  private folded(block: Block): Vertex {
    const { nodes, parameters, outputs } = crossingsOf(block, this.readers);
    const id = this.newId("m");
    // Before its own results come from here, so that no edge begins where it ends; a tensor it reads twice is one edge.
    for (const x of new Set(nodes.flatMap(({ inputs }) => inputs))) this.edge(x, id, block.part, "", true);
    for (const x of nodes.flatMap((node) => node.outputs))
      this.sources.set(x, { id, part: block.part, isOne: outputs.length === 1 });
    const size = parameters.reduce((sum, x) => sum + x.size, 0);
    return {
      id,
      kind: "module",
      lines: [
        nameText(block.path),
        counted(nodes.length, "node") + (size === 0 ? "" : `, ${counted(size, "value")} in parameters`),
        ...outputs.slice(0, 4).map((x) => this.definition(x)),
        ...(outputs.length > 4 ? [`and ${outputs.length - 4} more`] : []),
      ],
    };
  }

  private leaf(x: Tensor): Vertex {
    const id = this.newId("x");
    this.sources.set(x, { id, part: "forward", isOne: true });
    return { id, kind: x instanceof Parameter ? "parameter" : "input", lines: [this.definition(x)] };
  }

  private isUndrawn(x: Tensor): boolean {
    return this.leaves.has(x) && !this.sources.has(x);
  }

  private edge(x: Tensor, to: string, part: Part, operand: string, isOnce = false): void {
    const source = this.sources.get(x);
    if (source === undefined) return; // a Parameter that a folded Module keeps to itself
    const label = [source.isOne ? "" : nameText(this.names.of(x)), operand].filter((text) => text !== "").join(" as ");
    const key = `${source.id} ${to} ${label}`;
    if (isOnce && this.seen.has(key)) return;
    this.seen.add(key);
    this.edges.push({ from: source.id, to, label, isAside: source.part !== part });
  }

  private definition(x: Tensor): string {
    return `${nameText(this.names.of(x))}: ${typeText(x)}`;
  }

  private newId(letter: string): string {
    return `${letter}${++this.count}`;
  }
}
