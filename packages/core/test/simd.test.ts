import { type FloatDType, opOf, Tensor, tensor, vjp } from "@tapegrad/core";
import { knownOps } from "@tapegrad/core/facts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockHeap } from "../src/kernels/wasm/blockHeap.ts";
import { withoutWasm } from "../src/kernels/wasm/heap.ts";
import type { Operation } from "../src/op/algebra.ts";
import { ElementwiseOp } from "../src/op/elementwise.ts";
import { type Expression, isCondition, Tracer } from "../src/op/readers/expression.ts";
import { numbers } from "../src/op/readers/numbers.ts";
import { compiledLoop, interpretedLoop } from "../src/op/readers/script.ts";
import { vectorForm } from "../src/op/readers/simd.ts";
import { VectorKernel } from "../src/op/readers/vectorKernel.ts";

// Vectors must say what the plain numbers say: to the last bit, unless a transcendental function is on the way.

const seed = 21;

/** Numbers at which roundings, signs and special values go wrong, and neighbours of float32 that sums and products round at. */
const hard = [
  ...[0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3, 0.1, -0.1, 1 / 3, 7.25, -1e3],
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
  ...[2 ** -149, -(2 ** -149), 3 * 2 ** -149, 2 ** -126, -(2 ** -126), 2 ** -127 + 2 ** -149],
  ...[1 + 2 ** -23, 1 - 2 ** -24, 2 ** 24, 2 ** 24 + 2, 16_777_215, 3.4028234663852886e38, -3.4028234663852886e38],
  ...[8_388_609.5, -12.0000001, 1e-38, 1.0000001e-23, 1e23, 20, -20, 88.5, -88.5, 100, -104],
];

/** All pairs of them, in some dtype. */
function hardPairs(dtype: FloatDType): readonly [Tensor, Tensor] {
  const make = (values: readonly number[]): Tensor => tensor(values, { dtype }) as Tensor;
  return [make(hard.flatMap((x) => hard.map(() => x))), make(hard.flatMap(() => hard))];
}

/** NaN equal to NaN, −0 not equal to 0. */
function sameBits(got: Tensor, wanted: Tensor, hint = ""): void {
  expect(got.dtype).toBe(wanted.dtype);
  expect(got.shape).toEqual(wanted.shape);
  for (let i = 0; i < wanted.size; i++)
    if (!Object.is(got.data[i], wanted.data[i]))
      expect.fail(`element ${i} is ${got.data[i]}, not ${wanted.data[i]}: ${hint}`);
}

/** Operations that the hardware rounds correctly, by how many operands they take. */
const correctlyRounded: readonly Operation[] = [
  ...(["add", "sub", "mul", "div", "chain", "minimum", "maximum", "copySign"] as const),
  ...(["neg", "abs", "sign", "floor", "ceil", "round", "trunc", "square", "sqrt"] as const),
];
const comparisons: readonly Operation[] = ["equal", "notEqual", "less", "lessEqual", "isNan", "isFinite", "signBit"];

type AnyOperations = Record<Operation, (...operands: readonly unknown[]) => Expression>;

/** Builds an expression in the algebra of a tracer. */
type Build = (e: AnyOperations, names: { readonly [name: string]: Expression }) => Expression;

/** Expressions of x, y, the condition c and the attribute u. */
const expressions: fc.Arbitrary<Build> = fc.letrec<{ number: Build; condition: Build }>((tie) => {
  const operation = (name: Operation, operand: fc.Arbitrary<Build>): fc.Arbitrary<Build> =>
    fc
      .tuple(...Array.from({ length: numbers[name].length }, () => operand))
      .map((operands) => (e, names) => e[name](...operands.map((build) => build(e, names))));
  const name = (one: string): Build => {
    return (_, names) => names[one]!;
  };
  const constant = (value: number): Build => {
    // Not folded with others, as an operand that an algebra is given.
    return (e) => e.add(value, -0);
  };
  return {
    number: fc.oneof(
      { maxDepth: 4, depthIdentifier: "e" },
      fc.constantFrom("x", "y", "x", "y", "u").map(name),
      fc.constantFrom(0, -0, 1, -1, 2, 0.5, 0.1, Number.POSITIVE_INFINITY).map(constant),
      ...correctlyRounded.map((one) => operation(one, tie("number"))),
      fc.tuple(tie("condition"), tie("number"), tie("number")).map(
        ([condition, a, b]): Build =>
          (e, names) =>
            e.select(condition(e, names), a(e, names), b(e, names)),
      ),
    ),
    condition: fc.oneof(
      { maxDepth: 4, depthIdentifier: "e" },
      fc.constant(name("c")),
      ...comparisons.map((one) => operation(one, tie("number"))),
      ...(["and", "or", "not"] as const).map((one) => operation(one, tie("condition"))),
    ),
  };
}).number;

