import fc from "fast-check";
import { literal, type Program, tensorCode } from "./arbitraries/program.ts";
import { type CheckOptions, checkGradients } from "./check.ts";
import type { GradientReport } from "./report.ts";

/** How a property is checked. */
export interface PropertyOptions extends Omit<CheckOptions, "seed"> {
  /** How the function is called in the test that a failure prints; by default its own name. */
  readonly name?: string;
  /** Cases to try; default 100. */
  readonly numRuns?: number;
  /** Of fast-check: with `path`, what a failure printed, to see it again. */
  readonly seed?: number;
  readonly path?: string;
}

/**
 * Checks the derivatives of a function at generated inputs. On failure the smallest failing case is printed as a test that can
 * be pasted: imports, the values of the tensors, the call, the seed and path.
 *
 * @param f - As for `checkGradients`.
 * @param arbitraries - One for each argument of `f`.
 * @param options - Those of `checkGradients`, and of the run.
 * @throws Error with the shrunk case as a test, and the report.
 * @example
 * ```ts
 * gradientProperty((a: Tensor, b: Tensor) => a.mul(b).tanh(), [
 *   arbitraries.tensorOf({ shape: [2, 3] }),
 *   arbitraries.tensorOf({ shape: [3] }),
 * ]);
 * ```
 */
export function gradientProperty<const Args extends readonly unknown[]>(
  f: (...args: Args) => unknown,
  arbitraries: { readonly [K in keyof Args]: fc.Arbitrary<Args[K]> },
  options: PropertyOptions = {},
): void {
  const { name, numRuns = 100, seed, path, ...check } = options;
  // One seed for the cotangents of all cases: a case that is made smaller is still the same check.
  const checkSeed = 1;
  const property = fc.property(
    fc.tuple(...(arbitraries as readonly fc.Arbitrary<unknown>[])),
    (args) => checkGradients(f, args as unknown as Args, { ...check, seed: checkSeed } as CheckOptions<Args>).ok,
  );
  const result = fc.check(property, {
    numRuns,
    ...(seed === undefined ? {} : { seed }),
    ...(path === undefined ? {} : { path }),
  });
  if (!result.failed) return;
  const [args] = result.counterexample ?? [[]];
  if (result.errorInstance instanceof Error && result.counterexample === null) throw result.errorInstance;
  const report = reportOf(() =>
    checkGradients(f, args as unknown as Args, { ...check, seed: checkSeed } as CheckOptions<Args>),
  );
  const shown = name ?? (f.name || "f");
  throw new Error(
    [
      `gradientProperty: the derivatives of ${shown} must be right, got a wrong one after ${result.numRuns} cases, ` +
        `made smaller ${result.numShrinks} times. As a test:`,
      "",
      pastedTest(
        shown,
        args as readonly unknown[],
        { ...check, seed: checkSeed },
        { seed: result.seed, path: result.counterexamplePath ?? "" },
      ),
      "",
      String(report),
    ].join("\n"),
    { cause: result.errorInstance },
  );
}

function reportOf(run: () => GradientReport): GradientReport | string {
  try {
    return run();
  } catch (error) {
    return String(error);
  }
}

/** A failing case as a test: what a user pastes into a file. */
export function pastedTest(
  name: string,
  args: readonly unknown[],
  options: object,
  found: { readonly seed: number; readonly path: string },
): string {
  const code = args.map(literal);
  const makers = ["tensor", "zeros", "Rng"].filter((maker) =>
    code.some((line) => new RegExp(`\\b${maker}[(.]`).test(line)),
  );
  return [
    ...(makers.length > 0 ? [`import { ${makers.join(", ")} } from "@tapegrad/core";`] : []),
    'import { checkGradients } from "@tapegrad/gradcheck";',
    'import { expect, test } from "vitest";',
    "",
    `// found with { seed: ${found.seed}, path: "${found.path}" }`,
    `test("${name} has the derivative that differences have", () => {`,
    ...code.map((line, i) => `  const x${i} = ${line};`),
    `  expect(checkGradients(${name}, [${code.map((_, i) => `x${i}`).join(", ")}], ${literal(options)}).verdict).toBe("pass");`,
    "});",
  ].join("\n");
}

/** A failing program as a test that stands by itself. */
export function pastedProgram(program: Program, found: { readonly seed: number; readonly path: string }): string {
  const imports = new Set(["type Tensor", ...program.ops]);
  const inputs = program.inputs.map(tensorCode);
  for (const maker of ["tensor", "zeros"]) if (inputs.some((line) => line.startsWith(`${maker}(`))) imports.add(maker);
  const code = program.toCode();
  if (code.includes("Rng.from(")) imports.add("Rng");
  const key = (name: string): string => name.replace("type ", "").toLowerCase();
  const names = [...imports].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return [
    `import { ${names.join(", ")} } from "@tapegrad/core";`,
    'import { checkGradients } from "@tapegrad/gradcheck";',
    'import { expect, test } from "vitest";',
    "",
    `// found with { seed: ${found.seed}, path: "${found.path}" }`,
    `test("${program.ops.join(", ")}: derivatives", () => {`,
    ...`const f = ${code};`.split("\n").map((line) => `  ${line}`),
    ...inputs.map((line, i) => `  const x${i} = ${line};`),
    `  expect(checkGradients(f, [${inputs.map((_, i) => `x${i}`).join(", ")}], { seed: 1 }).verdict).toBe("pass");`,
    "});",
  ].join("\n");
}
