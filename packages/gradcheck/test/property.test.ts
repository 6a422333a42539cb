import { customVjp, matmul, opOf, softmax, type Tensor, tanh } from "@tapegrad/core";
import { arbitraries, gradientProperty, pastedProgram } from "@tapegrad/gradcheck";
import fc from "fast-check";
import { expect, test } from "vitest";
import { asProgram, evaluate } from "./evaluate.ts";
import { thrownBy } from "./thrownBy.ts";

const { tensorOf, expression } = arbitraries;

/** relu that lets the whole cotangent through below 0. */
const leaky = customVjp({
  name: "leaky",
  forward: (x: Tensor) => x.relu(),
  vjp: (cotangent) => [cotangent],
});
const definition = `const leaky = customVjp({
  name: "leaky",
  forward: (x: Tensor) => x.relu(),
  vjp: (cotangent) => [cotangent],
});`;

async function outcomeOf(text: string): Promise<string> {
  try {
    await evaluate(text);
    return "it passes";
  } catch (error) {
    return String(error);
  }
}

test("holds for right functions of one input and several", () => {
  gradientProperty((x: Tensor) => x.tanh(), [tensorOf()], { seed: 1 });
  gradientProperty((a: Tensor, b: Tensor) => matmul(a, b), [tensorOf({ shape: [2, 3] }), tensorOf({ shape: [3, 2] })]);
  gradientProperty((x: Tensor) => x.relu(), [tensorOf({ avoid: [0] })], { smooth: true, seed: 1, numRuns: 30 });
  gradientProperty(softmax, [tensorOf({ shape: arbitraries.shape({ minDims: 1 }) })], { order: 2, numRuns: 20 });
});

test("arguments may be trees and anything else", () => {
  const layer = fc.record({ w: tensorOf({ shape: [2, 2] }), b: tensorOf({ shape: [2] }) });
  const f = (x: Tensor, p: { w: Tensor; b: Tensor }, power: number): Tensor => x.matmul(p.w).add(p.b).tanh().pow(power);
  gradientProperty(f, [tensorOf({ shape: [2] }), layer, fc.constantFrom(2, 3)], { seed: 1, numRuns: 20 });
});

test("tries as many cases as asked for, 100 by default", () => {
  let points = new Set<string>();
  const f = (x: Tensor): Tensor => {
    if (x.requiresGrad) points.add(String(x.data));
    return x.mul(2);
  };
  let cases = 0;
  const counted = tensorOf({ shape: [1] }).map((x) => {
    cases++;
    return x;
  });
  gradientProperty(f, [counted], { seed: 1 });
  expect(cases).toBe(100);
  cases = 0;
  points = new Set();
  gradientProperty(f, [counted], { seed: 1, numRuns: 7 });
  expect(cases).toBe(7);
});

test("of a wrong function the smallest case is printed as a test, to the letter", () => {
  const text = thrownBy(() => gradientProperty(leaky, [tensorOf({ avoid: [0] })], { name: "leaky", seed: 5 }));
  const [, seed, path] = /\{ seed: (\d+), path: "([\d:]+)" \}/.exec(text)!;
  expect(
    text
      .replace(/ {2}blame[\s\S]*$/, "")
      .replace(/after \d+ cases?, made smaller \d+ times/, "after …")
      .replace(/± \S+/, "± …"),
  ).toBe(
    `GradientError: gradientProperty: the derivatives of leaky must be right, got a wrong one after …. As a test:

import { tensor } from "@tapegrad/core";
import { assertGradients } from "@tapegrad/gradcheck";
import { test } from "vitest";
// Import leaky here.

// found with { seed: ${seed}, path: "${path}" }
test("leaky has the derivative that differences have", () => {
  const x0 = tensor(-1, { dtype: "float64" });
  assertGradients(leaky, [x0], { seed: 1 });
});

gradients: fail (1 fail; 1 in all)
  fail            input: derivative analytic 1, numeric 0 ± …
`,
  );
  expect(seed).toBe("5");
});