function traced(build: Build): Expression {
  const tracer = new Tracer();
  const names = { x: tracer.input("x"), y: tracer.input("y"), c: tracer.input("c"), u: tracer.uniform("u") };
  return tracer.lift(build(tracer.algebra as unknown as AnyOperations, names)); // called by name
}

describe("vectors", () => {
  const inputs = ["x", "y", "c"];
  const attrs = { u: 0.3 };

  /** What the loops over numbers and over vectors give for all pairs of hard numbers. */
  function both(root: Expression, dtype: FloatDType, mode: "rounded once" | "rounded throughout"): void {
    const form = vectorForm([root], dtype, mode);
    if (form === null) expect.fail("these operations all have vectors");
    const [x, y] = hardPairs(dtype);
    const c = tensor(
      Array.from({ length: x.size }, (_, i) => i % 3 === 0),
      { dtype: "bool" },
    ) as Tensor;
    const parts = { roots: [root], inputs, uniforms: [] };
    const list = [x, y, c].flatMap(({ data }) => [data, 0, 1]);
    const arithmetic = mode === "rounded once" ? "real" : form === "single" ? "single" : "real";
    const kernel = VectorKernel.of(blockHeap()!, { ...parts, dtype, mode })!;
    const got = new Tensor(x.shape, dtype, x.data.slice());
    kernel.run(got, [x, y, c], attrs);
    for (const make of [compiledLoop, interpretedLoop]) {
      const wanted = new Tensor(x.shape, dtype, x.data.slice());
      make({ ...parts, arithmetic })(0, x.size, wanted.data, ...list, attrs);
      sameBits(got, wanted, `${form}, ${dtype}`);
    }
  }

  test("have the bits of float64 rounded once, whatever the expression, in float32", () => {
    const forms = new Set<string | null>();
    fc.assert(
      fc.property(expressions, (build) => {
        const root = traced(build);
        if (isCondition(root)) return;
        forms.add(vectorForm([root], "float32", "rounded once"));
        both(root, "float32", "rounded once");
      }),
      { seed, numRuns: 250 },
    );
    expect([...forms].sort()).toEqual(["exact", "wide"]);
  });

  test("have the bits of the plain numbers in float64", () => {
    fc.assert(
      fc.property(expressions, (build) => both(traced(build), "float64", "rounded once")),
      { seed, numRuns: 150 },
    );
  });

  test("have the bits of JavaScript where every operation is rounded to float32", () => {
    fc.assert(
      fc.property(expressions, (build) => both(traced(build), "float32", "rounded throughout")),
      { seed, numRuns: 150 },
    );
  });

  test("stay in float32 for what is rounded once and goes through nothing but what commutes with rounding", () => {
    const tracer = new Tracer();
    const e = tracer.algebra;
    const [x, y, u] = [tracer.input("x"), tracer.input("y"), tracer.uniform("u")];
    const form = (root: Expression): string | null => vectorForm([root], "float32", "rounded once");
    expect(form(e.select(e.lessEqual(x, 0), 0, e.neg(e.mul(x, y))))).toBe("exact");
    expect(form(e.maximum(e.div(x, y), 0.1))).toBe("exact");
    expect(form(e.select(e.less(x, y), u, 1 / 3))).toBe("exact");
    // A second rounding, a number that is no float32, and a comparison of something rounded.
    expect(form(e.add(e.mul(x, y), x))).toBe("wide");
    expect(form(e.mul(x, 0.1))).toBe("wide");
    expect(form(e.mul(x, u))).toBe("wide");
    expect(form(e.select(e.less(x, 0.1), x, y))).toBe("wide");
    expect(form(e.sign(e.mul(x, y)))).toBe("wide");
    // A product may overflow in float32 alone; what is NaN, and what has a sign, is the same in both.
    expect(form(e.select(e.isFinite(e.mul(x, y)), x, y))).toBe("wide");
    expect(form(e.select(e.and(e.isNan(e.mul(x, y)), e.signBit(e.sub(x, y))), x, y))).toBe("exact");
  });

  test("leave to JavaScript what they have no operation for, and jumps where an approximation would decide", () => {
    const tracer = new Tracer();
    const e = tracer.algebra;
    const x = tracer.input("x");
    expect(vectorForm([e.sin(x)], "float32", "rounded once")).toBe(null);
    expect(vectorForm([e.exp(x)], "float64", "rounded once")).toBe(null);
    expect(vectorForm([e.exp(x)], "int32", "rounded once")).toBe(null);
    expect(vectorForm([e.less(x, 0)], "bool", "rounded once")).toBe(null);
    expect(vectorForm([e.floor(e.exp(x))], "float32", "rounded once")).toBe(null);
    expect(vectorForm([e.select(e.less(e.exp(x), 2), x, 0)], "float32", "rounded once")).toBe(null);
    expect(vectorForm([e.select(e.less(x, 2), e.exp(x), 0)], "float32", "rounded once")).toBe("wide");
  });
});

