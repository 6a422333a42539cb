import { broadcastShapes } from "../shape/broadcast.ts";
import { sizeOf } from "../shape/sizes.ts";
import type { Formula, Op } from "../tape/op.ts";
import { ElementwiseOp, newName } from "./elementwise.ts";
import { type Expression, interpret, isCondition, Tracer } from "./readers/expression.ts";
import { latex } from "./readers/latex.ts";
import { type Notation, plainText } from "./readers/notation.ts";
import { index, statedText, symbolOf } from "./readers/stated.ts";
import { formulaText } from "./readers/text.ts";

/** How a formula is printed. */
export interface FormulaOptions {
  /**
   * What inputs, arguments and `output` are called, in the place of their own names; of an op with a list of inputs or outputs
   * `tensors[0]`, `output[0]` and so on. A number is put in as such, and made part of the expression; one that is written as text, "2",
   * only stands there. Of an elementwise op `cotangent` may be written, too, in the place of the bar over the output.
   */
  readonly names?: { readonly [name: string]: string | number };
  /** As plain text, or as LaTeX mathematics. */
  readonly notation?: "text" | "latex";
  /** The attributes of a call, for an op whose formula depends on them. */
  readonly attrs?: object;
  /** The shapes of the inputs of a call: where they are broadcast, or reduced along some axes, formulas say so. */
  readonly shapes?: readonly (readonly number[])[];
}

/**
 * The value of an op and the derivative rule of each input, each as a line of mathematics. Those of elementwise ops are printed from
 * their expressions, those of others are stated in their files and rewritten with the names and in the notation that are wanted.
 *
 * @param op - As `opOf` gives it, or the `op` of a node.
 * @param options - See {@link FormulaOptions}.
 * @returns `value` and one line for each input with a derivative; for each tensor of a list, if `names` has it.
 * @example
 * ```ts
 * formulaOf(opOf(sigmoid)!).value; // => "y = σ(x)"
 * formulaOf(opOf(mul)!, { names: { a: "w" } }).b; // => "b̄ = ȳ w"
 * formulaOf(opOf(matmul)!, { names: { a: "W", b: "x", output: "h" } }).a; // => "W̄ = h̄ xᵀ"
 * ```
 */
export function formulaOf(op: Op, options: FormulaOptions = {}): Formula {
  const notation = options.notation === "latex" ? latex : plainText;
  return op instanceof ElementwiseOp ? printed(op, notation, options) : stated(op, notation, options);
}

/**
 * A name as formulas write it.
 *
 * @param name - Of a tensor, or a number as text.
 * @param options - `notation`; `bar`: the cotangent of what has that name.
 * @example
 * ```ts
 * formulaName("t3", { bar: true }); // => "t̄3"
 * formulaName("hidden", { notation: "latex" }); // => "\\mathit{hidden}"
 * ```
 */
export function formulaName(
  name: string,
  options: { readonly notation?: "text" | "latex"; readonly bar?: boolean } = {},
): string {
  const notation = options.notation === "latex" ? latex : plainText;
  return options.bar === true ? notation.bar(name) : notation.name(name);
}

function stated(op: Op, notation: Notation, options: FormulaOptions): Formula {
  const { names = {}, attrs = {}, shapes = null } = options;
  const lines = typeof op.formula === "function" ? op.formula(attrs, shapes) : op.formula;
  if (lines === null) return { value: statedText(op.name, notation, new Map()) };
  const { value, ...rules } = lines as { readonly [input: string]: string } & Formula;
  const symbols = new Map<string, string>();
  const call = (symbol: string, name: string): void => {
    const own = names[name];
    if (own !== undefined) symbols.set(symbol, typeof own === "number" ? plainText.number(own) : own);
    for (let i = 0; names[`${name}[${i}]`] !== undefined; i++)
      symbols.set(symbol + index(i), String(names[`${name}[${i}]`]));
  };
  const result = op.mutates.length > 0 ? null : symbolOf(value);
  if (result !== null) call(result, "output");
  for (const input of op.inputNames) {
    const symbol = (rules[input] === undefined ? null : symbolOf(rules[input])) ?? input;
    // Its own name is a symbol as well, where the op has no other.
    if (symbol === input && !symbols.has(input)) symbols.set(input, input);
    call(symbol, input);
  }
  const formula: { [input: string]: string } = { value: statedText(value, notation, symbols) };
  for (const [input, rule] of Object.entries(rules)) {
    formula[input] = statedText(rule, notation, symbols);
    // Of a list each tensor has its own line.
    for (let i = 0; names[`${input}[${i}]`] !== undefined; i++) {
      const one = rule.replaceAll("ᵢ", index(i));
      formula[`${input}[${i}]`] = statedText(one, notation, symbols);
    }
  }
  return formula as Formula;
}

function printed(op: ElementwiseOp, notation: Notation, options: FormulaOptions): Formula {
  const { names = {}, attrs = {}, shapes = null } = options;
  const result = String(names.output ?? (op.inputNames.includes("y") ? "z" : "y"));
  const written: { [name: string]: string } = { output: notation.name(result) };
  for (const [name, called] of Object.entries(names)) written[name] = notation.name(String(called));
  const tracer = new Tracer();
  // A number is part of the expression, which is simpler for it.
  const conditions = op.inputs.filter(({ kind }) => kind === "condition").map(({ name }) => name);
  const read = (name: string): Expression => {
    const number = names[name];
    if (typeof number === "number" && !conditions.includes(name)) return tracer.constant(number);
    return op.args.some((argument) => argument.name === name) ? tracer.uniform(name) : tracer.input(name);
  };
  const [root] = interpret([op.expression(attrs)], tracer.algebra, read);
  const value = tracer.lift(root!);
  const right = formulaText(value, notation, written);
  const formula: { [input: string]: string } = {
    value: `${notation.name(result)} = ${isCondition(value) ? notation.between("[", right, "]") : right}`,
  };
  const given = Object.fromEntries(
    op.args.map(({ name, symbol }) => [name, symbol ? read(name) : attrs[name as never]]),
  );
  const operands = Object.fromEntries(op.inputNames.map((name) => [name, read(name)]));
  operands.output = tracer.input("output");
  const size = shapes === null ? 0 : sizeOf(shapes.reduce((a, b) => broadcastShapes(op.name, a, b)));
  const cotangent = newName("cotangent", op.inputs);
  op.inputNames.forEach((input, i) => {
    if (op.rules[i] === null || typeof names[input] === "number") return;
    const slope = op.slope(tracer.algebra, i, operands, given) ?? 0;
    const pulled = slope === 0 ? tracer.constant(0) : tracer.algebra.chain(tracer.input(cotangent), slope);
    const text = formulaText(pulled, notation, { [cotangent]: notation.bar(result), ...written });
    const isRepeated = shapes !== null && sizeOf(shapes[i]!) < size;
    formula[input] = `${notation.bar(String(names[input] ?? input))} = ${isRepeated ? notation.summed(text) : text}`;
  });
  return formula as Formula;
}