test("pasted into a file with the function, it runs and fails; with the right function it passes", async () => {
  const text = thrownBy(() => gradientProperty(leaky, [tensorOf({ avoid: [0] })], { name: "leaky", seed: 5 }));
  const pasted = text.slice(text.indexOf("import {"), text.indexOf("\n\ngradients:"));
  const program = asProgram(pasted.replace("{ tensor }", "{ customVjp, type Tensor, tensor }"), definition);
  expect(await outcomeOf(program)).toContain("assertGradients: the derivatives must be right.\ngradients: fail");
  expect(await outcomeOf(program.replace("[cotangent]", "[cotangent.mul(0)]"))).toBe("it passes");
});

test("the seed and path that were printed find the same case again", () => {
  const run = (options: object): string =>
    thrownBy(() => gradientProperty(leaky, [tensorOf({ avoid: [0] })], { name: "leaky", ...options }));
  const text = run({ seed: 5 });
  const [, path] = /path: "([\d:]+)"/.exec(text)!;
  const caseOf = (message: string): string => /const x0 = .*/.exec(message)![0];
  expect(caseOf(run({ seed: 5, path }))).toBe(caseOf(text));
});

test("trees, numbers and options are printed as one writes them", async () => {
  const layer = fc.record({ w: tensorOf({ shape: [2] }), b: fc.tuple(tensorOf({ shape: [], dtype: "float32" })) });
  const f = (x: Tensor, p: { w: Tensor; b: [Tensor] }, scale: number): Tensor =>
    leaky(x.mul(p.w).add(p.b[0]).mul(scale));
  const text = thrownBy(() =>
    gradientProperty(f, [tensorOf({ shape: [2] }), layer, fc.constant(-2)], { name: "f", seed: 1 }),
  );
  expect(text).toMatch(
    / {2}const x1 = \{ w: tensor\(\[.*\], \{ dtype: "float64" \}\), b: \[tensor\(.*\)\] \};\n {2}const x2 = -2;\n/,
  );
  const pasted = text.slice(text.indexOf("import {"), text.indexOf("\n\ngradients:"));
  const f2 =
    "const f = (x: Tensor, p: { w: Tensor; b: Tensor[] }, scale: number) => leaky(x.mul(p.w).add(p.b[0]!).mul(scale));";
  const program = asProgram(pasted.replace("{ tensor }", "{ customVjp, type Tensor, tensor }"), `${definition}\n${f2}`);
  expect(await outcomeOf(program)).toContain("assertGradients: the derivatives must be right.\ngradients: fail");
});

test("options of the check that matter are part of the test", async () => {
  const half = customVjp({ name: "half", forward: (x: Tensor) => x.relu(), vjp: (cotangent) => [cotangent.mul(0.5)] });
  const options = { name: "half", smooth: true, order: 2, seed: 1 } as const;
  const text = thrownBy(() => gradientProperty(half, [tensorOf({ shape: [], range: [0, 0] })], options));
  expect(text).toContain("assertGradients(half, [x0], { smooth: true, order: 2, seed: 1 })");
});

