import { type Node, Parameter, type Tensor } from "@tapegrad/core";
import type { Reading } from "./subject.ts";

/** What a node is there for. */
export type Part = "forward" | "backward" | "tangent" | "update";

/** Nodes that ran one after the other in a Module, with the blocks of the Modules inside it. */
export interface Block {
  readonly path: string;
  readonly part: Part;
  /** 1 for a Module that is in no other. */
  readonly depth: number;
  readonly items: readonly Item[];
}

export type Item = Node | Block;

export function isBlock(item: Item): item is Block {
  return "items" in item;
}

/** All nodes of a block, also those of the blocks inside it. */
export function nodesIn(item: Item): readonly Node[] {
  return isBlock(item) ? item.items.flatMap(nodesIn) : [item];
}

/** What a node is there for. */
export function partOf({ op, derivativeOf }: Node): Part {
  if (op.mutates.length > 0) return "update";
  if (derivativeOf === null) return "forward";
  return derivativeOf.part === "tangent" ? "tangent" : "backward";
}

/** What the nodes of an item are there for. */
export function partOfItem(item: Item): Part {
  return isBlock(item) ? item.part : partOf(item);
}

/**
 * Which Module each node belongs to. A node of the backward pass belongs to that of the node whose derivative it
 * computes, an update to the one that used its Parameter first.
 */
export class Homes {
  private readonly parameters = new Map<Tensor, string>();

  constructor(nodes: readonly Node[]) {
    for (const node of nodes) {
      const path = this.ofNode(node);
      for (const x of node.inputs) if (x instanceof Parameter && !this.parameters.has(x)) this.parameters.set(x, path);
    }
  }

  ofNode(node: Node): string {
    let origin = node;
    while (origin.derivativeOf !== null) origin = origin.derivativeOf.node;
    const [overwritten] = origin.op.mutates;
    if (overwritten === undefined) return origin.path;
    const known = origin.inputs.find((x) => this.parameters.has(x));
    return known === undefined ? origin.path : this.parameters.get(known)!;
  }
}

/**
 * The Modules a path leads through, each with its whole path: `"encoder.layers.0"` is `"encoder"`, then `"encoder.layers.0"`: a list of
 * Modules is none.
 */
function modulesOf(path: string): readonly string[] {
  const modules: string[] = [];
  let end = 0;
  for (const part of path === "" ? [] : path.split(".")) {
    end += part.length + (end === 0 ? 0 : 1);
    modules.push(path.slice(0, end));
  }
  return modules.filter((_, i) => i === modules.length - 1 || !/\.\d+$/.test(modules[i + 1]!));
}

/** The nodes of a program in order, those that ran one after the other in a Module put together. */
export function blocksOf({ nodes }: Pick<Reading, "nodes">, homes: Homes): readonly Item[] {
  const top: Item[] = [];
  // The blocks that are open, the outermost first.
  let open: { readonly path: string; readonly part: Part; readonly items: Item[] }[] = [];
  for (const node of nodes) {
    const part = partOf(node);
    const modules = modulesOf(homes.ofNode(node));
    let shared = 0;
    while (shared < open.length && open[shared]!.path === modules[shared] && open[shared]!.part === part) shared++;
    open = open.slice(0, shared);
    for (const path of modules.slice(shared)) {
      const items: Item[] = [];
      const block = { path, part, depth: open.length + 1, items };
      (open.at(-1)?.items ?? top).push(block);
      open.push(block);
    }
    (open.at(-1)?.items ?? top).push(node);
  }
  return top;
}
