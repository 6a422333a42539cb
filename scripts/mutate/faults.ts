import type { RuleCode, RuleFile } from "./rules.ts";
import { calledMethod, calledName, nameOf, part, parts, resultsOf, type Syntax, walk } from "./syntax.ts";

/** The ways in which rules are wrong. */
export const kinds = [
  "sign",
  "factor",
  "dropped term",
  "missed sum",
  "swapped operands",
  "ignored cotangent",
  "ignored attribute",
  "wrong axis",
  "wrong comparison",
  "wrong constant",
  "stopped gradient",
] as const;
export type Kind = (typeof kinds)[number];

/** Another expression in the place of one. */
export interface Fault {
  readonly kind: Kind;
  /** What it is in the copy of the sources: with the functions of `runtime.ts`. */
  readonly code: string;
  /** What it means, to be read. */
  readonly shown: string;
}

/** An expression of a rule, and what is around it. */
export interface Place {
  readonly node: Syntax;
  /** The nodes that it is in, within the rule, the nearest last. */
  readonly around: readonly Syntax[];
  readonly rule: RuleCode;
  readonly file: RuleFile;
  /** The names of all ops. */
  readonly ops: ReadonlySet<string>;
}

/** Values that have no derivative: what they are computed from is only looked at. */
const predicates = ["equal", "less", "greater"];
const constants = ["zerosLike", "onesLike"];
const flat = [...predicates, ...constants, "sign"];

const arithmetic = ["add", "sub", "mul", "div", "pow", "maximum", "minimum"];
/** Ops that are another thing the other way round. */
const ordered = ["sub", "div", "pow", "matmul"];
const sums = ["sum", "sumTo"];
/** Ops that give nothing but another shape. */
const reshaping = ["reshape", "broadcastTo"];

/** The name, in the copy of the sources, of an input that a rule did not ask for, or of its output or node. */
export function standIn(name: string): string {
  return `__other_${name}`;
}
export const standIns: RegExp = /\b__other_\w+/g;

/** Everything that may be wrong at one place. */
export function faultsAt(place: Place): Fault[] {
  const found = [...atRoot(place), ...atCondition(place), ...atExpression(place)];
  const { text } = place.file;
  const original = text.slice(place.node.start, place.node.end);
  const seen = new Set([original]);
  return found.filter(({ shown }) => !seen.has(shown) && seen.add(shown));
}

function atExpression(place: Place): Fault[] {
  switch (place.node.type) {
    case "CallExpression":
      return atCall(place);
    case "Identifier":
      return atName(place);
    case "MemberExpression":
      return atMember(place);
    case "Literal":
      return atLiteral(place);
    case "BinaryExpression":
    case "LogicalExpression":
      return atOperator(place);
    case "UnaryExpression":
      return atPrefix(place);
    case "ArrayExpression":
      return atList(place);
    case "AssignmentExpression":
      return atAssignment(place);
    default:
      return [];
  }
}

/** The whole contribution of a rule. */
function atRoot({ node, rule, file }: Place): Fault[] {
  if (!rule.whole || !resultsOf(rule.fn).includes(node)) return [];
  const code = textOf(file, node);
  if (constants.includes(calledName(node) ?? "")) return []; // twice 0 is 0
  return [
    { kind: "dropped term", code: `__mutant.zeros(${code})`, shown: "0" },
    ...(node.type === "CallExpression" ? [] : signAndFactor(code)),
  ];
}

function signAndFactor(code: string): Fault[] {
  return [
    { kind: "sign", code: `__mutant.negated(${code})`, shown: `−${code}` },
    { kind: "factor", code: `__mutant.doubled(${code})`, shown: `2 ${code}` },
  ];
}

function atCall(place: Place): Fault[] {
  const { node, file, ops } = place;
  const method = calledMethod(node);
  const name = calledName(node) ?? method?.name;
  const args = [...(method === undefined ? [] : [method.object]), ...parts(node, "arguments")];
  const texts = args.map((arg) => textOf(file, arg));
  const options = args.flatMap((arg) => (arg.type === "ObjectExpression" ? withoutProperties(place, arg) : []));
  if (name === undefined) return options;
  if (name === "zerosLike") return [wrongly("wrong constant", `__mutant.ones(${texts[0]})`, `onesLike(${texts[0]})`)];
  if (name === "onesLike") return [];
  const code = textOf(file, node);
  if (predicates.includes(name)) return atPredicate(name, code, texts);
  const helper = method === undefined && file.tensorFunctions.includes(name);
  if (!ops.has(name) && !helper) return options;
  return [
    ...options,
    ...signAndFactor(code),
    ...operandsAlone(name, code, texts, helper),
    ...(isCondition(name, file) ? [always(true, code), always(false, code)] : []),
    ...otherArithmetic(name, texts),
    ...(method === undefined ? swappedOperands(name, texts, helper) : []),
  ];
}

function wrongly(kind: Kind, code: string, shown = code): Fault {
  return { kind, code, shown };
}

