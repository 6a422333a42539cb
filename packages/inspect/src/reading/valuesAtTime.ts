import type { Node, Tensor } from "@tapegrad/core";
import { nodesBehind, type Reading } from "./subject.ts";

/**
 * The values that a tensor had in a program. Of one that was overwritten in between these are what the loss was computed from, so that
 * a value and its derivative are of one time; where the loss does not depend on it, what the first op saw.
 */
export function valuesAtTime({ nodes, loss }: Pick<Reading, "nodes" | "loss">): (x: Tensor) => Tensor {
  const values = new Map<Tensor, Tensor>();
  const look = (node: Node): void => {
    node.inputs.forEach((x, i) => {
      if (x.version !== null && !values.has(x)) values.set(x, node.inputAtTime(i));
    });
    node.outputs.forEach((x, i) => {
      if (x.version !== null && !values.has(x)) values.set(x, node.outputAtTime(i));
    });
  };
  // What cannot be overwritten has one value.
  if (loss !== null) for (const node of nodesBehind("record", [loss])) look(node);
  for (const node of nodes) look(node);
  return (x) => values.get(x) ?? x;
}
