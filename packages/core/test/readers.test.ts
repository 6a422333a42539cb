import * as core from "@tapegrad/core";
import { formulaOf, opOf, tensor } from "@tapegrad/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Algebra, conditionOperations, type Operation } from "../src/op/algebra.ts";
import { dual } from "../src/op/readers/dual.ts";
import { type Expression, interpret, nodesOf, Tracer } from "../src/op/readers/expression.ts";
import { latex } from "../src/op/readers/latex.ts";
import { plainText } from "../src/op/readers/notation.ts";
import { numbers } from "../src/op/readers/numbers.ts";
import { compiledLoop, interpretedLoop } from "../src/op/readers/script.ts";
import { tensorAlgebra } from "../src/op/readers/tensors.ts";
import { formulaText } from "../src/op/readers/text.ts";
import { wholeNumbers } from "../src/op/readers/whole.ts";

// Every reader of the scalar algebra must say the same as the plain numbers, on expressions made at random of all operations.

type AnyOperations = Record<Operation, (...operands: readonly unknown[]) => unknown>;
const seed = 20;
const conditions = conditionOperations as readonly Operation[];
const logical: readonly Operation[] = ["and", "or", "not"];
const numeric = (Object.keys(numbers) as Operation[]).filter(
  (name) => !conditions.includes(name) && name !== "select" && name !== "polygamma",
);
const comparisons = conditions.filter((name) => !logical.includes(name));

/** An expression as a tree of names and numbers, which any algebra can be asked to read. */
type Tree =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "operation"; readonly name: Operation; readonly operands: readonly (Tree | number)[] };