test("a function that throws is reported with what it threw", () => {
  const failing = (x: Tensor): Tensor => {
    if (x.size > 1) throw new RangeError("too many");
    return x.mul(2);
  };
  const text = thrownBy(() => gradientProperty(failing, [tensorOf()], { seed: 1 }));
  expect(text).toMatch(
    /^GradientError: gradientProperty: failing must run on every case, got an error after \d+ cases?, made smaller \d+ times\. As a test:\n/,
  );
  expect(text).not.toContain("wrong");
  expect(text).toMatch(/\n\nRangeError: too many$/);
  expect(text).toContain("assertGradients(failing, [x0], { seed: 1 })");
  expect(text).toMatch(/const x0 = tensor\(\[1, 1\]|const x0 = tensor\(\[\[1, 1\]\]/);
});

test("a program that fails is printed as a test that stands by itself", async () => {
  const [program] = fc.sample(expression({ ops: ["dropout"], depth: 1 }), { seed: 3, numRuns: 1 });
  const pasted = pastedProgram(program!, { seed: 3, path: "0" });
  expect(pasted).toMatch(/^import \{ dropout, Rng, type Tensor, tensor \} from "@tapegrad\/core";\n/);
  expect(await outcomeOf(asProgram(pasted))).toBe("it passes");
  for (const other of fc.sample(expression(), { seed: 4, numRuns: 20 })) {
    const text = pastedProgram(other, { seed: 4, path: "0" });
    expect(await outcomeOf(asProgram(text)), text).toBe("it passes");
  }
});

test("a function without a name stands in the test as it is, and an op of the library is imported: both run as they are", async () => {
  const pastedOf = (run: () => void): string => {
    const text = thrownBy(run);
    return text.slice(text.indexOf("import {"), text.indexOf("\n\ngradients:"));
  };
  const anonymous = pastedOf(() =>
    gradientProperty((x: Tensor) => x.detach().mul(2).add(x), [tensorOf({ shape: [1] })], { seed: 1 }),
  );
  expect(anonymous).toMatch(/\n {2}const f = \(x\) => x\.detach\(\)\.mul\(2\)\.add\(x\);\n {2}const x0 = /);
  expect(await outcomeOf(asProgram(anonymous))).toContain("gradients: fail");
  const rules = opOf(tanh)!.rules as unknown[];
  const [right] = rules;
  try {
    rules[0] = ([cotangent]: readonly Tensor[]) => cotangent;
    const ofCore = pastedOf(() => gradientProperty(tanh, [tensorOf({ shape: [1] })], { seed: 1 }));
    expect(ofCore).toMatch(/^import \{ tanh, tensor \} from "@tapegrad\/core";\n/);
    expect(await outcomeOf(asProgram(ofCore))).toContain("gradients: fail");
    rules[0] = right;
    expect(await outcomeOf(asProgram(ofCore))).toBe("it passes");
  } finally {
    rules[0] = right;
  }
});

test("a rule that throws is not called a wrong one", () => {
  const throwing = customVjp({
    name: "throwing",
    forward: (x: Tensor) => x.mul(1),
    vjp: () => {
      throw new RangeError("no rule yet");
    },
  });
  const text = thrownBy(() => gradientProperty(throwing, [tensorOf()], { name: "throwing", seed: 1 }));
  expect(text).toMatch(
    /^GradientError: gradientProperty: throwing must run on every case, got an error after 1 case, /,
  );
  expect(text).toContain("\n\nRangeError: no rule yet");
});

test("a model is named in the test and not printed", () => {
  const module = { forward: (x: Tensor) => x, namedParameters: () => [] };
  expect(
    thrownBy(() => gradientProperty(leaky, [tensorOf({ avoid: [0] })], { name: "leaky", seed: 5, module })),
  ).toContain("// Make the same module here.");
});

test("what would check nothing, and names that are not known, are refused", () => {
  const run = (options: object, arbitraries: unknown = [tensorOf()], f: unknown = (x: Tensor) => x): string =>
    thrownBy(() => gradientProperty(f as (x: Tensor) => Tensor, arbitraries as never, options));
  expect(run({ numRuns: 0 })).toBe("DomainError: gradientProperty: numRuns must be a whole number from 1 on, got 0.");
  expect(run({ numRuns: Number.NaN })).toBe(
    "DomainError: gradientProperty: numRuns must be a whole number from 1 on, got NaN.",
  );
  expect(run({ numRun: 5 })).toBe(
    "DomainError: gradientProperty: options must be among name, numRuns, path, mode, directions, order, forwardMode, " +
      'module, precision, smooth, step, seed, got "numRun". Did you mean numRuns?',
  );
  expect(run({}, tensorOf())).toMatch(
    /^GradientError: gradientProperty: arbitraries must be a list with one for each input, got /,
  );
  expect(run({}, [3])).toBe(
    "GradientError: gradientProperty: arbitraries must be a list with one for each input, got [3].",
  );
  expect(run({}, [tensorOf()], null)).toBe(
    "GradientError: gradientProperty: f must be a function of the inputs, got null.",
  );
});
