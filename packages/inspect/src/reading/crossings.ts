import { type Node, Parameter, type Tensor } from "@tapegrad/core";
import { type Block, type Item, isBlock, nodesIn, partOf } from "./blocks.ts";
import { kindOf } from "./names.ts";

/** What a block has to do with the rest of the program. */
export interface Crossings {
  readonly nodes: readonly Node[];
  readonly parameters: readonly Tensor[];
  /** Results and inputs that it reads and does not make; of a backward pass only cotangents. */
  readonly inputs: readonly Tensor[];
  /** What it makes that is used after it, or by nobody. */
  readonly outputs: readonly Tensor[];
  /** What it overwrites. */
  readonly overwritten: readonly Tensor[];
}

/** Which nodes read each tensor. */
export function readersOf(nodes: readonly Node[]): ReadonlyMap<Tensor, readonly Node[]> {
  const readers = new Map<Tensor, Node[]>();
  for (const node of nodes)
    for (const x of node.inputs) {
      const list = readers.get(x);
      if (list === undefined) readers.set(x, [node]);
      else list.push(node);
    }
  return readers;
}

export function crossingsOf(block: Block, readers: ReadonlyMap<Tensor, readonly Node[]>): Crossings {
  const nodes = nodesIn(block);
  const inside = new Set(nodes);
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const isForeign = (x: Tensor): boolean => x.node === null || !inside.has(x.node);
  const isOfPart = (x: Tensor): boolean =>
    block.part === "forward" || (x.node !== null && partOf(x.node) === block.part);
  const isUsedLater = (x: Tensor): boolean => {
    // What the backward pass looks at again is no result of the forward pass.
    const own = (readers.get(x) ?? []).filter((node) => partOf(node) === block.part);
    return own.length === 0 || own.some((node) => !inside.has(node));
  };
  return {
    nodes,
    parameters: [...read].filter((x) => x instanceof Parameter),
    inputs: [...read].filter(
      (x) => isForeign(x) && isOfPart(x) && !(x instanceof Parameter) && kindOf(x) !== "constant",
    ),
    outputs: nodes.flatMap(({ outputs }) => outputs.filter(isUsedLater)),
    overwritten: nodes.flatMap(({ op, inputs }) => op.mutates.map((i) => inputs[i]!)),
  };
}

/** What nodes read and none of them makes: the program's inputs, then its Parameters, each in the order of their use. Constants are none. */
export function leavesOf(nodes: readonly Node[], loss: Tensor | null): readonly Tensor[] {
  const made = new Set(nodes.flatMap(({ outputs }) => outputs));
  const read = new Set([...nodes.flatMap(({ inputs }) => inputs), ...(loss === null ? [] : [loss])]);
  const leaves = [...read].filter((x) => !made.has(x) && (x === loss || kindOf(x) !== "constant"));
  const isParameter = (x: Tensor): boolean => x instanceof Parameter;
  return [...leaves.filter((x) => !isParameter(x)), ...leaves.filter(isParameter)];
}

/** Those leaves that are shown: Parameters that only folded Modules use are counted there. */
export function shownLeaves(leaves: readonly Tensor[], shown: readonly Item[]): readonly Tensor[] {
  const read = new Set(shown.flatMap((item) => (isBlock(item) ? [] : item.inputs)));
  return leaves.filter((x) => !(x instanceof Parameter) || read.has(x) || shown.length === 0);
}
