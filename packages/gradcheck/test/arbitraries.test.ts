import { type DType, type Dynamic, opOf, type Tensor, zeros } from "@tapegrad/core";
import type { KnownOp } from "@tapegrad/core/facts";
import { arbitraries, checkGradients, type Program } from "@tapegrad/gradcheck";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../core/test/types/compile.ts";
import { evaluate } from "./evaluate.ts";
import { thrownBy } from "./thrownBy.ts";

const { shape, broadcastableShapes, tensorOf, expression, smoothOps } = arbitraries;

/** The smallest value that a property fails for. */
function smallest<T>(arbitrary: fc.Arbitrary<T>, isFailure: (value: T) => boolean, seed = 1): T {
  const details = fc.check(
    fc.property(arbitrary, (value) => !isFailure(value)),
    { seed, numRuns: 2000 },
  );
  expect(details.failed, "a failure was found").toBe(true);
  return details.counterexample![0];
}

describe("shape", () => {
  test("has as many axes of as many elements as asked for, by default up to 3 of 1 to 4", () => {
    const all = fc.sample(shape(), { seed: 1, numRuns: 2000 });
    expect(new Set(all.map(({ length }) => length))).toEqual(new Set([0, 1, 2, 3]));
    expect(new Set(all.flat())).toEqual(new Set([1, 2, 3, 4]));
    const some = fc.sample(shape({ minDims: 2, maxDims: 2, minSize: 0, maxSize: 1 }), { seed: 1, numRuns: 200 });
    expect(some.every((sizes) => sizes.length === 2)).toBe(true);
    expect(new Set(some.flat())).toEqual(new Set([0, 1]));
  });

  test("shrinks to few axes and small sizes", () => {
    expect(smallest(shape(), (sizes) => sizes.length >= 2)).toEqual([1, 1]);
    expect(smallest(shape(), (sizes) => sizes.some((n) => n >= 3))).toEqual([3]);
  });
});

describe("broadcastableShapes", () => {
  test("broadcast with each other, and do so in every way: repeated axes and missing ones", () => {
    let [repeated, missing] = [0, 0];
    for (const shapes of fc.sample(broadcastableShapes(3), { seed: 1, numRuns: 1000 })) {
      expect(shapes).toHaveLength(3);
      const sum = shapes.map((sizes) => zeros(sizes as Dynamic) as Tensor).reduce((a, b) => a.add(b));
      if (shapes.some((sizes) => sizes.length < sum.ndim)) missing++;
      if (shapes.some((sizes) => sizes.some((n, i) => n === 1 && sum.shape[sum.ndim - sizes.length + i] > 1)))
        repeated++;
    }
    expect(Math.min(repeated, missing)).toBeGreaterThan(100);
  });

  test("shrink to scalars", () => {
    expect(smallest(broadcastableShapes(2), () => true)).toEqual([[], []]);
  });
});

