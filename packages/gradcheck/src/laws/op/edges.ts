import { type Dynamic, type NestedArray, onesLike, Sweep, Tensor, tensor } from "@tapegrad/core";
import { outputsOf, type Subject } from "../../arbitraries/subject.ts";
import { type Edge, nestedShape } from "../../facts.ts";
import { describeValue, requireShape, Violation } from "../compare.ts";
import type { Law } from "../law.ts";
import { map, requireTransposed } from "./function.ts";

/** Every row of `edges`, to the last bit. */
export function lawsOfEdges(subject: Subject): Law[] {
  return subject.facts.edges.map((edge, row) => ({
    title: `edge ${row + 1}: ${edge.because}`,
    check: () => requireEdge(subject, edge),
  }));
}

/** @throws Violation unless a call gives the output of its row, and the gradients if it states any. */
function requireEdge(subject: Subject, edge: Edge): void {
  const inputs = edge.inputs.map((values, i) => {
    const dtype = typeof edge.dtype === "object" ? edge.dtype[i]! : (edge.dtype ?? "float64");
    return tensor(values as Dynamic, { dtype, requiresGrad: dtype === "float32" || dtype === "float64" });
  });
  const result = subject.call(inputs, edge.args ?? []);
  const outputs = outputsOf(result);
  const wanted = (result instanceof Tensor ? [edge.output] : edge.output) as readonly NestedArray[]; // a list for a list
  requireSameText(
    "output",
    outputs.map((y) => y.toArray()),
    wanted,
  );
  outputs.forEach((output, k) => {
    requireShape(output, nestedShape(wanted[k]!));
  });
  if (edge.shape !== undefined) requireSameText("shape", outputs[0]!.shape, edge.shape);
  if (edge.gradients === undefined) return;
  const floats = outputs.filter((y) => y.requiresGrad);
  const seeds = floats.map((y) => onesLike(y));
  for (const seed of seeds) seed.requiresGrad = true;
  const gradients = new Sweep(floats, seeds, null).run({ record: true });
  const found = inputs.map((x) => gradients.get(x)?.toArray() ?? null);
  requireSameText("gradients", found, edge.gradients);
  requireLinear(seeds, gradients.sums);
}

/**
 * What gradients are for any other cotangent than ones: the pullback is linear, so its own derivative says.
 *
 * @throws Violation unless that is the transposed one.
 */
function requireLinear(seeds: readonly Tensor[], gradients: readonly Tensor[]): void {
  // Of no elements nothing is known; and ∞ − ∞ says nothing.
  const elements = gradients.flatMap(({ data }) => Array.from<number>(data));
  if (elements.length === 0 || !elements.every(Number.isFinite)) return;
  const weights = gradients.map((x) => map(x, (_, i) => 1 + i / 8));
  const through = gradients.filter(({ requiresGrad }) => requiresGrad);
  const weightsThrough = weights.filter((_, k) => gradients[k]!.requiresGrad);
  const pushed = new Sweep(through, weightsThrough, new Set(seeds)).run({ record: false });
  const zero = (x: Tensor): Tensor => map(x, () => 0);
  requireTransposed(
    seeds.map((seed) => pushed.get(seed) ?? zero(seed)),
    { u: seeds, w: weights, pulledBack: gradients },
    2 ** -20,
  );
}

/** Compared as text: it tells -0 from 0, true from 1, and every float64 from every other, and it reads well. */
function requireSameText(what: string, got: unknown, wanted: unknown): void {
  const [is, must] = [describeValue(got), describeValue(wanted)];
  if (is !== must) throw new Violation(`${what} ${is} instead of ${must}`);
}
