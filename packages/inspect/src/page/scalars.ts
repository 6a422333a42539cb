import type { Node, Tensor } from "@tapegrad/core";
import { numberEntry } from "../json/values.ts";
import type { Names } from "../reading/names.ts";
import type { Reading } from "../reading/subject.ts";
import { scalarGraph } from "../scalar/scalarGraph.ts";
import type { ScalarEntry } from "./pageData.ts";

/** A node of more numbers is not unfolded: its picture would be larger than a screen. */
const mostNumbers = 96;
/** So many numbers a page has in all. */
const mostInPage = 20_000;

/** The small nodes of a program, number by number, by their ids. */
export function scalarsOf(
  { nodes }: Reading,
  names: Names,
  cotangents: ReadonlyMap<Tensor, Tensor>,
): { readonly [node: string]: ScalarEntry } {
  const entries: { [node: string]: ScalarEntry } = {};
  let left = mostInPage;
  for (const node of nodes) {
    if (left <= 0) break;
    if (!isUnfoldable(node)) continue;
    const entry = entryOf(node, names, cotangents);
    if (entry === null) continue;
    entries[node.id] = entry;
    left -= entry.numbers.length;
  }
  return entries;
}

/** Is it small, a part of the forward pass, and no number already? */
function isUnfoldable({ inputs, outputs, derivativeOf }: Node): boolean {
  const tensors = [...inputs, ...outputs];
  const size = tensors.reduce((sum, x) => sum + x.size, 0);
  return outputs.length > 0 && derivativeOf === null && size <= mostNumbers && tensors.some((x) => x.size > 1);
}

function entryOf(node: Node, names: Names, cotangents: ReadonlyMap<Tensor, Tensor>): ScalarEntry | null {
  // Products within the op may make it larger than its tensors are.
  const { nodes, edges } = scalarGraph(node, { names, cotangents, limit: 4 * mostNumbers });
  if (nodes.length > mostNumbers) return null;
  const entry = (value: number | null) => (value === null ? null : numberEntry(value));
  return {
    numbers: nodes.map(({ name, tensor, operation, value, cotangent }) => ({
      name,
      tensor,
      operation,
      value: numberEntry(value),
      cotangent: entry(cotangent),
    })),
    edges: edges.map(({ from, to, local, contribution }) => [from, to, entry(local), entry(contribution)]),
  };
}
