import {
  type DType,
  type Dynamic,
  type NestedArray,
  noGrad,
  onesLike,
  record,
  Sweep,
  TapegradError,
  Tensor,
  tensor,
} from "@tapegrad/core";
import { computeReference, nestedAt, nestedOf, nestedShape, specifiedOps } from "@tapegrad/core/specs";
import { checkGradients } from "@tapegrad/gradcheck";
import {
  differentiableInputs,
  drawLike,
  fresh,
  inputOfRow,
  isFloat,
  isRandom,
  nodesOf,
  number,
  outputsOf,
  type Subject,
  subjectOf,
} from "@tapegrad/gradcheck/ops";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Call, forEachCall } from "./laws/check.ts";
import {
  describeTensor,
  describeValue,
  largestMagnitude,
  requireClose,
  requireSame,
  requireShape,
  sameElements,
  ulp32,
  Violation,
} from "./laws/compare.ts";
import { combined, type DifferentiableCall, differentiable, inFloat, pullBack } from "./laws/function.ts";

// What must be true of every op. An op is found by being there: its file states a reference, domains, edges and errors, and these
// laws hold it to them. A law that fails prints the smallest call found that breaks it, and the seed that finds it again.

for (const specified of specifiedOps) {
  const subject = subjectOf(specified);
  // Many runs of an op that works hard take their time; forEachCall stops before this.
  describe(subject.name, { timeout: 60_000 }, () => {
    lawsOfValues(subject);
    if (subject.differentiable) lawsOfDerivatives(subject);
    lawsOfTraces(subject);
    lawsOfSymmetry(subject);
    lawsOfRows(subject);
  });
}

function lawsOfValues(subject: Subject): void {
  const { spec } = subject;
  for (const floats of ["float64", "float32"] as const) {
    const exactness = floats === "float32" ? ` to ${spec.ulps} ulps` : "";
    test(`gives shape, dtype and values of its reference in ${floats}${exactness}`, () => {
      forEachCall(subject, { floats }, ({ inputs, args }) => {
        const result = subject.call(inputs, args);
        const outputs = outputsOf(result);
        const reference = computeReference(
          spec.reference,
          inputs.map((x) => x.toArray()),
          fresh(args),
        );
        const wanted = (result instanceof Tensor ? [reference] : reference) as readonly NestedArray[]; // a list for a list
        if (wanted.length !== outputs.length)
          throw new Violation(`${outputs.length} outputs instead of ${wanted.length}`);
        const magnitude = spec.sums === true ? largestMagnitude([...inputs, ...outputs]) : 0;
        outputs.forEach((output, k) => {
          requireDType(output, inputs, args);
          requireClose(output, wanted[k]!, (value) => allowedError(output.dtype, value, magnitude, spec.ulps));
        });
      });
    });
  }

  test("leaves its inputs as they were, and gives a result of its own", () => {
    forEachCall(subject, {}, ({ inputs, args }) => {
      const before = inputs.map(({ data }) => data.slice());
      const { outputs, nodes } = nodesOf(() => subject.call(inputs, args));
      inputs.forEach((input, i) => {
        if (!sameElements(input.data, before[i]!))
          throw new Violation(`input ${i} has become ${describeTensor(input)}`);
      });
      if (nodes.every(({ op }) => op.alias)) return; // a new shape of the same storage, or the input itself
      for (const output of outputs)
        for (const input of inputs)
          if (overlap(output, input)) throw new Violation("the result shares an input's storage");
    });
  });

  test("gives as a method of Tensor what it gives as a function", () => {
    forEachCall(subject, {}, ({ inputs, args }) => {
      requireSame("the method", outputsOf(subject.callMethod(inputs, args)), outputsOf(subject.call(inputs, args)));
    });
  });
}

/**
 * How far from the reference an element may be.
 *
 * In float64 both sides compute with some roundings of 2⁻⁵³, and a reference written for clarity loses the digits that its
 * largest intermediate has more than its result: for well-scaled inputs that is of the order of 1. 2⁻⁴¹ leaves room for 4,096
 * such roundings; a float32 gets the ulps its spec states, on top of that.
 */
function allowedError(dtype: DType, wanted: number, magnitude: number, ulps: number): number {
  if (dtype === "int32" || dtype === "bool") return 0;
  const scale = Math.max(Math.abs(wanted), magnitude);
  const ofReference = 2 ** -41 * Math.max(1, scale);
  return dtype === "float64" ? ofReference : ulps * ulp32(scale) + ofReference;
}

/** A float result has the highest dtype of the float inputs, unless the call asks for another. */
function requireDType(output: Tensor, inputs: readonly Tensor[], args: readonly unknown[]): void {
  const floats = inputs.filter(isFloat).map((x) => x.dtype as DType);
  if (!isFloat(output) || floats.length === 0 || describeValue(args).includes(`"${output.dtype}"`)) return;
  const wanted = floats.includes("float64") ? "float64" : "float32";
  if (output.dtype !== wanted) throw new Violation(`dtype ${output.dtype} instead of ${wanted}`);
}

