import { applyOp, ElementwiseOp, type Node, numberAlgebra, Tensor } from "@tapegrad/core";
import { aside } from "../reading/aside.ts";
import { numberText } from "../reading/names.ts";
import { indexAt, laneOf, nonFinitePlaces, placeBroadcast } from "./elements.ts";
import { largestFloat32, operationReason, operationText } from "./operations.ts";

/** Why an element of a node's result is not finite. */
export interface Reason {
  readonly text: string;
  /** The inputs of the node that went into what did it. */
  readonly inputs: readonly number[];
}

/** A node of the graph of an elementwise op's expression. */
type Expression = ReturnType<ElementwiseOp["expression"]>;

/**
 * Why the element at a place of a node's first result is NaN or ±∞: of an elementwise op from its expression, of others from the lane it
 * was made of, and from whether float64 would have held it.
 */
export function reasonFor(node: Node, place: number): Reason {
  const every = node.inputs.map((_, i) => i);
  if (node.op instanceof ElementwiseOp) return new ElementReason(node, node.op, place).find();
  return { text: laneReason(node, place), inputs: every };
}

/** Evaluates the expression of an elementwise op for one element, and looks for the operation that left the finite numbers. */
class ElementReason {
  private readonly root: Expression;
  private readonly values = new Map<Expression, number | boolean>();
  private readonly operands = new Map<string, number>();
  private readonly names: readonly string[];
  private readonly result: number;
  private readonly dtype: string;

  constructor(node: Node, op: ElementwiseOp, place: number) {
    const output = node.outputAtTime();
    const index = indexAt(place, output.shape);
    this.names = op.inputNames;
    op.inputNames.forEach((name, i) => {
      const x = node.inputAtTime(i);
      this.operands.set(name, x.data[placeBroadcast(index, x.shape)]!);
    });
    for (const [name, value] of Object.entries((node.attrs ?? {}) as object))
      if (typeof value === "number") this.operands.set(name, value);
    this.root = op.expression(node.attrs as object);
    this.result = output.data[place]!;
    this.dtype = output.dtype;
  }

  find(): Reason {
    if (Number.isFinite(this.number(this.root))) return this.rounded();
    const found = this.innermost(this.root);
    const inputs = this.inputsIn(found);
    if (found.operation === "input" || found.operation === "uniform")
      return { text: `${numberText(this.number(found))} to begin with`, inputs };
    if (found.operation === "constant")
      return { text: `${numberText(found.value)} by definition for such operands`, inputs: this.inputsIn(this.root) };
    const operands = found.operands.map((operand) => this.number(operand));
    return { text: operationReason(found.operation, operands, this.number(found)), inputs };
  }

  /** Finite as float64: what is not finite is its float32. */
  private rounded(): Reason {
    const exact = this.number(this.root);
    const inputs = this.inputsIn(this.root);
    if (this.dtype !== "float32" || Math.abs(exact) <= largestFloat32)
      return { text: `the kernel gives ${numberText(this.result)} where ${numberText(exact)} is right`, inputs };
    const { operation } = this.root;
    const isName = operation === "input" || operation === "uniform" || operation === "constant";
    const operands = this.root.operands.map((operand) => this.number(operand));
    const text = isName ? "" : `${operationText(operation, operands)} = `;
    return { text: `overflow of float32: ${text}${beyondFloat32(exact)}`, inputs };
  }

  private number(e: Expression): number {
    return Number(this.value(e));
  }

  private value(e: Expression): number | boolean {
    const known = this.values.get(e);
    if (known !== undefined) return known;
    const value = this.evaluate(e);
    this.values.set(e, value);
    return value;
  }

  private evaluate(e: Expression): number | boolean {
    if (e.operation === "constant") return e.value;
    if (e.operation === "input" || e.operation === "uniform") return this.operands.get(e.name) ?? Number.NaN;
    if (e.operation === "select") return this.value(this.chosen(e));
    const compute = numberAlgebra[e.operation] as (...operands: readonly (number | boolean)[]) => number | boolean; // of so many operands
    return compute(...e.operands.map((operand) => this.value(operand)));
  }

  /** The branch of a choice that counts. */
  private chosen({ operands }: Expression): Expression {
    return this.value(operands[0]!) ? operands[1]! : operands[2]!;
  }

