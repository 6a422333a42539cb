import { mathFunctions } from "../../kernels/wasm/math.ts";
import type { Value, VectorArithmetic, Vectors } from "../../kernels/wasm/vector.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Operation } from "../algebra.ts";
import { type Expression, isCondition, nodesOf } from "./expression.ts";

/**
 * How vectors compute an expression.
 *
 * - `"exact"`: float32, four at a time, with the bits of the reference, which computes in float64 and rounds once.
 * - `"wide"`: float32, computed in float64 and rounded once; the bits of the reference where no transcendental function occurs.
 * - `"double"`: float64, with the bits of the reference.
 * - `"single"`: float32, and every operation rounded to it.
 */
export type VectorForm = "exact" | "wide" | "double" | "single";

/** The vector that an operation makes of its operands. */
export type VectorEmitter = (a: VectorArithmetic, x: Value, y: Value, z: Value) => Value;

/** Operations that vectors do as numbers do, to the last bit. What a NaN's sign bit is, JavaScript does not show: it is taken to be clear. */
const vectorOperations: { readonly [O in Operation]?: VectorEmitter } = {
  add: (a, x, y) => a.add(x, y),
  sub: (a, x, y) => a.sub(x, y),
  mul: (a, x, y) => a.mul(x, y),
  div: (a, x, y) => a.div(x, y),
  neg: (a, x) => a.neg(x),
  chain: (a, u, s) => a.andNot(a.mul(u, s), a.eq(u, 0)),
  square: (a, x) => a.mul(x, x),
  sqrt: (a, x) => a.sqrt(x),

  abs: (a, x) => a.abs(x),
  sign: (a, x) => a.select(a.ne(x, x), x, a.and(a.copySign(1, x), a.ne(x, 0))),
  copySign: (a, x, y) => a.copySign(x, a.and(y, a.eq(y, y))),
  minimum: (a, x, y) => a.min(x, y),
  maximum: (a, x, y) => a.max(x, y),
  floor: (a, x) => a.floor(x),
  ceil: (a, x) => a.ceil(x),
  round: (a, x) => a.nearest(x),
  trunc: (a, x) => a.trunc(x),

  equal: (a, x, y) => a.eq(x, y),
  notEqual: (a, x, y) => a.ne(x, y),
  less: (a, x, y) => a.lt(x, y),
  lessEqual: (a, x, y) => a.le(x, y),
  isNan: (a, x) => a.ne(x, x),
  isFinite: (a, x) => a.lt(a.abs(x), Infinity),
  signBit: (a, x) => a.and(a.lt(a.copySign(1, x), 0), a.eq(x, x)),
  and: (a, x, y) => a.and(x, y),
  or: (a, x, y) => a.or(x, y),
  not: (a, x) => a.not(x),
  select: (a, condition, x, y) => a.select(condition, x, y),
};

const transcendental: { readonly [O in Operation]?: VectorEmitter } = mathFunctions;
const emitters: { readonly [O in Operation]?: VectorEmitter } = { ...vectorOperations, ...transcendental };

/** How vectors do an operation, if they can. */
export function vectorEmitter(operation: Expression["operation"]): VectorEmitter | undefined {
  return emitters[operation as Operation];
}

/** Operations on float32 operands whose float64 result, rounded to float32, is the float32 result. */
const rounding = new Set<Expression["operation"]>(["add", "sub", "mul", "div", "chain", "square", "sqrt"]);
/** Operations that may be done before or after rounding. */
const commuting = new Set<Expression["operation"]>(["neg", "abs", "copySign", "minimum", "maximum", "select"]);
/** Conditions that rounding does not change. */
const unmoved = new Set<Expression["operation"]>(["isNan", "signBit", "and", "or", "not"]);
/** Operations whose result jumps: where it does, an approximation may lie on the other side than the reference. */
const jumping = new Set<Expression["operation"]>([
  ...(["sign", "floor", "ceil", "round", "trunc"] as const),
  ...(["equal", "notEqual", "less", "lessEqual", "isFinite", "signBit"] as const),
]);

/** What a loop computes: the nodes that differ from element to element, and what these take that does not. Operands come first. */
function loopNodes(roots: readonly Expression[]): readonly Expression[] {
  const inLoop = nodesOf(roots).filter(({ uniform }) => !uniform);
  const nodes = new Set([...inLoop, ...inLoop.flatMap(({ operands }) => operands), ...roots]);
  return [...nodes].sort((a, b) => a.id - b.id);
}

/** What is computed once a call, before the loop: the largest uniform parts of some expressions, but for constants. */
export function hostUniforms(roots: readonly Expression[]): readonly Expression[] {
  return loopNodes(roots).filter(({ uniform, operation }) => uniform && operation !== "constant");
}

/** The form in which vectors compute some expressions; `null` if they cannot. */
export function vectorForm(
  roots: readonly Expression[],
  dtype: DType,
  mode: "rounded once" | "rounded throughout",
): VectorForm | null {
  if ((dtype !== "float32" && dtype !== "float64") || roots.some(isCondition)) return null;
  const nodes = loopNodes(roots);
  const inLoop = nodes.filter(({ uniform, operation }) => !uniform && operation !== "input");
  const approximate = inLoop.some(({ operation }) => operation in transcendental);
  if (inLoop.some(({ operation }) => !(operation in emitters))) return null;
  if (mixesConditions(inLoop)) return null;
  if (dtype === "float64") return approximate ? null : "double";
  if (mode === "rounded throughout") return approximate ? null : "single";
  if (approximate) return isContinuous(inLoop) ? "wide" : null;
  return isExact(nodes) ? "exact" : "wide";
}