describe("tensorOf", () => {
  test.each<DType>([
    "float32",
    "float64",
    "int32",
    "bool",
  ])("%s in range and away from what is to be avoided", (dtype) => {
    const x = tensorOf({ dtype, range: [-3, 5], avoid: [0, 2], distance: 0.5, shape: [6] });
    const values = new Set<number>();
    if (dtype === "bool") return; // below
    for (const tensor of fc.sample(x, { seed: 1, numRuns: 300 })) {
      expect([tensor.dtype, tensor.shape]).toEqual([dtype, [6]]);
      for (const value of tensor.data as Float64Array) {
        expect(value >= -3 && value <= 5 && Math.abs(value) >= 0.5 && Math.abs(value - 2) >= 0.5).toBe(true);
        values.add(value);
      }
    }
    expect(values.size).toBeGreaterThan(dtype === "int32" ? 6 : 100);
    expect([...values].some((value) => value < 0) && [...values].some((value) => value > 2)).toBe(true);
  });

  test("bool gives both flags", () => {
    const flags = fc.sample(tensorOf({ dtype: "bool", shape: [4] }), { seed: 1, numRuns: 50 });
    expect(new Set(flags.flatMap(({ data }) => [...(data as Uint8Array)]))).toEqual(new Set([0, 1]));
  });

  test("by default float64 of any shape from -2 to 2, and avoids by a fortieth of the range", () => {
    const all = fc.sample(tensorOf({ avoid: [0] }), { seed: 1, numRuns: 300 });
    expect(new Set(all.map(({ dtype }) => dtype))).toEqual(new Set(["float64"]));
    expect(new Set(all.map(({ ndim }) => ndim))).toEqual(new Set([0, 1, 2, 3]));
    for (const { data } of all)
      for (const value of data as Float64Array) expect(Math.abs(value) >= 0.1 && Math.abs(value) <= 2).toBe(true);
  });

  test("takes a shape or shapes to choose from", () => {
    const x = tensorOf({ shape: fc.constantFrom([2], [3, 1]) });
    expect(new Set(fc.sample(x, { seed: 1, numRuns: 50 }).map((tensor) => String(tensor.shape)))).toEqual(
      new Set(["2", "3,1"]),
    );
  });

  test("shrinks to one element, 1 if it may be, and to round numbers otherwise", () => {
    const any = smallest(tensorOf(), () => true);
    expect([any.shape, any.toArray()]).toEqual([[], 1]);
    const large = smallest(tensorOf({ range: [0, 10] }), ({ data }) => data.some((value: number) => value > 3));
    expect([large.shape, large.toArray()]).toEqual([[], 4]);
    const between = smallest(tensorOf({ range: [0, 10] }), ({ data }) =>
      data.some((value: number) => value > 3 && value < 4),
    );
    expect([between.shape, between.toArray()]).toEqual([[], 3.4]);
    const second = smallest(tensorOf({ shape: [3] }), ({ data }) => data[1]! < 0);
    expect(second.toArray()).toEqual([1, -1, 1]);
    const negative = smallest(tensorOf({ range: [-4, -2] }), () => true);
    expect(negative.toArray()).toBe(-2);
  });

  test("errors: no range, nothing left of it", () => {
    expect(thrownBy(() => tensorOf({ range: [2, 1] }))).toBe(
      "DomainError: tensorOf: range must be [low, high], low ≤ high, got [2, 1].",
    );
    expect(thrownBy(() => tensorOf({ range: [-0.1, 0.1], avoid: [0], distance: 0.2 }))).toBe(
      "DomainError: tensorOf: the range [-0.1, 0.1] must have values away from [0], got none.",
    );
  });

  test("errors: no whole number in the range, none but those to be avoided", () => {
    expect(thrownBy(() => tensorOf({ dtype: "int32", range: [0.2, 0.8] }))).toBe(
      "DomainError: tensorOf: the range [0.2, 0.8] must have whole numbers away from [], got none.",
    );
    expect(thrownBy(() => tensorOf({ dtype: "int32", range: [0, 1], avoid: [0, 1] }))).toBe(
      "DomainError: tensorOf: the range [0, 1] must have whole numbers away from [0, 1], got none.",
    );
  });
});

