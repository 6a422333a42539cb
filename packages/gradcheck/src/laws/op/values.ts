import { type DType, type NestedArray, Tensor } from "@tapegrad/core";
import { fresh, nodesOf, outputsOf, type Subject } from "../../arbitraries/subject.ts";
import { computeReference } from "../../facts.ts";
import {
  describeTensor,
  largestMagnitude,
  requireClose,
  requireFloatDType,
  requireSame,
  sameElements,
  ulp32,
  Violation,
} from "../compare.ts";
import type { Law } from "../law.ts";
import { lawOf } from "./call.ts";

/** What an op gives. */
export function lawsOfValues(subject: Subject): Law[] {
  const laws = [accuracy(subject, "float64"), accuracy(subject, "float32"), innocence(subject)];
  return subject.callMethod === null ? laws : [...laws, method(subject, subject.callMethod)];
}
function accuracy(subject: Subject, floats: "float64" | "float32"): Law {
  const { facts } = subject;
  const exactness = floats === "float32" ? ` to ${facts.ulps} ulps` : "";
  const title = `gives shape, dtype and values of its reference in ${floats}${exactness}`;
  return lawOf(subject, title, { floats }, ({ inputs, args }) => {
    const result = subject.call(inputs, args);
    const outputs = outputsOf(result);
    const values = inputs.map((x) => x.toArray());
    const reference = computeReference(facts.reference, values, fresh(args));
    const wanted = (result instanceof Tensor ? [reference] : reference) as readonly NestedArray[]; // a list for a list
    if (wanted.length !== outputs.length) throw new Violation(`${outputs.length} outputs instead of ${wanted.length}`);
    const magnitude = facts.sums === true ? largestMagnitude([...inputs, ...outputs]) : 0;
    outputs.forEach((output, k) => {
      requireFloatDType(output, inputs, args);
      requireClose(output, wanted[k]!, (value) => allowedError(output.dtype, value, magnitude, facts.ulps));
    });
  });
}

function innocence(subject: Subject): Law {
  return lawOf(subject, "leaves its inputs as they were, and gives a result of its own", {}, ({ inputs, args }) => {
    const before = inputs.map(({ data }) => data.slice());
    const { outputs, nodes } = nodesOf(() => subject.call(inputs, args));
    inputs.forEach((input, i) => {
      if (!sameElements(input.data, before[i]!)) throw new Violation(`input ${i} has become ${describeTensor(input)}`);
    });
    if (nodes.every(({ op }) => op.alias)) return; // a new shape of the same storage, or the input itself
    for (const output of outputs)
      for (const input of inputs)
        if (overlap(output, input)) throw new Violation("the result shares an input's storage");
  });
}

function method(subject: Subject, callMethod: NonNullable<Subject["callMethod"]>): Law {
  return lawOf(subject, "gives as a method of Tensor what it gives as a function", {}, ({ inputs, args }) => {
    requireSame("the method", outputsOf(callMethod(inputs, args)), outputsOf(subject.call(inputs, args)));
  });
}

/**
 * How far from the reference an element may be.
 *
 * In float64 both sides compute with some roundings of 2⁻⁵³, and a reference written for clarity loses the digits that its
 * largest intermediate has more than its result: for well-scaled inputs that is of the order of 1. 2⁻⁴¹ leaves room for 4,096
 * such roundings; a float32 gets the ulps its facts states, on top of that.
 */
function allowedError(dtype: DType, wanted: number, magnitude: number, ulps: number): number {
  if (dtype === "int32" || dtype === "bool") return 0;
  const scale = Math.max(Math.abs(wanted), magnitude);
  const ofReference = 2 ** -41 * Math.max(1, scale);
  return dtype === "float64" ? ofReference : ulps * ulp32(scale) + ofReference;
}

function overlap(a: Tensor, b: Tensor): boolean {
  if (a.data.buffer !== b.data.buffer) return false;
  const end = ({ data }: Tensor): number => data.byteOffset + data.byteLength;
  return a.data.byteOffset < end(b) && b.data.byteOffset < end(a);
}
