import { applyOp, type Data, type Node, ruleOf, Tensor } from "@tapegrad/core";
import { aside } from "../reading/aside.ts";

/** A float64 tensor of that shape with these values. */
export function probeOf({ shape }: Tensor, values: Iterable<number>): Tensor {
  return new Tensor(shape, "float64", Float64Array.from(values));
}

/** The elements of a tensor, in row-major order. */
export function numbersOf({ data }: Tensor): number[] {
  return [...data];
}

/** The inputs of a node as they went in; those through which a derivative can pass as float64. */
export function operandsAtTime(node: Node): Tensor[] {
  return node.inputs.map((_, i) => {
    const x = node.inputAtTime(i);
    return movesThrough(node, i) ? probeOf(x, x.data) : x;
  });
}

/** Can a derivative pass through this input? */
export function movesThrough({ op, inputs }: Node, i: number): boolean {
  const { dtype } = inputs[i]!;
  return ruleOf(op, i) !== null && (dtype === "float32" || dtype === "float64");
}

/**
 * What the op of a node gives for other inputs; `null` where it refuses them, as one that checks values may, or where trying it would
 * change something: a generator that it draws from, or what it overwrites.
 */
export function tryOn(node: Node, inputs: readonly Tensor[], slot = 0): Data | null {
  const { op, attrs } = node;
  if (op.draws || op.mutates.length > 0) return null;
  try {
    const result = aside(() => applyOp(op, inputs, attrs));
    return (result instanceof Tensor ? result : result[slot]!).data;
  } catch {
    return null;
  }
}

/** Which elements of a result depend on which of input `i`, by what a NaN there makes of them. */
export function dependence(node: Node, i: number, slot: number): (output: number, element: number) => boolean {
  const inputs = operandsAtTime(node);
  const reached = Array.from(inputs[i]!.data, (_, k) => {
    const spoilt = probeOf(inputs[i]!, numbersOf(inputs[i]!).with(k, Number.NaN));
    return tryOn(node, inputs.with(i, spoilt), slot);
  });
  const before = tryOn(node, inputs, slot);
  return (j, k) => before !== null && !Number.isNaN(before[j]) && Number.isNaN(reached[k]?.[j]);
}