/** Does it take a function that vectors only approximate? Other results have the bits of the reference. */
export function isApproximate(roots: readonly Expression[]): boolean {
  return loopNodes(roots).some(({ uniform, operation }) => !uniform && operation in transcendental);
}

/** Which inputs are conditions: they choose, or are combined with other conditions. */
export function conditionInputs(roots: readonly Expression[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of nodesOf(roots))
    for (const operand of conditionOperands(node)) if (operand.operation === "input") names.add(operand.name);
  return names;
}

function conditionOperands({ operation, operands }: Expression): readonly Expression[] {
  if (operation === "select") return operands.slice(0, 1);
  return operation === "and" || operation === "or" || operation === "not" ? operands : [];
}

/** Is a condition taken for a number, or a number for a condition? Numbers can be both; vectors cannot. */
function mixesConditions(nodes: readonly Expression[]): boolean {
  const conditions = conditionInputs(nodes);
  return nodes.some((node) => {
    const wanted = new Set(conditionOperands(node));
    return node.operands.some((operand) => {
      const is = isCondition(operand) || (operand.operation === "input" && conditions.has(operand.name));
      return is !== wanted.has(operand);
    });
  });
}

/**
 * May all of it be computed in float32? Then the result has the bits of the one computed in float64 and rounded once, if
 *
 * - each value is a float32, or one that was rounded once, from float32 operands. Sums, products, quotients and roots of float32 (24
 *   digits) that are rounded to float64 (53 ≥ 2·24 + 2 digits) and then to float32 are those rounded at once: no such quotient or root lies
 *   so near the middle between two float32, subnormal ones included, that the first rounding could move it there or across; products are
 *   exact in float64; and sums that are so small that float32 has fewer digits are exact in float32.
 *   @see Figueroa, "When is double rounding innocuous?", 1995.
 * - what was rounded goes on to nothing but operations that commute with rounding, which is monotone and symmetric, and keeps the signs of
 *   zeros and of what becomes 0. Not to comparisons, and not to `sign`, for which 2⁻²⁰⁰ is not 0.
 */
function isExact(nodes: readonly Expression[]): boolean {
  const rounded = new Set<Expression>();
  for (const node of nodes) {
    const { operation, operands, uniform, value } = node;
    if (operation === "input") continue;
    if (uniform) {
      // A known number is a float32, or becomes one by rounding. Which one an attribute is, is not known here.
      if (operation !== "constant" || !Object.is(Math.fround(value), value)) rounded.add(node);
      continue;
    }
    const anyRounded = operands.some((operand) => rounded.has(operand) && !isCondition(operand));
    if (commuting.has(operation)) {
      if (anyRounded) rounded.add(node);
    } else if (anyRounded && !unmoved.has(operation)) return false;
    else if (rounding.has(operation)) rounded.add(node);
  }
  return true;
}

/** Does nothing jump that an approximation goes into? */
function isContinuous(nodes: readonly Expression[]): boolean {
  const approximations = new Set<Expression>();
  for (const node of nodes) {
    const { operation, operands } = node;
    if (operation in transcendental) approximations.add(node);
    if (!operands.some((operand) => approximations.has(operand))) continue;
    if (jumping.has(operation) || (operation === "copySign" && approximations.has(operands[1]!))) return false;
    approximations.add(node);
  }
  return true;
}

/**
 * The values of some expressions, as vectors of their dtype: for the forms of float32 they are rounded to it, as an op's result is.
 *
 * @param read - The vector of an input; of one of {@link conditionInputs} a condition, as wide as the lanes of the dtype.
 * @param uniform - The vector of one of {@link hostUniforms}, in all lanes: of float64 for the forms `"wide"` and `"double"`, else of
 *   float32. A condition is 1 or 0.
 */
export function lower(
  v: Vectors,
  roots: readonly Expression[],
  form: VectorForm,
  read: (name: string) => Value,
  uniform: (node: Expression) => Value,
): readonly Value[] {
  const arithmetic = form === "exact" || form === "single" ? v.float32 : v.float64;
  const conditions = conditionInputs(roots);
  // In the wide form a node has two halves, each half of the lanes.
  const known = new Map<Expression, readonly Value[]>();
  const halvesOf = (node: Expression): readonly Value[] => {
    const { operation, operands, name, value } = node;
    if (operation === "constant") return twice(arithmetic.const(value));
    if (node.uniform) return twice(isCondition(node) ? arithmetic.ne(uniform(node), 0) : uniform(node));
    if (operation === "input") {
      const x = read(name);
      if (form !== "wide") return [x];
      return conditions.has(name) ? v.widen(x) : v.promote(x);
    }
    const emit = emitters[operation as Operation]!; // a form says that there is one
    return twice(null).map((_, half) => {
      const [x, y, z] = operands.map((operand) => known.get(operand)![half]!) as [Value, Value, Value];
      return emit(arithmetic, x, y, z);
    });
  };
  function twice<T>(x: T): readonly T[] {
    return form === "wide" ? [x, x] : [x];
  }
  for (const node of loopNodes(roots)) known.set(node, halvesOf(node));
  return roots.map((root) => {
    const [low, high] = known.get(root) as [Value, Value];
    return form === "wide" ? v.demote(low, high) : low;
  });
}
