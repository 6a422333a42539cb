import {
  type DType,
  type Dynamic,
  type NestedArray,
  noGrad,
  outputTypes,
  record,
  TapegradError,
  Tensor,
  tensor,
  zeros,
} from "@tapegrad/core";
import { computeReference, knownOps, nestedAt, nestedOf } from "@tapegrad/core/facts";
import {
  differentiableInputs,
  fresh,
  inputOfRow,
  isFloat,
  nodesOf,
  outputsOf,
  type Subject,
  subjectOf,
} from "@tapegrad/gradcheck/ops";
import { describe, expect, test } from "vitest";
import { type Law, lawOf } from "./laws/check.ts";
import {
  describeTensor,
  describeValue,
  largestMagnitude,
  requireClose,
  requireFloatDType,
  requireSame,
  requireShape,
  sameElements,
  ulp32,
  Violation,
} from "./laws/compare.ts";
import { lawsOfDerivatives } from "./laws/derivatives.ts";
import { lawsOfEdges } from "./laws/edges.ts";

// What must be true of every op. An op is found by being there: its file states a reference, domains, edges and errors, and these
// laws hold it to them. A law that fails prints the smallest call found that breaks it, and the seed that finds it again.

for (const specified of knownOps) {
  const subject = subjectOf(specified);
  // Many runs of an op that works hard take their time; forEachCall stops before this.
  describe(subject.name, { timeout: 60_000 }, () => {
    lawsOfValues(subject);
    if (subject.differentiable) testAll(lawsOfDerivatives(subject));
    lawsOfTraces(subject);
    lawsOfSymmetry(subject);
    testAll(lawsOfEdges(subject));
    lawsOfErrors(subject);
  });
}

function testAll(laws: readonly Law[]): void {
  for (const { title, check } of laws) test(title, () => check());
}

/** A law of every call, tested. */
function testLaw(...law: Parameters<typeof lawOf>): void {
  testAll([lawOf(...law)]);
}

