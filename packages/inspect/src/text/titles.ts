import type { Node, Tensor } from "@tapegrad/core";
import type { Part } from "../reading/blocks.ts";
import type { Names } from "../reading/names.ts";
import { nameText } from "./written.ts";

/** What is written over nodes that ran one after the other and are there for the same. */
export function titleOf(part: Part, nodes: readonly Node[], losses: readonly Tensor[], names: Names): string {
  if (part === "forward") return "forward pass";
  if (part === "tangent") return "tangents";
  if (part === "update") return "updates";
  const found = lossesOf(nodes, losses).map((loss) => nameText(names.of(loss)));
  return found.length === 0 ? "backward pass" : `backward pass of ${found.join(" and ")}`;
}

/** The losses that nodes of backward passes begin at; none where that is not known. */
function lossesOf(nodes: readonly Node[], losses: readonly Tensor[]): readonly Tensor[] {
  const differentiated = new Set(nodes.map(({ derivativeOf }) => derivativeOf?.node));
  const unique = [...new Set(losses)];
  const begun = unique.filter(({ node }) => node !== null && differentiated.has(node));
  if (begun.length > 0) return begun;
  // The derivative of a sum of two, say, is no node. The loss was computed after all that is differentiated, and before its derivatives.
  const last = Math.max(...[...differentiated].map((node) => node?.id ?? -1));
  const between = unique.filter(({ node }) => node !== null && node.id > last && node.id < nodes[0]!.id);
  return between.slice(0, 1);
}
