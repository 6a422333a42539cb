import { conditionOperations, type Operation } from "../../packages/core/src/op/algebra.ts";
import { numbers } from "../../packages/core/src/op/readers/numbers.ts";
import { isSyntax, nameOf, part, parts, type Syntax } from "../sources/syntax.ts";
import { type Fault, fault, isWhole, type Place, textOf } from "./fault.ts";

// What may be wrong in an expression of the scalar algebra: `e.mul(x, e.sigmoid(x))`.

/** Operations that one takes for each other: each has an entry, so that a new one without neighbours does not compile. */
const neighbours: Record<Operation, readonly Operation[]> = {
  ...{
    add: ["sub"],
    sub: ["add"],
    mul: ["div", "add"],
    div: ["mul"],
    floorDivide: ["div"],
    remainder: ["floorDivide"],
  },
  ...{ abs: ["sign"], sign: ["abs"], minimum: ["maximum"], maximum: ["minimum"], copySign: ["mul"], neg: [] },
  ...{ floor: ["ceil"], ceil: ["floor"], round: ["floor"], trunc: ["floor"] },
  ...{ pow: ["mul"], square: ["abs", "sqrt"], sqrt: ["square"], hypot: ["add"] },
  ...{ exp: ["expm1"], expm1: ["exp"], log: ["log1p", "log2"], log1p: ["log"], log2: ["log"], log10: ["log"] },
  ...{ sigmoid: ["tanh", "softplus"], softplus: ["sigmoid"], tanh: ["sigmoid", "tan"], tan: ["tanh"] },
  ...{ sin: ["cos", "sinh"], cos: ["sin", "cosh"], sinh: ["cosh", "sin"], cosh: ["sinh", "cos"] },
  ...{ asin: ["acos"], acos: ["asin"], atan: ["asin"], asinh: ["acosh"], acosh: ["asinh"], atanh: ["atan"] },
  ...{ atan2: ["hypot"], gauss: ["exp"], normalCdf: ["sigmoid"], erf: ["erfc"], erfc: ["erf"], lgamma: ["log"] },
  ...{ equal: ["notEqual", "lessEqual"], notEqual: ["equal"], less: ["lessEqual", "equal"], lessEqual: ["less"] },
  ...{ and: ["or"], or: ["and"], not: [], isNan: ["isFinite"], isFinite: ["isNan"], signBit: ["isNan"] },
  ...{ chain: [], select: [], polygamma: [] },
};

type Numbers = Record<Operation, (...operands: readonly number[]) => unknown>;
const plain = numbers as unknown as Numbers; // called by name

/** Is it another thing the other way round? A product with a guard is: what is guarded is the first. */
function isOrdered(operation: Operation): boolean {
  if (operation === "polygamma") return false; // an order, and an operand
  const f = plain[operation];
  const given = (value: unknown): unknown => (conditions.includes(operation) ? Boolean(value) : value);
  return operation === "chain" || (f.length === 2 && given(f(2, 3)) !== given(f(3, 2)));
}

/** Does it give the same for −x as for x? Then a wrong sign in there is none. */
function isEven(operation: Operation): boolean {
  const f = plain[operation];
  if (conditions.includes(operation) || f.length > 2) return false;
  return Object.is(f(-0.7, 2), f(0.7, 2)) && (f.length === 1 || Object.is(f(0.7, -2), f(0.7, 2)));
}

const conditions: readonly Operation[] = conditionOperations;

export function scalarFaultsAt(place: Place): Fault[] {
  const isInEven = place.around.some((outer, i) => {
    const inner = place.around[i + 1] ?? place.node;
    const operation = operationOf(place, outer);
    return operation !== undefined && isEven(operation) && isProductUpTo(place, inner);
  });
  return allFaultsAt(place).filter(({ kind, code }) => {
    if (isComparedWithZero(place) && (kind === "sign" || kind === "factor")) return false;
    return !isInEven || (kind !== "sign" && !code.startsWith("(-"));
  });
}

/** Is it only asked whether it is 0? */
function isComparedWithZero(place: Place): boolean {
  const outer = place.around.at(-1);
  if (outer === undefined || !["equal", "notEqual"].includes(operationOf(place, outer) ?? "")) return false;
  return parts(outer, "arguments").some((arg) => arg !== place.node && arg.value === 0);
}

/** Does a sign at the place come out of the expression as a sign? It does of products. */
function isProductUpTo(place: Place, outer: Syntax): boolean {
  const path = [...place.around, place.node];
  return path
    .slice(path.indexOf(outer), -1)
    .every((node) => ["mul", "div", "neg"].includes(operationOf(place, node) ?? ""));
}

function allFaultsAt(place: Place): Fault[] {
  const { code, node, file } = place;
  if (code.algebra === undefined) return [];
  const found = inPlace(place);
  // A slope that is an operand.
  const isOperand = isWhole(place) && ["Identifier", "TSNonNullExpression"].includes(node.type);
  if (!isOperand) return found;
  const text = textOf(file, node);
  return [fault("sign", `${code.algebra}.neg(${text})`), fault("factor", `${code.algebra}.mul(2, ${text})`), ...found];
}

function inPlace(place: Place): Fault[] {
  switch (place.node.type) {
    case "CallExpression":
      return isOperation(place, place.node) ? atOperation(place) : atFunction(place);
    case "Identifier":
      return atName(place);
    case "Literal":
      return atNumber(place);
    case "UnaryExpression":
      return atNegative(place);
    default:
      return [];
  }
}

function isOperation(place: Place, node: Syntax): boolean {
  return operationOf(place, node) !== undefined;
}