const tree: fc.Arbitrary<Tree> = fc.letrec<{ number: Tree; condition: Tree }>((tie) => {
  const arity = (name: Operation): number => numbers[name].length;
  const operation = (name: Operation, operand: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
    fc
      .tuple(...Array.from({ length: arity(name) }, () => operand))
      .map((operands) => ({ kind: "operation", name, operands }));
  return {
    number: fc.oneof(
      { maxDepth: 4, depthIdentifier: "e" },
      fc.constantFrom("x", "y").map((name): Tree => ({ kind: "input", name })),
      fc.constantFrom(0, -0, 1, -1, 2, 0.5, Infinity).map((value): Tree => ({ kind: "constant", value })),
      ...numeric.map((name) => operation(name, tie("number"))),
      fc
        .tuple(tie("condition"), tie("number"), tie("number"))
        .map((operands): Tree => ({ kind: "operation", name: "select", operands })),
      fc
        .tuple(fc.integer({ min: 0, max: 2 }), tie("number"))
        .map((operands): Tree => ({ kind: "operation", name: "polygamma", operands })),
    ),
    condition: fc.oneof(
      { maxDepth: 4, depthIdentifier: "e" },
      ...comparisons.map((name) => operation(name, tie("number"))),
      ...logical.map((name) => operation(name, tie("condition"))),
    ),
  };
}).number;

const values = fc.oneof(
  fc.double(),
  fc.double({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 1, -1, Infinity, Number.NaN),
);

function read(one: Tree, e: AnyOperations, inputs: Record<string, unknown>): unknown {
  if (one.kind === "input") return inputs[one.name];
  if (one.kind === "constant") return one.value;
  return e[one.name](
    ...one.operands.map((operand) => (typeof operand === "number" ? operand : read(operand, e, inputs))),
  );
}

const as = (algebra: unknown): AnyOperations => algebra as AnyOperations; // called by name

function traced(one: Tree): Expression {
  const tracer = new Tracer();
  return tracer.lift(read(one, as(tracer.algebra), { x: tracer.input("x"), y: tracer.input("y") }) as Expression);
}

function check(property: fc.IProperty<[Tree, number, number]>, numRuns = 2000): void {
  fc.assert(property, { seed, numRuns });
}

describe("readers of the scalar algebra", () => {
  test("the graph, compiled loops and interpreted loops give the bits of the plain numbers", () => {
    check(
      fc.property(tree, values, values, (one, x, y) => {
        const wanted = read(one, as(numbers), { x, y }) as number;
        const root = traced(one);
        expect(interpret([root], numbers, (name) => (name === "x" ? x : y))[0]).toBe(wanted);
        const parts = { roots: [root], inputs: ["x", "y"], uniforms: [], arithmetic: "real" } as const;
        for (const make of [compiledLoop, interpretedLoop]) {
          const out = new Float64Array(2);
          make(parts)(1, 1, out, Float64Array.of(x), 0, 1, Float64Array.of(y), 0, 1, {});
          expect(out[1]).toBe(wanted);
          expect(out[0]).toBe(0);
        }
      }),
    );
  });

  test("on int32, compiled loops give the bits of the whole numbers", () => {
    const whole: readonly Operation[] = [
      "add",
      "sub",
      "mul",
      "neg",
      "abs",
      "square",
      "chain",
      "minimum",
      "maximum",
      "floorDivide",
      "remainder",
      "pow",
    ];
    const ints = fc.oneof(fc.integer(), fc.integer({ min: -5, max: 5 }), fc.constantFrom(2 ** 31 - 1, -(2 ** 31)));
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.constantFrom(...whole), ints, ints, (outer, inner, x, y) => {
        const apply = (e: AnyOperations, name: Operation, a: unknown, b: unknown): unknown =>
          numbers[name].length === 1 ? e[name](a) : e[name](a, b);
        const wanted = apply(as(wholeNumbers), outer, apply(as(wholeNumbers), inner, x, y), y) as number;
        const tracer = new Tracer();
        const [p, q] = [tracer.input("x"), tracer.input("y")];
        const e = as(tracer.algebra);
        const root = apply(e, outer, apply(e, inner, p, q), q) as Expression;
        const out = new Int32Array(1);
        const parts = { roots: [root], inputs: ["x", "y"], uniforms: [], arithmetic: "whole" } as const;
        compiledLoop(parts)(0, 1, out, Int32Array.of(x), 0, 1, Int32Array.of(y), 0, 1, {});
        expect(out[0]).toBe(Int32Array.of(wanted)[0]);
      }),
      { seed, numRuns: 2000 },
    );
  });

  test("tensors give the values of the plain numbers", () => {
    const e = as(tensorAlgebra());
    check(
      fc.property(tree, values, values, (one, x, y) => {
        const given = { x: tensor([x], { dtype: "float64" }), y: tensor([y], { dtype: "float64" }) };
        const got = read(one, e, given) as number | { toArray(): number[]; dtype: string };
        if (typeof got === "number" || got.dtype !== "float64") return; // of constants alone, which are float32 as everywhere
        // Operations on constants alone run in float32 here: only trees without them are held to the bits.
        if (hasConstantOperation(one)) return;
        expect([got.toArray()].flat()[0]).toBe(read(one, as(numbers), { x, y }));
      }),
      300,
    );
  });

  test("dual numbers have the value of the plain numbers, and the slope of differences where it settles", () => {
    let settled = 0;
    check(
      fc.property(
        tree,
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        (one, x, y) => {
          const result = read(one, as(dual(numbers as Algebra<number, boolean | number>)), {
            x: { value: x, tangent: 1 },
            y: { value: y, tangent: null },
          }) as number | { value: number; tangent: number | null };
          if (typeof result === "number") return;
          const f = (at: number): number => read(one, as(numbers), { x: at, y }) as number;
          expect(result.value).toBe(f(x));
          const slope = (h: number): number => (f(x + h) - f(x - h)) / (2 * h);
          const [coarse, fine] = [slope(2e-4), slope(1e-4)];
          const [left, right] = [(f(x) - f(x - 1e-4)) / 1e-4, (f(x + 1e-4) - f(x)) / 1e-4];
          const scale = 1 + Math.abs(fine) + Math.abs(f(x)) * 1e-2;
          const smooth = Math.abs(coarse - fine) < 1e-6 * scale && Math.abs(left - right) < 1e-2 * scale;
          if (!Number.isFinite(fine) || !smooth || Math.abs(f(x)) > 1e3) return;
          // Of what is infinite on the way there is no slope to find.
          const steps = interpret(nodesOf([traced(one)]), numbers, (name) => (name === "x" ? x : y));
          if (!steps.every((step) => Number.isFinite(Number(step)))) return;
          settled++;
          expect(Math.abs((result.tangent ?? 0) - fine)).toBeLessThan(1e-4 * scale);
        },
      ),
      3000,
    );
    expect(settled).toBeGreaterThan(1000);
  });

  test("formulas are printed of every expression, with balanced brackets and every name", () => {
    check(
      fc.property(tree, values, values, (one, _x, _y) => {
        const root = traced(one);
        for (const notation of [plainText, latex]) {
          const text = formulaText(root, notation);
          for (const [open, close] of ["()", "[]", "{}"] as const) {
            const count = (sign: string): number => text.split(sign).length - 1;
            expect(count(open!), text).toBe(count(close!));
          }
          expect(text).not.toMatch(/undefined|NaN(?!)|\[object/);
        }
        const names = nodesOf([root]).flatMap(({ operation, name }) => (operation === "input" ? [name] : []));
        for (const name of names)
          expect(formulaText(root, plainText)).toMatch(new RegExp(`${name}|${name === "x" ? "ˣ" : "ʸ"}`));
      }),
      500,
    );
  });
});

function hasConstantOperation(one: Tree): boolean {
  if (one.kind !== "operation") return false;
  const isConstant = (operand: Tree | number): boolean =>
    typeof operand === "number" ||
    operand.kind === "constant" ||
    (operand.kind === "operation" && operand.operands.every(isConstant));
  return (
    one.operands.filter((operand) => typeof operand !== "number").every(isConstant) ||
    one.operands.some((operand) => typeof operand !== "number" && hasConstantOperation(operand))
  );
}

test("formulas read as one writes them", async () => {
  const core = await import("@tapegrad/core");
  const line = (name: string, input = "value"): string => formulaOf(opOf(core[name as "sin"])!)[input as "value"]!;
  expect(line("sigmoid", "x")).toBe("x̄ = ȳ σ(x) σ(−x)");
  expect(line("div", "b")).toBe("b̄ = −ȳ a / b²");
  expect(line("pow", "a")).toBe("ā = ȳ b aᵇ⁻¹");
  expect(line("sub", "b")).toBe("b̄ = −ȳ");
  expect(line("relu")).toBe("y = x [x > 0]");
  expect(line("silu")).toBe("y = σ(x) x");
  expect(line("erf", "x")).toBe("x̄ = 2/√π ȳ e^(−x²)");
  expect(formulaOf(opOf(core.mul)!, { names: { a: "w", b: "x", output: "h" } })).toEqual({
    value: "h = w x",
    a: "w̄ = h̄ x",
    b: "x̄ = h̄ w",
  });
  expect(formulaOf(opOf(core.tanh)!, { notation: "latex" }).x).toBe(
    "\\bar{x} = \\bar{y} \\left(\\frac{1}{\\cosh\\left(x\\right)}\\right)^{2}",
  );
});

describe("a formula that an op states", () => {
  const names = { a: "W", b: "x", output: "h" };

  test("is rewritten in the names of a program, symbol by symbol", () => {
    expect(formulaOf(opOf(core.matmul)!)).toEqual({ value: "C = A B", a: "Ā = C̄ Bᵀ", b: "B̄ = Aᵀ C̄" });
    expect(formulaOf(opOf(core.matmul)!, { names })).toEqual({ value: "h = W x", a: "W̄ = h̄ xᵀ", b: "x̄ = Wᵀ h̄" });
    expect(formulaOf(opOf(core.softmax)!, { names: { x: "scores", output: "t3" } })).toEqual({
      value: "t3ᵢ = exp(scoresᵢ) / Σⱼ exp(scoresⱼ)",
      x: "scores.barᵢ = t3ᵢ (t̄3ᵢ − Σⱼ t̄3ⱼ t3ⱼ)",
    });
    expect(formulaOf(opOf(core.scatterAdd)!, { names: { updates: "new", output: "z" } }).updates).toBe(
      "new.barᵢ = z̄[indicesᵢ]",
    );
  });

  test("is rewritten in LaTeX", () => {
    const latexOf = (op: object, names = {}): object => formulaOf(opOf(op)!, { names, notation: "latex" });
    expect(latexOf(core.std)).toEqual({
      value: "y = \\sqrt{\\sum_i (x_i - \\mu)^2 / (n - c)}",
      x: "\\bar{x}_i = \\bar{y} (x_i - \\mu) / ((n - c) y)",
    });
    expect(latexOf(core.matmul, { ...names, a: "W_2_out" })).toEqual({
      value: "h = \\mathit{W\\_2\\_out} \\, x",
      a: "\\overline{\\mathit{W\\_2\\_out}} = \\bar{h} x^{\\top}",
      b: "\\bar{x} = \\mathit{W\\_2\\_out}^{\\top} \\, \\bar{h}",
    });
    expect(latexOf(core.softmax, { x: "t12" })).toMatchObject({
      value: "y_i = \\exp(t_{12,i}) / \\sum_j \\exp(t_{12,j})",
    });
    expect(latexOf(core.softmax, { x: "z_ab" })).toMatchObject({
      value: "y_i = \\exp(z_{ab,i}) / \\sum_j \\exp(z_{ab,j})",
      x: "\\bar{z}_{ab,i} = y_i (\\bar{y}_i - \\sum_j \\bar{y}_j y_j)",
    });
    expect(latexOf(core.reshape)).toMatchObject({ x: "\\bar{x} = \\bar{y} \\text{ in the shape of } x" });
  });

  test("is that of the call, where arguments or shapes change it", () => {
    const value = (op: object, attrs: object, shapes?: number[][]): string =>
      formulaOf(opOf(op)!, { attrs, ...(shapes && { shapes }) }).value;
    expect(formulaOf(opOf(core.matmul)!, { names, attrs: { transposeA: true, transposeB: true } })).toEqual({
      value: "h = Wᵀ xᵀ",
      a: "W̄ = xᵀ h̄ᵀ",
      b: "x̄ = h̄ᵀ Wᵀ",
    });
    expect(value(core.sum, { axes: [1] }, [[2, 3]])).toBe("y = Σᵢ xᵢ along axis 1");
    expect(value(core.sum, { axes: [0, 1] }, [[2, 3]])).toBe("y = Σᵢ xᵢ");
    expect(value(core.permute, { axes: [1, 0] })).toBe("y = xᵀ");
    expect(value(core.norm, { ord: 1 })).toBe("y = Σᵢ |xᵢ|");
    expect(value(core.norm, { ord: 0 })).toBe("y = |{i: xᵢ ≠ 0}|");
    expect(value(core.variance, { correction: 0 })).toBe("y = Σᵢ (xᵢ − μ)² / n");
    expect(value(core.slice, { ranges: { asked: [[0, 2], null, -1] } })).toBe("y = x[0:2, :, −1]");
  });

  test("lists the tensors of a list by their names, and gives each its own rule", () => {
    const called = { "tensors[0]": "a", "tensors[1]": "b", output: "z" };
    expect(formulaOf(opOf(core.concat)!, { names: called })).toMatchObject({
      value: "z = [a, b]",
      "tensors[0]": "ā = that part of z̄",
      "tensors[1]": "b̄ = that part of z̄",
    });
    expect(formulaOf(opOf(core.split)!, { names: { "output[0]": "p", "output[1]": "q", x: "z" } })).toEqual({
      value: "[p, q] = z",
      x: "z̄ = [p̄, q̄]",
    });
  });
});

test("a formula has numbers where the program has them, and sums where an input was repeated", () => {
  const { add, pow, sub } = core;
  expect(formulaOf(opOf(pow)!, { names: { b: 3 } })).toEqual({ value: "y = a³", a: "ā = 3 ȳ a²" });
  expect(formulaOf(opOf(pow)!, { names: { b: 2 } }).a).toBe("ā = 2 ȳ a");
  expect(formulaOf(opOf(add)!, { names: { b: -0.5 } }).value).toBe("y = a − 0.5");
  const shapes = [[4, 3], [3]];
  expect(formulaOf(opOf(sub)!, { shapes })).toEqual({
    value: "y = a − b",
    a: "ā = ȳ",
    b: "b̄ = Σ (−ȳ) over repeated axes",
  });
});

test("the bar stands on the letter of a symbol, and behind a longer name", () => {
  const bars = (name: string): readonly string[] => [plainText.bar(name), latex.bar(name)];
  expect(bars("x")).toEqual(["x̄", "\\bar{x}"]);
  expect(bars("t3")).toEqual(["t̄3", "\\bar{t}_3"]);
  expect(bars("β₁₂")).toEqual(["β̄₁₂", "\\bar{\\beta}_{12}"]);
  expect(bars("w_ca")).toEqual(["w̄_ca", "\\bar{w}_{ca}"]);
  expect(bars("W_out")).toEqual(["W̄_out", "\\bar{W}_{\\mathit{out}}"]);
  expect(bars("hidden")).toEqual(["hidden.bar", "\\overline{\\mathit{hidden}}"]);
  expect(bars("a & b")).toEqual(["a & b.bar", "\\overline{\\text{a \\& b}}"]);
});