function lawsOfValues(subject: Subject): void {
  const { facts } = subject;
  for (const floats of ["float64", "float32"] as const) {
    const exactness = floats === "float32" ? ` to ${facts.ulps} ulps` : "";
    testLaw(
      subject,
      `gives shape, dtype and values of its reference in ${floats}${exactness}`,
      { floats },
      ({ inputs, args }) => {
        const result = subject.call(inputs, args);
        const outputs = outputsOf(result);
        const reference = computeReference(
          facts.reference,
          inputs.map((x) => x.toArray()),
          fresh(args),
        );
        const wanted = (result instanceof Tensor ? [reference] : reference) as readonly NestedArray[]; // a list for a list
        if (wanted.length !== outputs.length)
          throw new Violation(`${outputs.length} outputs instead of ${wanted.length}`);
        const magnitude = facts.sums === true ? largestMagnitude([...inputs, ...outputs]) : 0;
        outputs.forEach((output, k) => {
          requireFloatDType(output, inputs, args);
          requireClose(output, wanted[k]!, (value) => allowedError(output.dtype, value, magnitude, facts.ulps));
        });
      },
    );
  }

  testLaw(subject, "leaves its inputs as they were, and gives a result of its own", {}, ({ inputs, args }) => {
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

  testLaw(subject, "gives as a method of Tensor what it gives as a function", {}, ({ inputs, args }) => {
    requireSame("the method", outputsOf(subject.callMethod(inputs, args)), outputsOf(subject.call(inputs, args)));
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

function lawsOfTraces(subject: Subject): void {
  const { op } = subject;
  testLaw(
    subject,
    "writes one node if it is recorded, from which it can be run again, and none under noGrad",
    {},
    ({ inputs, args }) => {
      const asked = inputs.map((x) => leaf(x, isFloat(x)));
      const plain = outputsOf(noGrad(() => subject.call(asked, args)));
      for (const output of plain)
        if ((output.node !== null || output.requiresGrad) && !asked.includes(output))
          throw new Violation("noGrad recorded");
      if (op !== undefined) requireTracking(subject, asked, outputsOf(subject.call(asked, args)));
      const { outputs, nodes } = nodesOf(() => subject.call(asked, args));
      requireSame("recorded", outputs, plain);
      if (op === undefined || outputs.every((output) => asked.includes(output))) return; // composed, or an input itself
      const own = nodes.filter((node) => node.op === op);
      if (own.length !== 1) throw new Violation(`${own.length} nodes of ${op.name} instead of one`);
      const [node] = own;
      const { inputs: read, attrs } = node!;
      const types = outputTypes(op, read, attrs);
      types.forEach(({ shape, dtype }, k) => {
        const output = node!.outputs[k]!;
        if (output.dtype !== dtype)
          throw new Violation(`the node's attributes give ${dtype}, the call ${output.dtype}`);
        requireShape(output, shape);
      });
      if (op.alias || op.draws) return;
      const again = node!.outputs.map((y) => new Tensor(y.shape, y.dtype, y.data.slice().fill(1)));
      const saved = (op.saves?.(read, attrs) ?? []).map(({ shape, dtype }) => zeros(shape as number[], { dtype }));
      op.forward(again, read, attrs, saved);
      requireSame("run again from its node", again, node!.outputs);
    },
  );

  if (op === undefined) return;
  test("states its value, and each rule, as a line of mathematics", () => {
    if (op.formula === null) return;
    expect(op.formula.value).toMatch(/\S/);
    op.inputNames.forEach((name, i) => {
      if (op.rules[i] !== null) expect(op.formula![name], `formula.${name}`).toMatch(/\S/);
    });
  });
}

/** @throws Violation unless float outputs require a gradient exactly if an input does that has a rule. */
function requireTracking(subject: Subject, inputs: readonly Tensor[], outputs: readonly Tensor[]): void {
  const through = differentiableInputs(subject, inputs).length > 0;
  for (const output of outputs) {
    if (inputs.includes(output) || output.requiresGrad === (through && isFloat(output))) continue;
    throw new Violation(`the result ${output.requiresGrad ? "requires a gradient" : "requires no gradient"}`);
  }
}

/** The same values in a leaf of its own. */
function leaf(x: Tensor, requiresGrad: boolean): Tensor {
  const copy: Tensor = new Tensor(x.shape, x.dtype, x.data.slice());
  copy.requiresGrad = requiresGrad;
  return copy;
}

function lawsOfSymmetry(subject: Subject): void {
  const { op, facts, inputNames } = subject;
  if (op?.commutative) {
    testLaw(subject, "is the same the other way round", {}, ({ inputs: [a, b], args }) => {
      requireSame("swapped", outputsOf(subject.call([b, a], args)), outputsOf(subject.call([a, b], args)));
    });
  }

  if ("element" in facts.reference && inputNames.length > 1) {
    testLaw(subject, "broadcasts as if its inputs had been repeated before", {}, ({ inputs, args }) => {
      const outputs = outputsOf(subject.call(inputs, args));
      const repeated = inputs.map((x) => repeatedTo(x, outputs[0]!.shape));
      requireSame("repeated first", outputsOf(subject.call(repeated, args)), outputs);
    });
  }
}

function repeatedTo(x: Tensor, shape: readonly number[]): Tensor {
  const values = x.toArray();
  return tensor(nestedOf(shape, (index) => nestedAt(values, index)) as Dynamic, { dtype: x.dtype }); // numbers, not bools
}

function lawsOfErrors(subject: Subject): void {
  const { facts } = subject;
  for (const { inputs: given, args = [], message } of facts.errors) {
    test(`error: ${message}`, () => {
      const inputs = given.map((input, i) => inputOfRow(subject, input, i));
      const before = describeValue([inputs, args]);
      let thrown: unknown;
      const { tape } = record(() => {
        try {
          subject.call(inputs, args);
        } catch (error) {
          thrown = error;
        }
      });
      expect(thrown).toBeInstanceOf(TapegradError);
      expect((thrown as TapegradError).message).toBe(message);
      expect(describeValue([inputs, args]), "the inputs after the failed call").toBe(before);
      expect(
        tape.nodes.filter(({ op }) => op === subject.op),
        "nodes of the failed call",
      ).toEqual([]);
    });
  }
}
