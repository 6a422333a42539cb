import type { DerivativeCode, DerivativeFile } from "../sources/derivatives.ts";
import { childrenOf, isFunction, isSyntax, nameOf, part, parts, type Syntax } from "../sources/syntax.ts";
import { type Fault, type Kind, standIn, standIns, textOf } from "./fault.ts";
import { faultsAt } from "./faults.ts";
import type { OpProperties } from "./properties.ts";

/** A wrong derivative. */
export interface Mutant {
  /** Its number, from 1 on: the copy of the sources asks whether it is the active one. */
  readonly id: number;
  /** The op, if it is in a rule or a slope of one, and not in a function that these call. */
  readonly op: string | undefined;
  /** Relative to the repository. */
  readonly file: string;
  readonly line: number;
  /** The op's input whose rule or slope it is in, or the function, or the entry of a table. */
  readonly place: string;
  readonly kind: Kind;
  /** The expression as it is, and as it is in the mutant; with some of what is around it if it is short. */
  readonly original: string;
  readonly mutated: string;
}

/** A text put in at a position. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Plants every fault into the text of a file, all at once: in the place of each expression stands
 * `(__mutant.is(7) ? wrong : right)`, so that one copy of the sources serves for all mutants.
 *
 * @param firstId - The number of the first mutant.
 */
export function plant(
  file: DerivativeFile,
  path: string,
  firstId: number,
  ops: ReadonlyMap<string, OpProperties>,
): { readonly text: string; readonly mutants: readonly Mutant[] } {
  const mutants: Mutant[] = [];
  const before: Insertion[] = []; // outer ones first
  const after: Insertion[] = []; // outer ones last

  const number = (
    code: DerivativeCode,
    node: Syntax,
    around: readonly Syntax[],
    { kind, shown }: Pick<Fault, "kind" | "shown">,
  ): number => {
    const id = firstId + mutants.length;
    const line = file.text.slice(0, node.start).split("\n").length;
    const whole = enough(node, around);
    const [start, end] = [file.text.slice(whole.start, node.start), file.text.slice(node.end, whole.end)];
    const original = oneLine(textOf(file, whole));
    const mutated = oneLine(`${start}${shown}${end}`);
    mutants.push({ id, op: code.op, file: path, line, place: code.name, kind, original, mutated });
    return id;
  };

  const wrap = (node: Syntax, prefix: string, suffix: string): void => {
    before.push({ at: node.start, text: prefix });
    after.unshift({ at: node.end, text: suffix });
  };

  const visit = (code: DerivativeCode, node: Syntax, around: readonly Syntax[], used: Set<string>): void => {
    const faults = faultsAt({ node, around, code, file, ops });
    const choices = faults.map((fault) => `__mutant.is(${number(code, node, around, fault)}) ? ${fault.code} : `);
    if (choices.length > 0) wrap(node, `(${choices.join("")}`, ")");
    for (const { code: text } of faults) for (const [name] of text.matchAll(standIns)) used.add(name);
    for (const child of expressionsIn(node)) visit(code, child, [...around, node], used);
  };

  for (const code of file.codes) {
    if (code.kind === "entry") {
      // An entry gets its arguments under names of ours, so that a fault can take any of them.
      wrap(code.fn, "((__e, __operands, __y) => (", ")(__e, __operands, __y))");
      for (const node of isFunction(code.fn) ? expressionsIn(code.fn) : [code.fn]) visit(code, node, [], new Set());
      continue;
    }
    exchange(code);
    const used = new Set<string>();
    for (const child of expressionsIn(code.fn)) visit(code, child, [], used);
    // What faults need of the context is taken out of it under other names; and no more, since looking is not free.
    const names = [...code.values, "node"].filter((name) => used.has(standIn(name)));
    const bindings = names.map((name) => `, ${name}: ${standIn(name)}`);
    if (code.context !== undefined) before.push({ at: code.context.end - 1, text: `${bindings.join("")} ` });
  }

  /** Each other rule or slope of the op in the place of this one; and a slope's arguments get names of ours. */
  function exchange(code: DerivativeCode): void {
    const { entries } = file.ops.find(({ name }) => name === code.op) ?? { entries: [] };
    const property = entries.find(({ value }) => value === code.fn);
    if (property === undefined) return;
    const text = textOf(file, code.fn);
    const others = entries.filter((other) => textOf(file, part(other, "value")) !== text);
    const choices = others.map((other) => {
      const name = nameOf(other.key)!;
      const id = number(code, property, [], { kind: "swapped operands", shown: `the ${code.kind} for ${name}` });
      return `__mutant.is(${id}) ? ({ ${textOf(file, other)} }).${name} : `;
    });
    const args = code.kind === "slope" ? "__e, __operands, __attrs" : "...__args";
    wrap(property, `${code.name}: (${args}) => (${choices.join("")}({ `, ` }).${code.name})(${args})`);
  }

  return { text: insert(file.text, before, after), mutants };
}

/** What stands in the place of the original: at one position first what ends there, then what begins. */
function insert(text: string, before: readonly Insertion[], after: readonly Insertion[]): string {
  const byPosition = (a: Insertion, b: Insertion): number => a.at - b.at; // keeps the order of equal ones
  const [opening, closing] = [[...before].sort(byPosition), [...after].sort(byPosition)];
  let result = "";
  let position = 0;
  while (opening.length > 0 || closing.length > 0) {
    const closes = closing.length > 0 && (opening.length === 0 || closing[0]!.at <= opening[0]!.at);
    const { at, text: inserted } = (closes ? closing : opening).shift()!;
    result += text.slice(position, at) + inserted;
    position = at;
  }
  return result + text.slice(position);
}

/** The parts of a node that are computed when it is: no types, parameters, names of properties, or targets of assignments. */
function expressionsIn(node: Syntax): readonly Syntax[] {
  if (isFunction(node)) return [part(node, "body")];
  switch (node.type) {
    case "VariableDeclarator":
      return isSyntax(node.init) ? [node.init] : [];
    case "MemberExpression":
      return node.computed === true ? [part(node, "object"), part(node, "property")] : [part(node, "object")];
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return node.shorthand === true || !isSyntax(node.value) ? [] : [node.value];
    case "CallExpression":
    case "NewExpression": {
      const callee = part(node, "callee");
      return [...(callee.type === "MemberExpression" ? [callee] : []), ...parts(node, "arguments")];
    }
    case "ClassDeclaration":
      return [part(node, "body")];
    case "AssignmentExpression":
      return [part(node, "right")];
    case "UpdateExpression":
      return [];
    case "TSAsExpression":
    case "TSNonNullExpression":
      return [part(node, "expression")];
    default:
      return childrenOf(node).filter(
        ({ type }) => !type.startsWith("TS") || type === "TSAsExpression" || type === "TSNonNullExpression",
      );
  }
}

/** The expression, or as much of what it is part of as it takes to tell it from others. */
function enough(node: Syntax, around: readonly Syntax[]): Syntax {
  const outer = around.at(-1);
  const isPart = outer !== undefined && /Expression$|^Property$/.test(outer.type) && !isFunction(outer);
  return isPart && node.end - node.start < 24 ? enough(outer, around.slice(0, -1)) : node;
}

function oneLine(text: string): string {
  return text.replace(/\s*\/\/.*\n/g, "\n").replace(/\s+/g, " ");
}
