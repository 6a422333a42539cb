import type { Node, Tensor } from "@tapegrad/core";
import { rangeOf } from "./elements.ts";

/** A tensor with the node that made it, as one link of a chain. */
export interface Link {
  readonly tensor: Tensor;
  readonly values: Tensor;
  /** What made it; `null` for an input. */
  readonly node: Node | null;
}

/**
 * The shortest way from an input of the program to a tensor, by the operands of nodes. Numbers without a name are no beginning, unless
 * there is no other; of ways of one length the one through the larger numbers.
 *
 * @param within - The nodes that may be gone through.
 */
export function shortestChain(target: Link, first: readonly number[], within: ReadonlySet<Node>): Link[] {
  const behind = new Map<Tensor, { readonly link: Link; readonly next: Link | null }>();
  behind.set(target.tensor, { link: target, next: null });
  const queue: Link[] = [target];
  let constant: Link | null = null;
  for (let at = 0; at < queue.length; at++) {
    const link = queue[at]!;
    const { node } = link;
    if (node === null || !within.has(node)) {
      if (!isNumber(link.tensor)) return chainFrom(link, behind);
      constant ??= link;
      continue;
    }
    const positions = link === target && first.length > 0 ? first : node.inputs.map((_, i) => i);
    const operands = positions
      .map((i): Link => ({ tensor: node.inputs[i]!, values: node.inputAtTime(i), node: node.inputs[i]!.node }))
      .sort((a, b) => largest(b.values) - largest(a.values));
    for (const operand of operands) {
      if (behind.has(operand.tensor)) continue;
      behind.set(operand.tensor, { link: operand, next: link });
      queue.push(operand);
    }
  }
  return constant === null ? [target] : chainFrom(constant, behind);
}

/** From an input along the largest numbers: how they grew. */
export function growthChain(target: Link, first: readonly number[], within: ReadonlySet<Node>): Link[] {
  const chain: Link[] = [target];
  for (let link = target; link.node !== null && within.has(link.node); ) {
    const { node } = link;
    const positions: readonly number[] = link === target && first.length > 0 ? first : node.inputs.map((_, i) => i);
    let best: Link | null = null;
    for (const i of positions) {
      const operand: Link = { tensor: node.inputs[i]!, values: node.inputAtTime(i), node: node.inputs[i]!.node };
      if (best === null || largest(operand.values) > largest(best.values)) best = operand;
    }
    if (best === null) break;
    chain.push(best);
    link = best;
  }
  return chain.reverse();
}

function chainFrom(
  start: Link,
  behind: ReadonlyMap<Tensor, { readonly link: Link; readonly next: Link | null }>,
): Link[] {
  const chain: Link[] = [];
  for (let link: Link | null = start; link !== null; link = behind.get(link.tensor)!.next) chain.push(link);
  return chain;
}

/** Is it a plain number of the program? */
function isNumber({ node, size, name, requiresGrad }: Tensor): boolean {
  return node === null && size === 1 && !name && !requiresGrad;
}

/** The largest size of an element; 0 where there is none that is finite. */
export function largest(values: Tensor): number {
  const { min, max } = rangeOf(values);
  return Number.isNaN(max) ? 0 : Math.max(Math.abs(min), Math.abs(max));
}
