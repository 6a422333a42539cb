import { formulaOf, type Node } from "@tapegrad/core";
import type { Names } from "./names.ts";

/** The formulas of a node in the names of its program. */
export interface NodeFormulas {
  /** `h = tanh(x)` */
  readonly value: string;
  /** For each input how its cotangent follows; `null` where there is no derivative. */
  readonly inputs: readonly (string | null)[];
}

/** The value of a node and the rule of each of its inputs, with the operands as the program calls them. */
export function formulasOf(node: Node, names: Names, notation: "text" | "latex" = "text"): NodeFormulas {
  const { op } = node;
  const called: { [name: string]: string } = {};
  node.inputs.forEach((x, i) => {
    called[op.variadic ? `${op.inputNames[0]}[${i}]` : op.inputNames[i]!] = names.of(x);
  });
  if (node.outputs.length === 1) called.output = names.of(node.outputs[0]!);
  const { value, ...rules } = formulaOf(op, { names: called, notation, attrs: node.attrs as object });
  const byInput = rules as { readonly [input: string]: string | undefined };
  return { value, inputs: node.inputs.map((_, i) => byInput[op.inputNames[op.variadic ? 0 : i]!] ?? null) };
}