describe("expression", { timeout: 60_000 }, () => {
  const sample = (count: number, options = {}, seed = 1): Program[] =>
    fc.sample(expression(options), { seed, numRuns: count });

  test("gives programs that run, with a float result, finite values, and no more steps and inputs than asked for", () => {
    for (const program of sample(500, { depth: 3, inputs: 2 })) {
      const result = program.f(...program.inputs);
      expect(["float32", "float64"]).toContain(result.dtype);
      expect(result.size).toBeGreaterThan(0);
      expect(result.data.every(Number.isFinite)).toBe(true);
      expect(program.steps.length).toBeGreaterThanOrEqual(1);
      expect(program.steps.length).toBeLessThanOrEqual(3);
      const inputsOfOneStep = program.steps[0]!.inputs.length;
      expect(program.inputs.length).toBeLessThanOrEqual(Math.max(2, inputsOfOneStep));
    }
  });

  test("stays in the domains of its ops: what log, sqrt, div and pow are given", () => {
    for (const program of sample(500, { ops: ["log", "sqrt", "div", "pow", "sub", "neg", "mul"] })) {
      const values = program.valuesFor(program.inputs);
      for (const { subject, inputs } of program.steps) {
        const given = inputs.map((position) => [...(values[position]!.data as Float64Array)]);
        if (["log", "sqrt", "pow"].includes(subject.name)) expect(Math.min(...given[0]!)).toBeGreaterThan(0);
        if (subject.name === "div") expect(Math.min(...given[1]!.map(Math.abs))).toBeGreaterThan(0);
      }
    }
  });

  test("every smooth op occurs, at the front of programs and further inside", () => {
    const all = new Set(smoothOps().map(({ name }) => name));
    // What takes nothing but matrices with a heavy diagonal hardly ever finds one among results.
    const particular = ({ facts }: KnownOp): boolean =>
      Object.values(facts.domain ?? {}).some(({ diagonal }) => diagonal !== undefined);
    const alone = smoothOps().filter(
      (op) => particular(op) && (opOf(op.call)?.inputNames ?? op.facts.inputs)?.length === 1,
    );
    // And few results are images whose pixels differ from each other.
    const rare = new Set([...alone.map(({ name }) => name), "maxPool2d"]);
    const missing = [new Set(all), new Set([...all].filter((name) => !rare.has(name)))] as const;
    // Some ops fit few programs: as many are drawn as it takes, within reason.
    const programs = [];
    for (let seed = 1; seed <= 40 && missing.some(({ size }) => size > 0); seed++)
      for (const program of sample(1000, {}, seed)) {
        programs.push(program);
        for (const op of program.ops) missing[0].delete(op);
        for (const op of program.ops.slice(1)) missing[1].delete(op);
      }
    expect(missing.map((names) => [...names])).toEqual([[], []]);
    expect(programs.flatMap(({ ops }) => ops).filter((op) => !all.has(op))).toEqual([]);
    expect(programs.some(({ steps }) => steps.length === 4)).toBe(true);
  });

  test("the results of steps are used by others, and inputs twice", () => {
    const programs = sample(500);
    const shares = programs.filter(({ steps }) => {
      const used = steps.flatMap(({ inputs }) => inputs);
      return new Set(used).size < used.length;
    });
    expect(shares.length).toBeGreaterThan(10);
  });

  test("programs drawn one after the other differ: in a list, and where a filter asks for another", () => {
    const [list] = fc.sample(fc.array(arbitraries.expression(), { minLength: 20, maxLength: 20 }), {
      seed: 3,
      numRuns: 1,
    });
    expect(new Set(list!.map(String)).size).toBeGreaterThan(15);
  });

  test("the same seed gives the same programs", () => {
    expect(sample(50, {}, 7).map(String)).toEqual(sample(50, {}, 7).map(String));
    expect(sample(50, {}, 7).map(String)).not.toEqual(sample(50, {}, 8).map(String));
  });

  test("errors: a depth below 1, an op that is not known or has no derivative", () => {
    expect(thrownBy(() => expression({ depth: 0 }))).toBe(
      "DomainError: expression: depth must be a whole number from 1 on, got 0.",
    );
    expect(thrownBy(() => expression({ ops: ["tanh", "tahn"] }))).toBe(
      'DomainError: expression: ops must be differentiable ops, got "tahn".',
    );
    expect(thrownBy(() => expression({ ops: ["argmax"] }))).toBe(
      'DomainError: expression: ops must be differentiable ops, got "argmax".',
    );
    expect(thrownBy(() => expression({ inputs: 0 }))).toBe(
      "DomainError: expression: inputs must be a whole number from 1 on, got 0.",
    );
    expect(thrownBy(() => expression({ ops: [] }))).toBe(
      "DomainError: expression: ops must name at least one op, got none.",
    );
  });

  test("as code it compiles and computes the same", async () => {
    const programs = sample(120);
    const names = new Set(programs.flatMap(({ ops }) => ops));
    const text = [
      `import { ${["Rng", "type Tensor", "tensor", "zeros", ...names].join(", ")} } from "@tapegrad/core";`,
      "void [Rng, tensor, zeros];",
      ...programs.map((program, i) => `export const f${i}: (...inputs: Tensor[]) => Tensor = ${asRest(program)};`),
    ].join("\n");
    expect(compile({ "programs.ts": text }).complaints).toEqual([]);
    const module = await evaluate(text);
    for (const [i, program] of programs.entries()) {
      const f = module[`f${i}`] as (...inputs: readonly Tensor[]) => Tensor;
      const [wanted, got] = [program.f(...program.inputs), f(...program.inputs)];
      expect([got.dtype, got.shape, got.data], program.toCode()).toEqual([wanted.dtype, wanted.shape, wanted.data]);
    }
  });

  /** The program's code called with a list. */
  function asRest(program: Program): string {
    const list = program.inputs.map((_, i) => `inputs[${i}]!`).join(", ");
    return `(...inputs) => (${program.toCode()})(${list})`;
  }

  test("prints itself as code and its inputs", () => {
    const program = smallest(expression({ ops: ["tanh", "mul"] }), ({ ops }) => ops.includes("tanh"));
    expect(String(program)).toBe('(x0: Tensor) => tanh(x0)\non tensor(1, { dtype: "float64" })');
  });
});

