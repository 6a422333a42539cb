import type { DerivativeCode, DerivativeFile } from "../sources/derivatives.ts";
import { calledMethod, calledName, nameOf, part, parts, type Syntax, walk } from "../sources/syntax.ts";
import { type Fault, fault, isWhole, type Kind, type Place, standIn, textOf } from "./fault.ts";
import type { OpProperties } from "./properties.ts";

// What may be wrong in a rule, which is written with ops on tensors: `mul(cotangent, cos(x))`.

/** Functions that look at the shape of what they are given, and at nothing else. */
const constants = /^(?:zeros|ones)/;
/** What another op of two operands may be, whatever the op is. */
const arithmetic = ["add", "sub", "mul", "div"];

export function tensorFaultsAt(place: Place): Fault[] {
  if (place.code.kind === "slope" || place.code.kind === "entry") return [];
  return [...atRoot(place), ...inPlace(place)];
}

function inPlace(place: Place): Fault[] {
  switch (place.node.type) {
    case "CallExpression":
      return atCall(place);
    case "Identifier":
      return atName(place);
    case "MemberExpression":
      return atMember(place);
    case "Literal":
      return atLiteral(place);
    default:
      return [];
  }
}

/** The whole contribution of a rule. */
function atRoot(place: Place): Fault[] {
  const { node, file } = place;
  if (!isWhole(place)) return [];
  const code = textOf(file, node);
  if (constants.test(calledName(node) ?? "")) return []; // twice 0 is 0
  return [
    fault("dropped term", `__mutant.zeros(${code})`, "0"),
    ...(node.type === "CallExpression" ? [] : signAndFactor(code)),
  ];
}