/** What is left of a call if it is left out, or one of its operands. */
function operandsAlone(name: string, code: string, [a, b, c]: readonly string[], helper: boolean): Fault[] {
  const kind = sums.includes(name) ? "missed sum" : "dropped term";
  const left = (x: string | undefined, shown = x): Fault =>
    wrongly(kind, helper || reshaping.includes(name) ? x! : `__mutant.instead(${x}, () => ${code})`, shown);
  if (name === "matmul" || name === "neg") return []; // of a product, nothing that fits; −x is another sign
  if (name === "where") return [left(b), left(c)];
  if (name === "sub") return [left(a), left(`__mutant.negated(${b})`, `−${b}`)];
  if (name === "div") return [left(a), left(`__mutant.inverse(${b})`, `1 / ${b}`)];
  if (arithmetic.includes(name)) return [left(a), left(b)];
  const first = wrongly(kind, `__mutant.first(${a}, () => ${code})`, `first of ${a}`);
  return sums.includes(name) ? [left(a), first] : [left(a)];
}

function otherArithmetic(name: string, [a, b]: readonly string[]): Fault[] {
  const other = { add: "sub", sub: "add", mul: "div", div: "mul" }[name];
  if (other === undefined) return [];
  const kind = name === "add" || name === "sub" ? "sign" : "factor";
  return [wrongly(kind, `__mutant.ops.${other}(${a}, ${b})`, `${other}(${a}, ${b})`)];
}

/** Neighbouring arguments exchanged, where that means something else. */
function swappedOperands(name: string, texts: readonly string[], helper: boolean): Fault[] {
  const found: Fault[] = [];
  for (let k = 0; k + 1 < texts.length; k++) {
    const matters = helper || (name === "where" ? k > 0 : k === 0 && ordered.includes(name));
    if (!matters) continue;
    const swapped = texts.with(k, texts[k + 1]!).with(k + 1, texts[k]!);
    found.push(wrongly("swapped operands", `${name}(${swapped.join(", ")})`));
  }
  return found;
}

/** Is it a function of the file whose arguments are only looked at? */
function isCondition(name: string, file: RuleFile): boolean {
  const helper = helperOf(name, file);
  return helper !== undefined && parts(helper.fn, "params").every((_, k) => looksOnlyAt(helper, k, file));
}

function always(bit: boolean, code: string): Fault {
  return { kind: "wrong comparison", code: `__mutant.always(${bit}, ${code})`, shown: `always ${bit}, not ${code}` };
}

function atPredicate(name: string, code: string, [a, b]: readonly string[]): Fault[] {
  const others = predicates.filter((other) => other !== name);
  return [
    ...others.map((other) => wrongly("wrong comparison", `__mutant.ops.${other}(${a}, ${b})`, `${other}(${a}, ${b})`)),
    always(true, code),
    always(false, code),
    wrongly("wrong comparison", `__mutant.negated(${code})`, `not ${code}`),
  ];
}

/** An argument of options without each of its properties in turn. */
function withoutProperties({ node, file }: Place, options: Syntax): Fault[] {
  const properties = parts(options, "properties");
  return properties.map((property) => {
    const others = properties.filter((other) => other !== property).map((other) => textOf(file, other));
    const [before, after] = [file.text.slice(node.start, options.start), file.text.slice(options.end, node.end)];
    const code = `${before}{ ${others.join(", ")} }${after}`;
    return { kind: "ignored attribute", code, shown: code };
  });
}

function atName({ node, around, rule, file }: Place): Fault[] {
  const name = nameOf(node)!;
  if (name === "Infinity") return [{ kind: "wrong constant", code: "(-Infinity)", shown: "-Infinity" }];
  if (constants.includes(calledName(around.at(-1) ?? node) ?? "")) return []; // only its shape matters there
  if (nameOf(around.at(-1)?.property) === "length") return [];
  if (rule.attributes.includes(name) && name !== "attrs") return wrongAttributes(name, name, rule);
  if (name === "saved") return wrongAttributes(name, name, rule);
  if (around.at(-1)?.type === "MemberExpression") return []; // its shape or dtype
  const found: Fault[] = [];
  const isCotangent = name === rule.cotangent;
  const isValue = rule.inputs.includes(name) || name === "output";
  if (isCotangent) found.push({ kind: "ignored cotangent", code: `__mutant.ones(${name})`, shown: "1" });
  if (isValue && rule.context !== undefined)
    for (const other of [...rule.inputs, "output"])
      if (other !== name) found.push({ kind: "swapped operands", code: standIn(other), shown: other });
  const flows = isCotangent || (isValue && !rule.fixed.includes(name));
  if (flows && !isOnlyLookedAt(node, around, file))
    found.push({ kind: "stopped gradient", code: `__mutant.stopped(${name})`, shown: `stopGradient(${name})` });
  return found;
}

/** Is it part of a condition or of something else that has no derivative? */
function isOnlyLookedAt(node: Syntax, around: readonly Syntax[], file: RuleFile): boolean {
  const path = [...around, node];
  return around.some((call, depth) => {
    const name = calledName(call);
    if (name === undefined) return false;
    const position = parts(call, "arguments").indexOf(path[depth + 1]!);
    if (flat.includes(name) || (name === "where" && position === 0)) return true;
    const helper = helperOf(name, file);
    return helper !== undefined && looksOnlyAt(helper, position, file);
  });
}

