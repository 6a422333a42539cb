import { formulaOf, inputName, type Node } from "@tapegrad/core";
import { kindOf, type Names } from "./names.ts";

/** The formulas of a node in the names of its program. */
export interface NodeFormulas {
  /** `h = tanh(x)` */
  readonly value: string;
  /** For each input how its cotangent follows; `null` where there is no derivative. */
  readonly inputs: readonly (string | null)[];
}

/** The value of a node and the rule of each of its inputs, with the operands as the program calls them, and its numbers as numbers. */
export function formulasOf(node: Node, names: Names, notation: "text" | "latex" = "text"): NodeFormulas {
  const { op, inputs, outputs } = node;
  const attrs = node.attrs as object;
  const called: { [name: string]: string | number } = {};
  for (const { name } of op.args) {
    const value: unknown = Reflect.get(attrs, name);
    if (typeof value === "number") called[name] = value;
  }
  inputs.forEach((x, i) => {
    const isNumber = kindOf(x) === "constant" && x.dtype !== "bool";
    called[inputName(op, i)] = isNumber ? x.data[0]! : names.of(x);
  });
  if (!op.several) {
    if (outputs.length === 1) called.output = names.of(outputs[0]!);
  } else
    outputs.forEach((y, i) => {
      called[`output[${i}]`] = names.of(y);
    });
  const shapes = inputs.map(({ shape }) => shape);
  const { value, ...rules } = formulaOf(op, { names: called, notation, attrs, shapes });
  const byInput = rules as { readonly [input: string]: string | undefined };
  return { value, inputs: inputs.map((_, i) => byInput[inputName(op, i)] ?? null) };
}
