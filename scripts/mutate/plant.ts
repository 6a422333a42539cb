import { type Fault, faultsAt, type Kind, standIn, standIns } from "./faults.ts";
import type { RuleCode, RuleFile } from "./rules.ts";
import { childrenOf, isFunction, isSyntax, nameOf, part, parts, type Syntax } from "./syntax.ts";

/** A wrong rule. */
export interface Mutant {
  /** Its number, from 1 on: the copy of the sources asks whether it is the active one. */
  readonly id: number;
  /** The op, if it is in a rule of one, and not in a function that rules call. */
  readonly op: string | undefined;
  /** Relative to the repository. */
  readonly file: string;
  readonly line: number;
  /** The op's input whose rule it is in, or the function. */
  readonly rule: string;
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
  file: RuleFile,
  path: string,
  firstId: number,
  ops: ReadonlySet<string>,
): { readonly text: string; readonly mutants: readonly Mutant[] } {
  const mutants: Mutant[] = [];
  const before: Insertion[] = []; // outer ones first
  const after: Insertion[] = []; // outer ones last

  const number = (
    rule: RuleCode,
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
    mutants.push({ id, op: rule.op, file: path, line, rule: rule.name, kind, original, mutated });
    return id;
  };

  const wrap = (node: Syntax, prefix: string, suffix: string): void => {
    before.push({ at: node.start, text: prefix });
    after.unshift({ at: node.end, text: suffix });
  };

  const visit = (rule: RuleCode, node: Syntax, around: readonly Syntax[], used: Set<string>): void => {
    const faults = faultsAt({ node, around, rule, file, ops });
    const choices = faults.map((fault) => `__mutant.is(${number(rule, node, around, fault)}) ? ${fault.code} : `);
    if (choices.length > 0) wrap(node, `(${choices.join("")}`, ")");
    for (const { code } of faults) for (const [name] of code.matchAll(standIns)) used.add(name);
    for (const child of expressionsIn(node)) visit(rule, child, [...around, node], used);
  };

  for (const rule of file.codes) {
    exchange(rule);
    const used = new Set<string>();
    for (const child of expressionsIn(rule.fn)) visit(rule, child, [], used);
    // What faults need of the context is taken out of it under other names; and no more, since looking is not free.
    const names = [...rule.inputs, "output", "node"].filter((name) => used.has(standIn(name)));
    const bindings = names.map((name) => `, ${name}: ${standIn(name)}`);
    if (rule.context !== undefined) before.push({ at: rule.context.end - 1, text: `${bindings.join("")} ` });
  }

  /** Each other rule of the op in the place of this one. */
  function exchange(rule: RuleCode): void {
    const { rules } = file.ops.find(({ name }) => name === rule.op) ?? { rules: [] };
    const property = rules.find(({ value }) => value === rule.fn);
    const text = textOf(file, rule.fn);
    const others = rules.filter((other) => textOf(file, part(other, "value")) !== text);
    if (property === undefined || others.length === 0) return;
    const choices = others.map((other) => {
      const name = nameOf(other.key)!;
      const id = number(rule, property, [], { kind: "swapped operands", shown: `the rule for ${name}` });
      return `__mutant.is(${id}) ? ({ ${textOf(file, other)} }).${name} : `;
    });
    wrap(property, `${rule.name}: (...__args) => (${choices.join("")}({ `, ` }).${rule.name})(...__args)`);
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

function textOf({ text }: RuleFile, node: Syntax): string {
  return text.slice(node.start, node.end);
}

function oneLine(text: string): string {
  return text.replace(/\s*\/\/.*\n/g, "\n").replace(/\s+/g, " ");
}