/** The function of the file that rules call by that name. */
function helperOf(name: string, file: RuleFile): RuleCode | undefined {
  return file.codes.find((code) => code.op === undefined && code.name === name);
}

/** Does a function use its parameter in conditions only? */
function looksOnlyAt({ fn }: RuleCode, position: number, file: RuleFile): boolean {
  const parameter = nameOf(parts(fn, "params")[position]);
  for (const [node, around] of walk(part(fn, "body")))
    if (nameOf(node) === parameter && !isOnlyLookedAt(node, around, file)) return false;
  return true;
}

function atMember({ node, rule }: Place): Fault[] {
  if (nameOf(node.object) !== "attrs" || node.computed === true) return [];
  const name = nameOf(node.property)!;
  return wrongAttributes(`attrs.${name}`, name, rule);
}

function wrongAttributes(code: string, name: string, rule: RuleCode): Fault[] {
  const kind = name === "axis" || name === "axes" ? "wrong axis" : "ignored attribute";
  const like = rule.context === undefined ? "undefined" : `${standIn("node")}.inputs[0]`;
  const names =
    {
      axis: ["next axis", "first axis", "last axis"],
      axes: ["next axes", "first axis", "all axes", "first of axes"],
    }[name] ?? [1, 2, 3].map((choice) => `wrong ${name} (${choice})`);
  return names.map((shown, choice) => {
    return { kind, code: `__mutant.attribute(${code}, "${name}", ${choice}, ${like})`, shown };
  });
}

function atLiteral({ node, around, ops }: Place): Fault[] {
  const { value } = node;
  if (typeof value === "boolean") return [{ kind: "ignored attribute", code: String(!value), shown: String(!value) }];
  // A number that is computed with, and not one that counts axes.
  const called = around.at(-1) && calledName(around.at(-1)!);
  if (typeof value !== "number" || called === undefined || !ops.has(called)) return [];
  const others = value === 0 ? [1] : value === 1 ? [0, 2] : [0, 1, 2 * value];
  return others
    .filter((other) => other !== value)
    .map((other) => ({ kind: "wrong constant", code: String(other), shown: String(other) }));
}

const operators: { readonly [operator: string]: readonly [Kind, ...others: string[]] } = {
  "+": ["sign", "-"],
  "-": ["sign", "+"],
  "*": ["factor", "/"],
  "/": ["factor", "*"],
  ">": ["wrong comparison", "<="],
  "<": ["wrong comparison", ">="],
  "===": ["wrong comparison", "!=="],
  "!==": ["wrong comparison", "==="],
  "&&": ["wrong comparison", "||"],
  "||": ["wrong comparison", "&&"],
};

function atOperator({ node, file }: Place): Fault[] {
  const [left, right] = [textOf(file, part(node, "left")), textOf(file, part(node, "right"))];
  const [kind, ...others] = operators[String(node.operator)] ?? ["sign"];
  const found = others.map((other): Fault => {
    const code = `${left} ${other} ${right}`;
    return { kind, code: `(${code})`, shown: code };
  });
  const comparison = kind === "wrong comparison" && node.type === "BinaryExpression";
  if (comparison || node.operator === "??") return found;
  for (const operand of [left, right]) found.push({ kind: "dropped term", code: `(${operand})`, shown: operand });
  return found;
}

function atPrefix({ node, file }: Place): Fault[] {
  const code = textOf(file, part(node, "argument"));
  if (node.operator === "!") return [{ kind: "wrong comparison", code, shown: code }];
  return node.operator === "-" ? [{ kind: "sign", code, shown: code }] : [];
}

/** A list of sizes in the wrong order. */
function atList({ node, file }: Place): Fault[] {
  const elements = parts(node, "elements");
  if (elements.length < 2) return [];
  const code = `[${elements
    .map((element) => textOf(file, element))
    .reverse()
    .join(", ")}]`;
  return [{ kind: "wrong axis", code, shown: code }];
}

/** `inverse[axis] = i` the other way round. */
function atAssignment({ node, file }: Place): Fault[] {
  const [left, right] = [part(node, "left"), part(node, "right")];
  if (left.type !== "MemberExpression" || left.computed !== true) return [];
  const [list, index] = [textOf(file, part(left, "object")), textOf(file, part(left, "property"))];
  const code = `${list}[${textOf(file, right)}] = ${index}`;
  return [{ kind: "wrong axis", code: `(${code})`, shown: code }];
}

/** The condition of a branch, if it is a call or a name: its operators are looked at by themselves. */
function atCondition({ node, around, file }: Place): Fault[] {
  if (around.at(-1)?.test !== node || !["CallExpression", "Identifier"].includes(node.type)) return [];
  const code = `!${textOf(file, node)}`;
  return [{ kind: "wrong comparison", code, shown: code }];
}

function textOf({ text }: RuleFile, node: Syntax): string {
  return text.slice(node.start, node.end);
}
