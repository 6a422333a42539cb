import {
  applyOp,
  ElementwiseOp,
  jacobianAt,
  type Node,
  numberAlgebra,
  record,
  type Tensor,
  unrecorded,
} from "@tapegrad/core";
import { sourcesOf } from "../../reading/elements.ts";
import { movesThrough, numbersOf, operandsAtTime, probeOf } from "../../scalar/probe.ts";

type Expression = ReturnType<ElementwiseOp["expression"]>;

/** How far an expression is from where it jumps or bends, by the operations of which it is made that do so: each with its operands. */
const distances: { readonly [operation: string]: (a: number, b: number) => number } = {
  less: gap,
  lessEqual: gap,
  equal: gap,
  notEqual: gap,
  minimum: gap,
  maximum: gap,
  abs: Math.abs,
  sign: Math.abs,
  signBit: Math.abs,
  copySign: (_, b) => Math.abs(b),
  floor: toWhole,
  ceil: toWhole,
  trunc: toWhole,
  round: (x) => toWhole(x + 0.5),
  floorDivide: (a, b) => toWhole(a / b),
  remainder: (a, b) => toWhole(a / b),
};

function gap(a: number, b: number): number {
  return Math.abs(a - b);
}

function toWhole(x: number): number {
  return Math.abs(x - Math.round(x));
}

/**
 * Is a node at most so far from a kink: a place where its derivative jumps, so that a small error of a reader, or another rounding, gives
 * another derivative?
 *
 * Of an elementwise op the expression tells. Of another op it is tried: the pattern of zeros of the Jacobian must not change when any
 * number among its inputs moves so far.
 */
export function isNearKink(node: Node, distance: number): boolean {
  return node.op instanceof ElementwiseOp ? distanceToKink(node, node.op) < distance : changesPattern(node, distance);
}

function distanceToKink(node: Node, op: ElementwiseOp): number {
  const attrs = node.attrs as { readonly [name: string]: number }; // those that the expression names are numbers
  const expression = op.expression(attrs);
  const [result] = node.outputs as readonly [Tensor]; // an elementwise op has one
  const operands = node.inputs.map((x, i) => {
    const { data } = node.inputAtTime(i);
    return sourcesOf(x, result).map((k) => data[k]!);
  });
  let nearest = Number.POSITIVE_INFINITY;
  for (let element = 0; element < result.size; element++) {
    const values = new Map<Expression, number | boolean>();
    const read = (one: Expression): number | boolean => {
      const known = values.get(one);
      if (known !== undefined) return known;
      const value = evaluate(one);
      values.set(one, value);
      return value;
    };
    const evaluate = ({ operation, operands: parts, name, value }: Expression): number | boolean => {
      if (operation === "constant") return value;
      if (operation === "input") return operands[op.inputNames.indexOf(name)]![element]!;
      if (operation === "uniform") return attrs[name]!;
      const given = parts.map(read) as number[]; // conditions go only where conditions are taken
      const away = distances[operation]?.(given[0]!, given[1]!) ?? Number.POSITIVE_INFINITY;
      if (away < nearest) nearest = away;
      return (numberAlgebra[operation] as (...operands: readonly number[]) => number | boolean)(...given);
    };
    read(expression);
  }
  return nearest;
}

function changesPattern(node: Node, distance: number): boolean {
  const inputs = operandsAtTime(node);
  const before = patternOf(node, inputs);
  return inputs.some((x, i) => {
    if (!movesThrough(node, i)) return false;
    const numbers = numbersOf(x);
    return numbers.some((value, k) =>
      [value - distance, value + distance].some(
        (moved) => patternOf(node, inputs.with(i, probeOf(x, numbers.with(k, moved)))) !== before,
      ),
    );
  });
}

/** Which entries of the Jacobians of a node are not 0, for these inputs. */
function patternOf({ op, attrs }: Node, inputs: readonly Tensor[]): string {
  const [node] = unrecorded(() => record(() => applyOp(op, inputs, attrs))).tape.nodes as readonly [Node]; // the one op that was run
  return node.inputs
    .map((_, i) => {
      const jacobian = jacobianAt(node, i);
      return jacobian === null
        ? ""
        : numbersOf(jacobian)
            .map((entry) => (entry === 0 ? "0" : "1"))
            .join("");
    })
    .join();
}