describe("shrinking", { timeout: 60_000 }, () => {
  test("of all programs with tanh the smallest is tanh(1)", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const program = smallest(expression(), ({ ops }) => ops.includes("tanh"), seed);
      expect([program.ops, program.elements, program.inputs[0]!.toArray()]).toEqual([["tanh"], 1, 1]);
    }
  });

  const properties: readonly (readonly [name: string, fails: (program: Program) => boolean])[] = [
    ["any program", () => true],
    ...["add", "matmul", "softmax", "sum", "concat", "sort", "log", "takeAlongAxis", "where", "reshape"].map(
      (op) => [`a program with ${op}`, ({ ops }: Program) => ops.includes(op)] as const,
    ),
    ["mul after exp", ({ ops }) => ops.indexOf("exp") >= 0 && ops.indexOf("mul", ops.indexOf("exp")) >= 0],
    ["two sums", ({ ops }) => ops.filter((op) => op === "sum").length >= 2],
    ["a result with more than one element", ({ f, inputs }) => f(...inputs).size > 1],
    ["two axes in an input", ({ inputs }) => inputs.some(({ ndim }) => ndim >= 2)],
    ["a negative result", ({ f, inputs }) => f(...inputs).data.some((value: number) => value < 0)],
    ["a result above 2", ({ f, inputs }) => f(...inputs).data.some((value: number) => value > 2)],
    ["three inputs", ({ inputs }) => inputs.length >= 3],
    [
      "add with more than one element",
      ({ steps, inputs }) => steps.some(({ subject }) => subject.name === "add") && inputs.some(({ size }) => size > 1),
    ],
    [
      "a nonlinear function of a sum",
      ({ ops }) => ops.indexOf("sum") >= 0 && ops.indexOf("sum") < ops.lastIndexOf("tanh"),
    ],
  ];
  /** Few enough ops that programs with certain ones in a certain order are met. */
  const ops = [
    "add",
    "mul",
    "sub",
    "exp",
    "log",
    "tanh",
    "sum",
    "matmul",
    "softmax",
    "concat",
    "sort",
    "takeAlongAxis",
    "where",
    "reshape",
  ];
  /** The smallest program of each property; found once, whichever test asks first. */
  const found = new Map<string, Program>();
  const smallestFor = ([name, fails]: (typeof properties)[number]): Program => {
    const program = found.get(name) ?? smallest(expression({ ops }), fails, 2);
    found.set(name, program);
    return program;
  };
  test.each(properties)("%s: the smallest still fails", (...property) => {
    const program = smallestFor(property as (typeof properties)[number]);
    expect(property[1](program)).toBe(true);
    expect(checkGradients(program.f, program.inputs as Tensor[], { seed: 1 }).ok).toBe(true);
  });

  test("the median has at most 3 nodes and 4 elements, none more than 4 and 8", () => {
    const sorted = (values: number[]): number[] => values.sort((a, b) => a - b);
    const programs = properties.map(smallestFor);
    const nodes = sorted(programs.map(({ steps }) => steps.length));
    const elements = sorted(programs.map((program) => program.elements));
    const middle = Math.floor(programs.length / 2);
    expect(nodes[middle]!).toBeLessThanOrEqual(3);
    expect(elements[middle]!).toBeLessThanOrEqual(4);
    expect([nodes.at(-1)! <= 4, elements.at(-1)! <= 8], programs.map(String).join("\n")).toEqual([true, true]);
  });
});