function signAndFactor(code: string): Fault[] {
  return [
    fault("sign", `__mutant.negated(${code})`, `−${code}`),
    fault("factor", `__mutant.doubled(${code})`, `2 ${code}`),
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
  if (name.startsWith("zeros")) return [fault("wrong constant", `__mutant.ones(${texts[0]})`, `onesLike(${texts[0]})`)];
  if (constants.test(name)) return [];
  const code = textOf(file, node);
  const op = ops.get(name);
  const helper = method === undefined && file.tensorFunctions.includes(name);
  if (op?.predicate) return atPredicate(code, op, texts);
  if (op === undefined && !helper) return options;
  return [
    ...options,
    ...signAndFactor(code),
    ...operandsAlone(code, texts, op),
    ...(isCondition(name, file, ops) ? [always(true, code), always(false, code)] : []),
    ...otherArithmetic(name, op, texts),
    ...(method === undefined ? swappedOperands(name, texts, op) : []),
  ];
}

/** What is left of a call if it is left out, or one of its operands. */
function operandsAlone(code: string, texts: readonly string[], op: OpProperties | undefined): Fault[] {
  const [first] = texts;
  if (op === undefined || op.moves)
    return [
      fault("dropped term", first!),
      fault("missed sum", `__mutant.first(${first}, () => ${code})`, `first of ${first}`),
    ];
  const left = (x: string, kind: Kind): Fault => fault(kind, `__mutant.instead(${x}, () => ${code})`, x);
  if (op.elementwise)
    return texts.slice(0, op.inputs).flatMap((x, i) => (op.conditions.includes(i) ? [] : [left(x, "dropped term")]));
  if (op.inputs > 1) return []; // of a product of matrices nothing is left that fits
  return [
    left(first!, "missed sum"),
    fault("missed sum", `__mutant.first(${first}, () => ${code})`, `first of ${first}`),
  ];
}

function otherArithmetic(name: string, op: OpProperties | undefined, [a, b]: readonly string[]): Fault[] {
  if (op === undefined || !op.elementwise || op.inputs !== 2) return [];
  return arithmetic
    .filter((other) => other !== name)
    .map((other) => fault("neighbour", `__mutant.ops.${other}(${a}, ${b})`, `${other}(${a}, ${b})`));
}

/** Neighbouring arguments exchanged, where that means something else. */
function swappedOperands(name: string, texts: readonly string[], op: OpProperties | undefined): Fault[] {
  const found: Fault[] = [];
  for (let k = 0; k + 1 < texts.length; k++) {
    const isInput = op === undefined || (k + 1 < op.inputs && !op.conditions.includes(k));
    if (op?.commutative || !isInput) continue;
    const swapped = texts.with(k, texts[k + 1]!).with(k + 1, texts[k]!);
    found.push(fault("swapped operands", `${name}(${swapped.join(", ")})`));
  }
  return found;
}

/** Is it a function of the file whose arguments are only looked at? */
function isCondition(name: string, file: DerivativeFile, ops: Place["ops"]): boolean {
  const helper = helperOf(name, file);
  return helper !== undefined && parts(helper.fn, "params").every((_, k) => looksOnlyAt(helper, k, file, ops));
}

function always(bit: boolean, code: string): Fault {
  return fault("wrong comparison", `__mutant.always(${bit}, ${code})`, `always ${bit}, not ${code}`);
}

function atPredicate(code: string, { inputs }: OpProperties, [a, b]: readonly string[]): Fault[] {
  const others = inputs === 2 ? ["equal", "less", "greater"] : [];
  return [
    ...others.map((other) => fault("wrong comparison", `__mutant.ops.${other}(${a}, ${b})`, `${other}(${a}, ${b})`)),
    always(true, code),
    always(false, code),
    fault("wrong comparison", `__mutant.negated(${code})`, `not ${code}`),
  ];
}

/** An argument of options without each of its properties in turn. */
function withoutProperties({ node, file }: Place, options: Syntax): Fault[] {
  const properties = parts(options, "properties");
  return properties.map((property) => {
    const others = properties.filter((other) => other !== property).map((other) => textOf(file, other));
    const [before, after] = [file.text.slice(node.start, options.start), file.text.slice(options.end, node.end)];
    return fault("ignored attribute", `${before}{ ${others.join(", ")} }${after}`);
  });
}

function atName({ node, around, code, file, ops }: Place): Fault[] {
  const name = nameOf(node)!;
  if (name === "Infinity") return [fault("wrong constant", "(-Infinity)", "-Infinity")];
  if (constants.test(calledName(around.at(-1) ?? node) ?? "")) return []; // only its shape matters there
  if (nameOf(around.at(-1)?.property) === "length") return [];
  if (code.attributes.includes(name) && name !== "attrs") return wrongAttributes(name, name, code);
  if (name === "saved") return wrongAttributes(name, name, code);
  if (around.at(-1)?.type === "MemberExpression") return []; // its shape or dtype
  const found: Fault[] = [];
  const isCotangent = name === code.cotangent;
  const isValue = code.values.includes(name);
  if (isCotangent) found.push(fault("ignored cotangent", `__mutant.ones(${name})`, "1"));
  if (isValue && code.context !== undefined)
    for (const other of code.values) if (other !== name) found.push(fault("swapped operands", standIn(other), other));
  const flows = isCotangent || (isValue && !code.fixed.includes(name));
  if (flows && !isOnlyLookedAt(node, around, file, ops))
    found.push(fault("stopped gradient", `__mutant.stopped(${name})`, `stopGradient(${name})`));
  return found;
}

/** Is it part of a condition or of something else that has no derivative? */
function isOnlyLookedAt(node: Syntax, around: readonly Syntax[], file: DerivativeFile, ops: Place["ops"]): boolean {
  const path = [...around, node];
  return around.some((call, depth) => {
    const name = calledName(call);
    if (name === undefined) return false;
    const position = parts(call, "arguments").indexOf(path[depth + 1]!);
    const op = ops.get(name);
    if (op?.flat || op?.conditions.includes(position) || constants.test(name)) return true;
    const helper = helperOf(name, file);
    return helper !== undefined && looksOnlyAt(helper, position, file, ops);
  });
}

/** The function of the file that rules call by that name. */
function helperOf(name: string, file: DerivativeFile): DerivativeCode | undefined {
  return file.codes.find(
    (code) => code.kind === "function" && code.name === name && code.fn.type === "FunctionDeclaration",
  );
}

/** Does a function use its parameter in conditions only? */
function looksOnlyAt({ fn }: DerivativeCode, position: number, file: DerivativeFile, ops: Place["ops"]): boolean {
  const parameter = nameOf(parts(fn, "params")[position]);
  for (const [node, around] of walk(part(fn, "body")))
    if (nameOf(node) === parameter && !isOnlyLookedAt(node, around, file, ops)) return false;
  return true;
}

function atMember({ node, code }: Place): Fault[] {
  if (nameOf(node.object) !== "attrs" || node.computed === true) return [];
  const name = nameOf(node.property)!;
  return wrongAttributes(`attrs.${name}`, name, code);
}

function wrongAttributes(text: string, name: string, code: DerivativeCode): Fault[] {
  if (code.kind === "function" && code.algebra !== undefined) return [];
  const kind = name === "axis" || name === "axes" ? "wrong axis" : "ignored attribute";
  const like = code.context === undefined ? "undefined" : `${standIn("node")}.inputs[0]`;
  const names =
    {
      axis: ["next axis", "first axis", "last axis"],
      axes: ["next axes", "first axis", "all axes", "first of axes"],
    }[name] ?? [1, 2, 3].map((choice) => `wrong ${name} (${choice})`);
  return names.map((shown, choice) => fault(kind, `__mutant.attribute(${text}, "${name}", ${choice}, ${like})`, shown));
}

function atLiteral({ node, around, ops }: Place): Fault[] {
  const { value } = node;
  if (typeof value === "boolean") return [fault("ignored attribute", String(!value))];
  // A number that is computed with, and not one that counts axes.
  const called = around.at(-1) && calledName(around.at(-1)!);
  if (typeof value !== "number" || called === undefined || !ops.has(called)) return [];
  const others = value === 0 ? [1] : value === 1 ? [0, 2] : [0, 1, 2 * value];
  return others.filter((other) => other !== value).map((other) => fault("wrong constant", String(other)));
}
