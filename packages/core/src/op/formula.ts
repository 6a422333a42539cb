import type { Formula, Op } from "../tape/op.ts";
import { ElementwiseOp } from "./elementwise.ts";
import { isCondition, Tracer } from "./readers/expression.ts";
import { formulaText, latex, plainText } from "./readers/text.ts";

/** How a formula is printed. */
export interface FormulaOptions {
  /** What inputs, arguments and `output` are called, in the place of their own names. */
  readonly names?: { readonly [name: string]: string };
  /** As plain text, or as LaTeX mathematics. */
  readonly notation?: "text" | "latex";
  /** The attributes of a call, for an op whose formula depends on them. */
  readonly attrs?: object;
}

/**
 * The value of an op and the derivative rule of each input, each as a line of mathematics. Those of elementwise ops are printed from
 * their expressions, with whatever names are wanted; those of others are as their files state them.
 *
 * @param op - As `opOf` gives it, or the `op` of a node.
 * @param options - See {@link FormulaOptions}.
 * @example
 * ```ts
 * formulaOf(opOf(sigmoid)!).value; // => "y = σ(x)"
 * formulaOf(opOf(mul)!, { names: { a: "w" } }).b; // => "b̄ = ȳ w"
 * ```
 */
export function formulaOf(op: Op, options: FormulaOptions = {}): Formula {
  if (!(op instanceof ElementwiseOp)) return op.formula ?? { value: op.name };
  const { names = {}, attrs = {} } = options;
  const notation = options.notation === "latex" ? latex : plainText;
  const result = names.output ?? (op.inputNames.includes("y") ? "z" : "y");
  const shown = { output: result, ...names };
  const barred = (name: string): string => ([...name].length === 1 ? `${name}\u0304`.normalize("NFC") : `${name}.bar`);
  const bar = (name: string): string => notation.name(barred(name));
  const value = op.expression(attrs);
  const right = formulaText(value, notation, shown);
  const formula: { [input: string]: string } = {
    value: `${notation.name(result)} = ${isCondition(value) ? notation.between("[", right, "]") : right}`,
  };
  op.inputNames.forEach((input, i) => {
    if (op.rules[i] === null) return;
    const tracer = new Tracer();
    const operands = Object.fromEntries([...op.inputNames, "output"].map((name) => [name, tracer.input(name)]));
    const slope = op.slope(tracer.algebra, i, operands, op.attributes(tracer, attrs)) ?? 0;
    const pulled = slope === 0 ? tracer.constant(0) : tracer.algebra.chain(tracer.input("cotangent"), slope);
    const text = formulaText(pulled, notation, { ...shown, cotangent: barred(result) });
    formula[input] = `${bar(shown[input as never] ?? input)} = ${text}`;
  });
  return formula as Formula;
}