function overlap(a: Tensor, b: Tensor): boolean {
  if (a.data.buffer !== b.data.buffer) return false;
  const end = ({ data }: Tensor): number => data.byteOffset + data.byteLength;
  return a.data.byteOffset < end(b) && b.data.byteOffset < end(a);
}

function lawsOfDerivatives(subject: Subject): void {
  const { op, spec, inputNames, variadic } = subject;
  if (spec.differences === undefined) {
    inputNames.forEach((name, i) => {
      if (op?.rules[i] === null) return;
      test(`has for ${name} the derivative that differences have`, () => {
        forEachCall(subject, { inner: true }, (call) => requireSlope(differentiable(subject, call, i), call));
      });
    });

    test("has the second derivative that differences of the first have", () => {
      forEachCall(subject, { inner: true }, (call) => {
        const first = differentiable(subject, call);
        const cotangents = first.outputs.map((y) => drawLike(call.source, y));
        // x, ȳ ↦ x̄, itself a function that has a derivative.
        const f = (...both: readonly Tensor[]): Tensor[] =>
          pullBack({ f: first.f, at: both.slice(0, first.at.length) }, both.slice(first.at.length));
        const at = [...first.at, ...cotangents];
        if (first.outputs.length > 0) requireSlope({ f, at, outputs: f(...at) }, call);
      });
    });
  }

  test("has a pullback that is linear in the cotangent, and leaves it as it was", () => {
    forEachCall(subject, { inner: true }, (call) => {
      const { f, at, outputs } = differentiable(subject, call);
      const [u, v] = [outputs.map((y) => drawLike(call.source, y)), outputs.map((y) => drawLike(call.source, y))];
      const [a, b] = [number(call.source, -2, 2), number(call.source, -2, 2)];
      const before = u.map(({ data }) => data.slice());
      const [ofU, ofV, ofBoth] = [u, v, combined(a, u, b, v)].map((cotangents) => pullBack({ f, at }, cotangents));
      u.forEach(({ data }, k) => {
        if (!sameElements(data, before[k]!))
          throw new Violation(`the cotangent has become ${describeValue([...data])}`);
      });
      const wanted = combined(a, ofU!, b, ofV!);
      // Rounded at the magnitude of the terms, some hundred times; in the coarser of the dtypes that are involved.
      const magnitude = 1 + 2 * largestMagnitude(ofU!) + 2 * largestMagnitude(ofV!);
      const unit = [...at, ...outputs].some((x) => x.dtype === "float32") ? 2 ** -24 : 2 ** -53;
      ofBoth!.forEach((x, k) => {
        requireClose(x, wanted[k]!.toArray(), () => 2 ** 8 * unit * magnitude);
      });
    });
  });

  test("has in float32 the derivative it has in float64", () => {
    forEachCall(subject, { floats: "float32", inner: true }, (call) => {
      const low = differentiable(subject, call);
      const high = differentiable(subject, { ...call, inputs: call.inputs.map((x) => inFloat(x, "float64")) });
      const cotangents = low.outputs.map((y) => drawLike(call.source, y));
      const wanted = pullBack(
        high,
        cotangents.map((u) => inFloat(u, "float64")),
      );
      // A rule may take what the float32 result has rounded, and add up terms: 64 roundings at the largest magnitude.
      const magnitude = Math.max(1, largestMagnitude(wanted));
      pullBack(low, cotangents).forEach((x, k) => {
        requireClose(x, wanted[k]!.toArray(), () => 2 ** -18 * magnitude);
      });
    });
  });

  if (inputNames.length > 1 || variadic) {
    test("promotes mixed floats, and gives each input a cotangent of its own shape and dtype", () => {
      forEachCall(subject, { floats: "mixed", inner: true }, (call) => {
        const mixed = differentiable(subject, call);
        for (const y of outputsOf(subject.call(call.inputs, call.args))) requireDType(y, call.inputs, call.args);
        const same = differentiable(subject, { ...call, inputs: call.inputs.map((x) => inFloat(x, "float64")) });
        const cotangents = mixed.outputs.map((y) => drawLike(call.source, y));
        const wanted = pullBack(
          same,
          cotangents.map((u) => inFloat(u, "float64")),
        );
        const magnitude = Math.max(1, largestMagnitude(wanted));
        pullBack(mixed, cotangents).forEach((x, k) => {
          const { dtype } = mixed.at[k]!;
          if (x.dtype !== dtype) throw new Violation(`the cotangent of input ${k} is ${x.dtype}, the input ${dtype}`);
          requireClose(x, wanted[k]!.toArray(), () => 2 ** -18 * magnitude);
        });
      });
    });
  }
}