/** Every elementwise op there is, with arguments where it has none by default. */
const args: { readonly [name: string]: readonly unknown[] } = {
  heaviside: [{ atZero: 0.5 }],
  clamp: [{ min: -0.1, max: 3 }],
};
const elementwise = knownOps.flatMap(({ name, call }) => {
  const op = opOf(call);
  const f = call as unknown as (...operands: readonly unknown[]) => Tensor; // of any elementwise op
  return op instanceof ElementwiseOp
    ? [{ name, op, f: (...x: readonly Tensor[]) => f(...x, ...(args[name] ?? [])) }]
    : [];
});

/** The distance of two neighbouring float32 at y. */
function ulp(y: number): number {
  return 2 ** Math.max(Math.floor(Math.log2(Math.abs(y))) - 23, -149);
}

describe.each(["float32", "float64"] as const)("elementwise ops in %s give what they give without vectors", (dtype) => {
  test.each(elementwise)("$name", ({ op, f }) => {
    const [x, y] = hardPairs(dtype);
    const condition = tensor(
      Array.from({ length: x.size }, (_, i) => i % 3 === 0),
      { dtype: "bool" },
    ) as Tensor;
    const values = [x, y, tensor([...y.data].reverse(), { dtype }) as Tensor];
    const operands = op.inputs.map(({ kind }) => (kind === "condition" ? condition : values.shift()!));
    const moving = op.inputs.flatMap(({ kind }, k) => (kind === "values" && op.rules[k] !== null ? [k] : []));
    const run = (): readonly Tensor[] => {
      const value = f(...operands);
      if (moving.length === 0 || value.dtype !== dtype) return [value];
      const part = (...moved: readonly Tensor[]): Tensor =>
        f(...operands.map((operand, k) => moved[moving.indexOf(k)] ?? operand));
      const [, pullBack] = vjp(part, ...moving.map((k) => operands[k]!));
      // Cotangents that underflow, overflow and vanish on the way.
      const cotangents = [tensor([...x.data].reverse(), { dtype }) as Tensor, y];
      return [value, ...cotangents.flatMap((cotangent) => pullBack(cotangent))];
    };
    const [got, wanted] = [run(), withoutWasm(run)];
    expect(got.length).toBe(wanted.length);
    for (const [k, one] of got.entries()) close(one, wanted[k]!, `result ${k}`);
  });
});

/** The same bits in most elements, a neighbour in the others: some of the numbers lead next to the middle between two float32. */
function close(got: Tensor, wanted: Tensor, hint: string): void {
  expect(got.dtype).toBe(wanted.dtype);
  expect(got.shape).toEqual(wanted.shape);
  let differing = 0;
  for (let i = 0; i < wanted.size; i++) {
    const [a, b] = [got.data[i]!, wanted.data[i]!];
    if (Object.is(a, b)) continue;
    differing++;
    if (wanted.dtype !== "float32" || !(Math.abs(a - b) <= ulp(b)))
      expect.fail(`element ${i} is ${a}, not ${b}: ${hint}`);
  }
  expect(differing).toBeLessThan(Math.max(2, wanted.size / 10));
}