/** The operation, if the node is a call of one: `mul` of `e.mul(a, b)`. */
function operationOf({ code }: Place, node: Syntax): Operation | undefined {
  if (code.algebra === undefined || node.type !== "CallExpression") return undefined;
  const callee = part(node, "callee");
  const isOne = callee.type === "MemberExpression" && nameOf(callee.object) === code.algebra;
  return isOne ? (nameOf(callee.property) as Operation) : undefined; // it compiles
}

function atOperation(place: Place): Fault[] {
  const { node, code, file } = place;
  const e = code.algebra!;
  const name = operationOf(place, node)!;
  const args = parts(node, "arguments").map((arg) => textOf(file, arg));
  const whole = textOf(file, node);
  const call = (other: string, operands: readonly string[] = args): string => `${e}.${other}(${operands.join(", ")})`;
  const found = neighbours[name].map((other) => {
    const kind = conditions.includes(name) ? "wrong comparison" : "neighbour";
    return fault(kind, call(other));
  });
  if (isOrdered(name) && args[0] !== args[1])
    found.push(fault(name === "chain" ? "dropped guard" : "swapped operands", call(name, [args[1]!, args[0]!])));
  if (name === "and" || name === "or") return [...found, ...args.map((arg) => fault("dropped guard", arg))];
  if (name === "not") return [fault("wrong comparison", args[0]!)];
  if (conditions.includes(name)) return [...found, fault("wrong comparison", call("not", [whole]))];
  found.push(fault("sign", call("neg", [whole])), fault("factor", call("mul", ["2", whole])));
  if (name === "select") {
    const [condition, a, b] = args as [string, string, string];
    return [
      ...found,
      fault("dropped guard", a),
      fault("dropped guard", b),
      fault("swapped operands", call(name, [condition, b, a])),
    ];
  }
  if (name === "chain") found.push(fault("dropped guard", call("mul")));
  if (name === "polygamma") {
    const [order, x] = args as [string, string];
    const orders = order === "0" ? ["1"] : [`${order} + 1`, `${order} - 1`];
    return [...found, ...orders.map((other) => fault("wrong order", call(name, [other, x]))), fault("dropped term", x)];
  }
  return [...found, ...args.map((arg) => fault("dropped term", arg))];
}

/** A call of a function of the file that gives an expression. */
function atFunction({ node, code, file, around }: Place): Fault[] {
  const callee = part(node, "callee");
  const takesAlgebra = parts(node, "arguments").some((arg) => nameOf(arg) === code.algebra);
  if (callee.type !== "Identifier" || !takesAlgebra || isCallee(node, around)) return [];
  const whole = textOf(file, node);
  const e = code.algebra!;
  return [fault("sign", `${e}.neg(${whole})`), fault("factor", `${e}.mul(2, ${whole})`)];
}

function isCallee(node: Syntax, around: readonly Syntax[]): boolean {
  return around.at(-1)?.callee === node;
}

/** An operand by its name: another one in its place. */
function atName(place: Place): Fault[] {
  const { node, around, code, file } = place;
  const name = nameOf(node)!;
  if (code.kind !== "slope" && code.kind !== "entry") return [];
  if (code.kind === "entry" && code.fn === node)
    // The name of a function: it gives nothing.
    return [
      fault("wrong constant", "((e, operands, y) => 1)", "1"),
      fault("wrong constant", "((e, operands, y) => y)", "y"),
    ];
  const outer = around.at(-1);
  // `b!` in an operation, or the whole of it.
  const holder = outer?.type === "TSNonNullExpression" ? around.at(-2) : outer;
  const isOperand = holder === undefined || isOperation(place, holder) || holder.type === "ReturnStatement";
  if (!isOperand) return [];
  if (code.attributes.includes(name)) {
    const e = code.algebra!;
    return [fault("ignored attribute", "1"), fault("ignored attribute", `${e}.mul(2, ${textOf(file, node)})`)];
  }
  const position = positionOf(place, name);
  if (position === undefined) return [];
  return code.values
    .filter((other) => other !== position)
    .map((other) => {
      const isOutput = other === "output";
      const given = code.kind === "slope" ? `__operands.${other}` : isOutput ? "__y" : `__operands[${other}]`;
      return fault("swapped operands", given, code.kind === "slope" ? other : isOutput ? "y" : `operand ${other}`);
    });
}

/** What of {@link DerivativeCode.values} a name stands for. */
function positionOf({ code }: Place, name: string): string | undefined {
  if (code.kind === "slope") return code.values.includes(name) ? name : undefined;
  const [, operands, y] = parts(code.fn, "params");
  if (nameOf(y) === name) return "output";
  if (operands?.type !== "ArrayPattern") return undefined;
  const elements = operands.elements as readonly unknown[];
  const position = elements.findIndex((element) => isSyntax(element) && nameOf(element) === name);
  return position < 0 ? undefined : String(position);
}

/** A number that is an operand. */
function atNumber(place: Place): Fault[] {
  const { node, around } = place;
  const { value } = node;
  if (typeof value !== "number") return [];
  const outer = around.at(-1);
  const isOperand =
    outer === undefined ? isWhole(place) : isOperation(place, outer) || outer.type === "ConditionalExpression";
  // The order of a derivative is off by one, and nothing else.
  if (!isOperand || (outer !== undefined && operationOf(place, outer) === "polygamma")) return [];
  const others = value === 0 ? [1] : value === 1 ? [0, 2, -1] : [0, 1, 2 * value, -value];
  return others.map((other) => fault("wrong constant", `(${other})`, String(other)));
}

/** A negative number. */
function atNegative(place: Place): Fault[] {
  const { node, file } = place;
  const number = part(node, "argument");
  if (node.operator !== "-" || typeof number.value !== "number") return [];
  return ["0", `-2 * ${textOf(file, number)}`].map((other) => fault("wrong constant", `(${other})`, other));
}