/**
 * @throws Violation unless the derivative of `f` along a random direction, its outputs times random cotangents, is what
 * differences give. For generic ones an error in any single derivative changes that number.
 */
function requireSlope({ f, at, outputs }: Omit<DifferentiableCall, "positions">, { room, source }: Call): void {
  // Differences of float32 values say little; only a cast has any here.
  if (outputs.length === 0 || [...at, ...outputs].some((x) => x.dtype !== "float64")) return;
  // The domain says that the op is smooth as far as `room`: a kink is no excuse.
  const options = { mode: "directions", smooth: true, step: room, seed: source(fc.nat) } as const;
  const report = checkGradients(f, at, options);
  if (report.verdict === "fail") throw new Violation(String(report));
  const [entry] = report.entries;
  // A bound that is wide would hold the rule to nothing.
  const size = 1 + Math.abs(entry!.numeric) + largestMagnitude([...at, ...outputs]);
  if (entry!.bound <= 1e-5 * size) return;
  throw new Violation(
    `differences do not settle. Is there a kink or a pole in the domain? State it in domain.avoid or range.\n${report}`,
  );
}

function lawsOfTraces(subject: Subject): void {
  const { op } = subject;
  test("writes one node if it is recorded, from which it can be run again, and none under noGrad", () => {
    forEachCall(subject, {}, ({ inputs, args }) => {
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
      const types = [op.infer(read, attrs)].flat();
      types.forEach(({ shape, dtype }, k) => {
        const output = node!.outputs[k]!;
        if (output.dtype !== dtype)
          throw new Violation(`the node's attributes give ${dtype}, the call ${output.dtype}`);
        requireShape(output, shape);
      });
      if (op.alias || isRandom(attrs)) return;
      const again = node!.outputs.map((y) => new Tensor(y.shape, y.dtype, y.data.slice().fill(1)));
      op.forward(op.several ? again : again[0]!, read, attrs);
      requireSame("run again from its node", again, node!.outputs);
    });
  });

  if (op === undefined) return;
  test("states its value, and each rule, as a line of mathematics", () => {
    expect(op.formula.value).toMatch(/\S/);
    op.inputNames.forEach((name, i) => {
      if (op.rules[i] !== null) expect(op.formula[name], `formula.${name}`).toMatch(/\S/);
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
  const { op, spec, inputNames } = subject;
  if (op?.commutative) {
    test("is the same the other way round", () => {
      forEachCall(subject, {}, ({ inputs: [a, b], args }) => {
        requireSame("swapped", outputsOf(subject.call([b, a], args)), outputsOf(subject.call([a, b], args)));
      });
    });
  }

  if ("element" in spec.reference && inputNames.length > 1) {
    test("broadcasts as if its inputs had been repeated before", () => {
      forEachCall(subject, {}, ({ inputs, args }) => {
        const outputs = outputsOf(subject.call(inputs, args));
        const repeated = inputs.map((x) => repeatedTo(x, outputs[0]!.shape));
        requireSame("repeated first", outputsOf(subject.call(repeated, args)), outputs);
      });
    });
  }
}

function repeatedTo(x: Tensor, shape: readonly number[]): Tensor {
  const values = x.toArray();
  return tensor(nestedOf(shape, (index) => nestedAt(values, index)) as Dynamic, { dtype: x.dtype }); // numbers, not bools
}

function lawsOfRows(subject: Subject): void {
  const { spec } = subject;
  spec.edges.forEach((edge, row) => {
    test(`edge ${row + 1}: ${edge.because}`, () => {
      const inputs = edge.inputs.map((values, i) => {
        const dtype = typeof edge.dtype === "object" ? edge.dtype[i]! : (edge.dtype ?? "float64");
        return tensor(values as Dynamic, { dtype, requiresGrad: dtype === "float32" || dtype === "float64" });
      });
      const result = subject.call(inputs, edge.args ?? []);
      const outputs = outputsOf(result);
      const wanted = (result instanceof Tensor ? [edge.output] : edge.output) as readonly NestedArray[]; // a list for a list
      // Compared as text: it tells -0 from 0, true from 1, and every float64 from every other, and it reads well.
      expect(describeValue(outputs.map((y) => y.toArray()))).toBe(describeValue(wanted));
      outputs.forEach((output, k) => {
        requireShape(output, nestedShape(wanted[k]!));
      });
      if (edge.shape !== undefined) expect(outputs[0]!.shape).toEqual(edge.shape);
      if (edge.gradients === undefined) return;
      const floats = outputs.filter((y) => y.requiresGrad);
      const gradients = new Sweep(
        floats,
        floats.map((y) => onesLike(y)),
        null,
      ).run({ record: false });
      const found = inputs.map((x) => gradients.get(x)?.toArray() ?? null);
      expect(describeValue(found), "gradients").toBe(describeValue(edge.gradients));
    });
  });

  for (const { inputs: given, args = [], message } of spec.errors) {
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
