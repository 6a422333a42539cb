import * as core from "@tapegrad/core";
import { formulaOf, type Op, opOf, record, tensor } from "@tapegrad/core";
import { losses } from "@tapegrad/nn";
import katex from "katex";
import { describe, expect, test } from "vitest";

/** Every op that can be had: those behind core's functions, and those that losses and their derivatives of second order run. */
const ops = new Map<string, Op>();
for (const f of Object.values(core) as unknown[]) {
  const op = typeof f === "function" ? opOf(f) : undefined;
  if (op !== undefined) ops.set(op.name, op);
}
const { tape } = record(() => {
  const logits = tensor(
    [
      [1, 2],
      [3, 5],
    ],
    { requiresGrad: true, dtype: "float64" },
  );
  const gradient = core.grad((z: core.Tensor) =>
    losses.sparseCategoricalCrossEntropy(z, tensor([0, 1]), { fromLogits: true }),
  );
  const square = core.customVjp({
    name: "twice",
    forward: (x: core.Tensor) => x.mul(2),
    vjp: (cotangent) => [cotangent.mul(2)],
  });
  gradient(square(logits)).square().sum().backward();
  return null;
});
for (const { op } of tape.nodes) ops.set(op.name, op);

const linesOf = (formula: core.Formula): readonly string[] =>
  Object.values(formula as { readonly [line: string]: string });

describe.each([...ops])("the formula of %s", (_, op) => {
  const names: { [name: string]: string } = { output: "h_1" };
  op.inputNames.forEach((input, i) => {
    for (const name of [input, `${input}[0]`, `${input}[1]`]) names[name] = ["W", "hidden", "a & {b}"][i]!;
  });

  test("is valid LaTeX, of plain letters outside of words", () => {
    for (const options of [{}, { names }])
      for (const line of linesOf(formulaOf(op, { ...options, notation: "latex" }))) {
        expect(() => katex.renderToString(line, { throwOnError: true, strict: "error" }), line).not.toThrow();
        expect(line.replace(/\\text\{[^}]*\}/g, "")).toMatch(/^[ -~]*$/);
      }
  });

  test("has the names it is given, and none of its own that they replace", () => {
    const { value, ...rules } = formulaOf(op, { names }) as { readonly [line: string]: string };
    if (op.mutates.length === 0 && !op.several) expect(value).toContain("h_1");
    for (const [i, input] of op.inputNames.entries())
      if (op.rules[i] !== null)
        expect(rules[op.variadic ? `${input}[0]` : input]).toMatch(/^(W̄|hidden\.bar|a & \{b\}\.bar)/);
  });
});
