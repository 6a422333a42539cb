import {
  applyOp,
  type Node,
  named,
  Parameter,
  parameter,
  Rng,
  record,
  TapegradError,
  Tensor,
  unrecorded,
} from "@tapegrad/core";
import { aside } from "../../reading/aside.ts";
import { kindOf, type Names } from "../../reading/names.ts";
import { nodesBehind } from "../../reading/subject.ts";
import { numbersOf } from "../../scalar/probe.ts";
import { cotangentsOf } from "../../steps/cotangents.ts";
import { isNearKink } from "./kinks.ts";
import { niceNumbers } from "./niceNumbers.ts";

const tries = 1000;
/** So far from every kink, a result that a reader rounds has the derivative of the exact one. */
const distance = 0.1;

/**
 * The same program with other numbers: its parameters and inputs get new ones, and its ops are run again. The same for the same number.
 *
 * Numbers are drawn until all values and cotangents are finite and of ordinary size, no value lies within 0.1 of a kink, and a derivative
 * reaches the leaves.
 *
 * @throws TapegradError for a program that draws random numbers, and where no such numbers are found.
 */
export function variantOf(where: string, loss: Tensor, names: Names, variant: number): Tensor {
  const nodes = nodesBehind(where, [loss]);
  for (const { op } of nodes) if (op.draws) throw drawing(where);
  const rng = new Rng(`worksheet ${variant}`);
  const before = largestOf(nodes, cotangentsOf(where, { loss }, names));
  const largest = Number.isFinite(before) ? Math.max(1000, 10 * before) : 1000;
  for (let i = 0; i < tries; i++) {
    const found = replay(nodes, loss, names, rng);
    if (found !== null && isGood(where, found, names, largest)) return found;
  }
  throw new TapegradError({
    where,
    argument: "variant",
    expected: `must be one for which numbers are found that lead to finite values, ${distance} away from every kink`,
    received: `${variant}, with none in ${tries} tries`,
    advice: "Take another variant, or make the program smaller.",
  });
}

function drawing(where: string): TapegradError {
  return new TapegradError({
    where,
    argument: "the program",
    expected: "must not draw random numbers where a variant is asked for",
    received: "one that does",
    advice: "Draw them before, and pass them to it.",
  });
}

/** Runs the ops again; `null` where one refuses the new numbers. */
function replay(nodes: readonly Node[], loss: Tensor, names: Names, rng: Rng): Tensor | null {
  const made = new Map<Tensor, Tensor>();
  const leafOf = (x: Tensor, node: Node, i: number): Tensor => {
    const before = node.inputAtTime(i);
    if (isExact(x)) return before;
    const isParameter = x.requiresGrad || x instanceof Parameter;
    const leaf: Tensor = new Tensor(x.shape, x.dtype, before.data.slice());
    leaf.data.set(niceNumbers(numbersOf(before), { isParameter }, rng));
    if (x instanceof Parameter) return parameter(leaf, { name: names.of(x) });
    return Object.assign(named(leaf, names.of(x)), { requiresGrad: x.requiresGrad });
  };
  try {
    unrecorded(() =>
      record(() => {
        for (const node of nodes) {
          node.inputs.forEach((x, i) => {
            if (!made.has(x)) made.set(x, leafOf(x, node, i));
          });
          const inputs = node.inputs.map((x) => made.get(x)!);
          const result = applyOp(node.op, inputs, node.attrs);
          const outputs = result instanceof Tensor ? [result] : result;
          node.outputs.forEach((y, slot) => void made.set(y, named(outputs[slot]!, names.of(y))));
        }
      }),
    );
  } catch (error) {
    if (error instanceof TapegradError) return null;
    throw error;
  }
  return made.get(loss)!;
}

function isGood(where: string, loss: Tensor, names: Names, largest: number): boolean {
  const nodes = nodesBehind(where, [loss]);
  const cotangents = cotangentsOf(where, { loss }, names);
  // NaN is not below either.
  if (!(largestOf(nodes, cotangents) <= largest)) return false;
  const leaves = [...cotangents].filter(([x]) => x.node === null);
  if (!leaves.some(([, cotangent]) => numbersOf(cotangent).some((value) => value !== 0))) return false;
  // Of exact numbers nothing is rounded: a mask of whole ones may be made at the number itself.
  return aside(() => nodes.every((node) => node.inputs.every(isExact) || !isNearKink(node, distance)));
}

/** Constants, integers and conditions: no reader rounds them, and they get no other numbers. */
function isExact(x: Tensor): boolean {
  return kindOf(x) === "constant" || (x.dtype !== "float32" && x.dtype !== "float64");
}

/** The largest magnitude among values and cotangents; NaN if one is NaN. */
function largestOf(nodes: readonly Node[], cotangents: ReadonlyMap<Tensor, Tensor>): number {
  const tensors: readonly Tensor[] = [...nodes.flatMap(({ outputs }) => outputs), ...cotangents.values()];
  return tensors.flatMap(numbersOf).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
