import { type DType, type Node, type Op, TapegradError, Tensor } from "@tapegrad/core";
import { computeReference, drawCase, type KnownOp } from "@tapegrad/core/facts";
import fc from "fast-check";
import { BuiltOp } from "../../packages/core/src/op/build.ts";
import { canVectorize } from "../../packages/core/src/op/readers/laneSimd.ts";
import { vectorForm } from "../../packages/core/src/op/readers/simd.ts";
import type { ElementsWork, LanesWork } from "../../packages/core/src/op/work.ts";
import { drawFrom } from "../../packages/gradcheck/src/arbitraries/draw.ts";
import {
  fresh,
  isFloat,
  isRandom,
  nodesOf,
  outputsOf,
  type Subject,
  subjectOf,
} from "../../packages/gradcheck/src/arbitraries/subject.ts";
import { drawInputs } from "../../packages/gradcheck/src/arbitraries/values.ts";
import { arrays } from "../../packages/gradcheck/src/arrays.ts";
import { largestMagnitude, ulp32 } from "../../packages/gradcheck/src/laws/compare.ts";

// Some calls of each op, drawn from its facts as the laws draw them: what the laws try is seen from these.

/** What some calls show of an op. */
export interface Trials {
  /** Names of the inputs that are floats in some call: the others are given as indices, conditions, masks. */
  readonly floatInputs: readonly string[];
  /** Is any result a float? */
  readonly givesFloats: boolean;
  /** Does every call draw random numbers, so that the laws of compiled programs have nothing to run? */
  readonly alwaysRandom: boolean;
  /** Dtypes of results for inputs that are no floats, and why some or all calls were refused. */
  readonly int32: OtherDType;
  readonly bool: OtherDType;
  /** Kinds of work of the nodes that are written. */
  readonly work: readonly string[];
}

export interface OtherDType {
  readonly results: readonly string[];
  readonly refused: string | null;
}

interface DrawnCall {
  readonly inputs: readonly Tensor[];
  readonly args: readonly unknown[];
}

/** How many calls are looked at. */
const few = 24;

/** Calls of an op as the laws draw them, always the same. */
function callsOf(subject: Subject, count: number): DrawnCall[] {
  const draw = (source: fc.GeneratorValue, k: number): DrawnCall => {
    const samples = subject.facts.samples ?? [];
    const one = samples[k] ?? drawCase(subject.facts, subject.inputNames, drawFrom(source));
    const { tensors } = drawInputs(source, subject, one, () => "float32", false);
    return { inputs: tensors, args: one.args ?? [] };
  };
  return fc.sample(fc.gen(), { numRuns: count, seed: 1 }).map(draw);
}

export function trialsOf(known: KnownOp): Trials {
  const subject = subjectOf(known);
  const calls = callsOf(subject, few);
  const floatInputs = new Set<string>();
  for (const { inputs } of calls)
    for (const [i, x] of inputs.entries())
      if (isFloat(x)) floatInputs.add(subject.inputNames[subject.variadic ? 0 : i] ?? `input ${i}`);
  const runs = calls.map(({ inputs, args }) => nodesOf(() => subject.call(inputs, args)));
  const kinds = new Set(runs.flatMap(({ nodes }) => (nodes.length === 0 ? ["JavaScript"] : nodes.map(workOf))));
  return {
    floatInputs: [...floatInputs],
    givesFloats: runs.some(({ outputs }) => outputs.some(isFloat)),
    alwaysRandom: calls.every(({ args }) => isRandom(args)),
    int32: tried(subject, calls, "int32"),
    bool: tried(subject, calls, "bool"),
    work: [...kinds].filter((kind) => kind !== "view" || kinds.size === 1).sort(),
  };
}

function tried(subject: Subject, calls: readonly DrawnCall[], dtype: "int32" | "bool"): OtherDType {
  const results = new Set<string>();
  let refused: string | null = null;
  for (const { inputs, args } of calls) {
    const given = (as: "int32" | "bool" | "float32"): Tensor[] =>
      inputs.map((x) => (isFloat(x) ? inDType(inDType(x, dtype), as) : x));
    if (!given(dtype).some((x) => x.dtype === dtype)) continue;
    const error = errorIn(() => {
      for (const y of outputsOf(subject.call(given(dtype), args))) results.add(y.dtype);
    });
    // What the same numbers as floats are refused for as well has nothing to do with the dtype.
    if (error === null || errorIn(() => subject.call(given("float32"), args)) === error) continue;
    refused ??= error;
  }
  return { results: [...results].sort(), refused };
}

function errorIn(call: () => unknown): string | null {
  try {
    call();
    return null;
  } catch (error) {
    if (error instanceof TapegradError) return error.message;
    throw error;
  }
}

function inDType(x: Tensor, dtype: "int32" | "bool" | "float32"): Tensor {
  const element = (value: number): number => (dtype === "bool" ? Number(value > 0) : Math.round(value));
  return new Tensor<number[], DType>(
    [...x.shape],
    dtype,
    arrays[dtype].from(Array.from(x.data as Float32Array, element)),
  );
}

/** What code is emitted as for a node, by the tests that compiled programs make too. */
function workOf({ op, inputs, outputs, attrs }: Node): string {
  if (op.alias) return "view";
  const work = op instanceof BuiltOp ? (op as BuiltOp & Op).work?.(inputs, attrs) : null;
  if (work === null || work === undefined) return op.composed === null ? "JavaScript" : "other ops";
  const isEmitted =
    outputs[0]?.dtype === "float32" &&
    (work.kind !== "elements" || hasVectors(work)) &&
    (work.kind !== "lanes" || hasLanes(work, inputs));
  return isEmitted ? work.kind : "JavaScript";
}

function hasVectors({ roots, mode }: ElementsWork): boolean {
  return vectorForm(roots, "float32", mode) !== null;
}

function hasLanes({ steps }: LanesWork, inputs: readonly Tensor[]): boolean {
  return steps.every(({ program, reads }) => {
    const perLane = reads.slice(program.elements.length).map((k) => inputs[k]?.dtype ?? "float32");
    return canVectorize({ program, apart: false, dtype: "float32", perLane });
  });
}

/**
 * The largest error of a float32 result over many calls, in ulps as the law counts them: at the result, or at the largest number that
 * occurs where the facts say `sums`; less what the reference may be off. `null` where results are no floats.
 */
export function largestError(known: KnownOp, count: number): number | null {
  const subject = subjectOf(known);
  let largest: number | null = null;
  for (const { inputs, args } of callsOf(subject, count)) {
    const result = subject.call(inputs, args);
    const outputs = outputsOf(result);
    const reference = computeReference(
      known.facts.reference,
      inputs.map((x) => x.toArray()),
      fresh(args),
    );
    const wanted = result instanceof Tensor ? [reference] : (reference as readonly unknown[]); // a list for a list
    const magnitude = known.facts.sums === true ? largestMagnitude([...inputs, ...outputs]) : 0;
    for (const [k, output] of outputs.entries()) {
      if (output.dtype !== "float32") continue;
      const exact = [wanted[k]].flat(Number.POSITIVE_INFINITY).map(Number);
      for (const [i, value] of exact.entries())
        largest = Math.max(largest ?? 0, errorOf(output.data[i]!, value, magnitude));
    }
  }
  return largest;
}

function errorOf(got: number, exact: number, magnitude: number): number {
  if (Object.is(got, exact) || got === exact) return 0;
  const scale = Math.max(Math.abs(exact), magnitude);
  return Math.max(0, Math.abs(got - exact) - 2 ** -41 * Math.max(1, scale)) / ulp32(scale);
}
