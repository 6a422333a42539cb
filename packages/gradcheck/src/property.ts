import { formatReceived, GradientError, opOf } from "@tapegrad/core";
import fc from "fast-check";
import { literal, type Program, tensorCode } from "./arbitraries/program.ts";
import { checkGradients } from "./check.ts";
import { type CheckOptions, optionNames } from "./checkOptions.ts";
import { knownOps } from "./facts.ts";
import { checkCount, checkOptionNames } from "./options.ts";
import { GradientReport } from "./report.ts";

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
 * @throws {@link GradientError} with the shrunk case as a test, and the report; {@link DomainError} for an option that is not known.
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
  const where = "gradientProperty";
  if (typeof f !== "function")
    throw new GradientError(`${where}: f must be a function of the inputs, got ${formatReceived(f)}.`);
  if (!Array.isArray(arbitraries) || arbitraries.some((one) => !(one instanceof fc.Arbitrary)))
    throw new GradientError(
      `${where}: arbitraries must be a list with one for each input, got ${formatReceived(arbitraries)}.`,
    );
  checkOptionNames(where, options, ["name", "numRuns", "path", ...optionNames]);
  const { name, numRuns = 100, seed, path, ...check } = options;
  checkCount(where, "numRuns", numRuns);
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
  if (result.counterexample === null)
    throw result.errorInstance ?? new GradientError(`${where}: the cases must run to an end, got an interruption.`);
  const [args] = result.counterexample;
  const found = { seed: result.seed, path: result.counterexamplePath ?? "" };
  const checkOptions = { ...check, seed: checkSeed };
  const outcome = outcomeOf(() => checkGradients(f, args as unknown as Args, checkOptions as CheckOptions<Args>));
  const how = `after ${result.numRuns} ${result.numRuns === 1 ? "case" : "cases"}, made smaller ${result.numShrinks} times`;
  const shown = name ?? opOf(f)?.name ?? (f.name || "f");
  // A rule or a function that throws is not a wrong derivative, and must not be called one.
  const what =
    outcome instanceof GradientReport
      ? `the derivatives of ${shown} must be right, got a wrong one ${how}`
      : `${shown} must run on every case, got an error ${how}`;
  const pasted = pastedTest(f, shown, args as readonly unknown[], checkOptions, found);
  throw new GradientError(`${where}: ${what}. As a test:\n\n${pasted}\n\n${String(outcome)}`, {
    cause: result.errorInstance,
  });
}

/** The report, or what was thrown instead. */
function outcomeOf(run: () => GradientReport): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

/**
 * A failing case as a test that can be pasted and run: with all imports, and the function where its text is known. A function of the
 * library is imported; one without a name stands there as it was compiled; of one with a name the reader is told to import it.
 */
function pastedTest(
  f: (...args: never) => unknown,
  name: string,
  args: readonly unknown[],
  options: { readonly module?: unknown },
  found: { readonly seed: number; readonly path: string },
): string {
  const { module, ...plain } = options;
  const code = args.map(literal);
  const makers = ["tensor", "zeros", "Rng"].filter((maker) =>
    code.some((line) => new RegExp(`\\b${maker}[(.]`).test(line)),
  );
  const own = isOfCore(f, name);
  const anonymous = f.name === "" && name === "f" && opOf(f) === undefined;
  const imports = [...makers, ...(own ? [name] : [])].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const written = [
    ...Object.entries(plain).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}: ${typeof value === "function" ? String(value) : literal(value)}`],
    ),
    ...(module === undefined ? [] : ["module"]),
  ];
  return [
    ...(imports.length > 0 ? [`import { ${imports.join(", ")} } from "@tapegrad/core";`] : []),
    'import { assertGradients } from "@tapegrad/gradcheck";',
    'import { test } from "vitest";',
    ...(own || anonymous ? [] : [`// Import ${name} here.`]),
    ...(module === undefined ? [] : ["// Make the same module here."]),
    "",
    `// found with { seed: ${found.seed}, path: "${found.path}" }`,
    `test("${name} has the derivative that differences have", () => {`,
    ...(anonymous ? [`  const ${name} = ${String(f)};`] : []),
    ...code.map((line, i) => `  const x${i} = ${line};`),
    `  assertGradients(${name}, [${code.map((_, i) => `x${i}`).join(", ")}], { ${written.join(", ")} });`,
    "});",
  ].join("\n");
}

/** Is it the op that core exports under that name? */
function isOfCore(f: unknown, name: string): boolean {
  return knownOps.some((op) => op.name === name && (op.call as unknown) === f);
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
    'import { assertGradients } from "@tapegrad/gradcheck";',
    'import { test } from "vitest";',
    "",
    `// found with { seed: ${found.seed}, path: "${found.path}" }`,
    `test("${program.ops.join(", ")}: derivatives", () => {`,
    ...`const f = ${code};`.split("\n").map((line) => `  ${line}`),
    ...inputs.map((line, i) => `  const x${i} = ${line};`),
    `  assertGradients(f, [${inputs.map((_, i) => `x${i}`).join(", ")}], { seed: 1 });`,
    "});",
  ].join("\n");
}