  /** From a node that is not finite down to the operation that made it so. */
  private innermost(e: Expression): Expression {
    let at = e;
    for (;;) {
      if (at.operation === "select") {
        at = this.chosen(at);
        continue;
      }
      const isNaNHere = Number.isNaN(this.number(at));
      const made = at.operands.filter(
        ({ operation }) => operation !== "input" && operation !== "uniform" && operation !== "constant",
      );
      const next =
        made.find((operand) => Number.isNaN(this.number(operand))) ??
        made.find((operand) => !Number.isFinite(this.number(operand)) && (!isNaNHere || this.isOfFinite(operand)));
      if (next === undefined) return at;
      at = next;
    }
  }

  /** Are all the names in it finite? */
  private isOfFinite(e: Expression): boolean {
    return this.inputsIn(e).every((i) => Number.isFinite(this.operands.get(this.names[i]!)!));
  }

  private inputsIn(e: Expression): readonly number[] {
    const found = new Set<number>();
    const pending = [e];
    while (pending.length > 0) {
      const one = pending.pop()!;
      if (one.operation === "input") found.add(this.names.indexOf(one.name));
      pending.push(...(one.operation === "select" ? [this.chosen(one)] : one.operands));
    }
    return [...found].sort((a, b) => a - b);
  }
}

function beyondFloat32(exact: number): string {
  return `${numberText(exact)} is beyond 3.403e38, the largest float32`;
}

/** Of an op that is no expression of single elements. */
function laneReason(node: Node, place: number): string {
  const input = node.inputs.length === 0 ? null : node.inputAtTime(0);
  const lane = laneOf(node, place);
  if (input !== null && lane !== null) {
    const { correction } = (node.attrs ?? {}) as { correction?: unknown };
    if (lane.length === 0) return "there is nothing to take it of: the axis has no elements";
    if (typeof correction === "number" && lane.length <= correction)
      return `division by 0: a number of elements of ${lane.length}, less a correction of ${correction}, leaves nothing to divide by`;
    const bad = lane.map((at) => input.data[at]!).filter((value) => !Number.isFinite(value));
    if (bad.length > 0) return badLaneText(bad, lane.length);
  }
  const finite = node.inputs.every((_, i) => {
    return nonFinitePlaces(node.inputAtTime(i)).length === 0;
  });
  if (!finite) return "an operand is not finite to begin with";
  if (input?.dtype === "float64" && node.outputs[0]!.dtype === "float32" && input.size === node.outputs[0]!.size)
    return `overflow of float32: ${beyondFloat32(input.data[place]!)}`;
  const exact = inFloat64(node, place);
  if (exact !== null && Number.isFinite(exact)) {
    if (Math.abs(exact) > largestFloat32) return `overflow of float32: ${beyondFloat32(exact)}`;
    return `overflow of float32 in between: in float64 it is ${numberText(exact)}`;
  }
  if (exact !== null && !Number.isNaN(exact)) return "overflow: the result is beyond 1.798e308, the largest float64";
  return "all operands are finite; why is not known of this op";
}

function badLaneText(bad: readonly number[], n: number): string {
  if (bad.some(Number.isNaN))
    return `NaN to begin with: ${bad.filter(Number.isNaN).length} of the ${n} values it is made of`;
  const plus = bad.filter((value) => value > 0).length;
  const minus = bad.length - plus;
  if (minus === n) return `all ${n} values it is made of are −∞`;
  if (plus === n) return `all ${n} values it is made of are ∞`;
  const counts = [plus > 0 ? `${plus} ∞` : "", minus > 0 ? `${minus} −∞` : ""]
    .filter((text) => text !== "")
    .join(" and ");
  return `of the ${n} values it is made of ${plus + minus === 1 ? "1 is" : `${plus + minus} are`} not finite: ${counts}`;
}

/** The same element, computed from the same numbers in float64; `null` where the op cannot be run again. */
function inFloat64(node: Node, place: number): number | null {
  const { op, attrs } = node;
  if (op.draws || op.mutates.length > 0) return null;
  const inputs = node.inputs.map((_, i) => {
    const x = node.inputAtTime(i);
    return x.dtype === "float32" ? new Tensor(x.shape, "float64", Float64Array.from(x.data)) : x;
  });
  const made = aside(() => applyOp(op, inputs, attrs));
  const output = made instanceof Tensor ? made : made[0];
  return output?.dtype === "float64" ? output.data[place]! : null;
}
