import { formulaOf, inputName, type Node, type Tensor } from "@tapegrad/core";
import { kindOf, numberText } from "../reading/names.ts";
import type { Style } from "./style.ts";

/** The right sides of a node's formulas, with numbers in the place of names. */
export interface NumberedFormulas {
  readonly value: string;
  readonly inputs: readonly (string | null)[];
}

/**
 * `null` where a number does not stand for an operand: where it has several elements, and in formulas that speak of elements of it.
 *
 * @param cotangent - Of the result, for the rules.
 */
export function formulasWithNumbers(node: Node, style: Style, cotangent: Tensor | null): NumberedFormulas | null {
  const { op, inputs, outputs } = node;
  // A formula that is stated as text is about elements and axes, not numbers.
  if (op.formula !== null || op.mutates.length > 0 || op.inputNames.includes("cotangent")) return null;
  if ([...inputs, ...outputs].some(({ ndim }) => ndim > 0)) return null;
  const names: { [name: string]: string | number } = {};
  for (const { name } of op.args) {
    const value: unknown = Reflect.get(node.attrs as object, name);
    if (typeof value === "number") names[name] = value;
  }
  const number = (x: Tensor): string =>
    x.dtype === "bool" ? String(x.data[0] !== 0) : numberText(x.data[0]!, style.digits);
  inputs.forEach((x, i) => {
    // The constants of a program stay where they stand in the formula.
    const isNumber = kindOf(x) === "constant" && x.dtype !== "bool";
    names[inputName(op, i)] = isNumber ? x.data[0]! : number(node.inputAtTime(i));
  });
  // The value is what follows; a rule may look at it.
  const value = rightSide(formulaOf(op, { names, notation: style.notation }).value);
  names.output = number(node.outputAtTime());
  if (cotangent !== null) names.cotangent = number(cotangent);
  const { value: _, ...rules } = formulaOf(op, { names, notation: style.notation });
  const byInput = rules as { readonly [input: string]: string | undefined };
  return {
    value,
    inputs: inputs.map((_, i) => {
      const rule = byInput[inputName(op, i)];
      return rule === undefined || cotangent === null ? null : rightSide(rule);
    }),
  };
}

function rightSide(line: string): string {
  return line.slice(line.indexOf(" = ") + 3);
}
