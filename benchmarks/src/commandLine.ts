import { parseArgs } from "node:util";

const help = `Measures tapegrad beside other libraries, all in turn, and prints medians and ratios.

Usage: pnpm bench [options]

  --quick             a minute: few and short rounds, libraries in JavaScript that are installed
  --only A,B          these workloads
  --libraries A,B     these libraries: "torch" is torch-1 and torch-2
  --node FILE         the Node that libraries in JavaScript run in  (default: this one)
  --rounds N          how often each library has its turn  (default 5, quick 2)
  --growth            only how tapegrad's time grows with depth, batch and width
  --compare           only tapegrad, against the baseline; ends with 1 if something is slower
  --save-baseline     only tapegrad, and keep its figures as the baseline
  --built             the packages are built already
  --list              what can be measured
  --help              print this

Without --quick, --only, --libraries and the like everything is measured, and benchmarks/RESULTS.md written.
The variable TAPEGRAD_PYTHON names the Python that has PyTorch, JAX and scikit-learn  (default python3).
`;

/** What is wanted of a run. */
type Mode = "measure" | "growth" | "compare" | "save-baseline" | "list";

export interface Settings {
  readonly mode: Mode;
  readonly quick: boolean;
  readonly only: readonly string[] | null;
  readonly libraries: readonly string[] | null;
  readonly node: string;
  readonly python: string;
  readonly rounds: number;
}

const options = {
  quick: { type: "boolean", default: false },
  only: { type: "string" },
  libraries: { type: "string" },
  node: { type: "string", default: process.execPath },
  rounds: { type: "string" },
  growth: { type: "boolean", default: false },
  compare: { type: "boolean", default: false },
  "save-baseline": { type: "boolean", default: false },
  built: { type: "boolean", default: false },
  list: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** What the command line asks for; `null` where help was printed instead. */
export function readSettings(args: readonly string[]): Settings | null {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    process.stdout.write(help);
    return null;
  }
  const { quick, node } = values;
  const mode = (["growth", "compare", "save-baseline", "list"] as const).find((name) => values[name]) ?? "measure";
  const rounds = Number(values.rounds ?? (quick ? 2 : 5));
  if (!Number.isSafeInteger(rounds) || rounds < 1)
    throw new Error(`--rounds must be a whole number from 1 on, got ${values.rounds}.`);
  const python = process.env.TAPEGRAD_PYTHON ?? "python3";
  return { mode, quick, node, rounds, python, only: names(values.only), libraries: names(values.libraries) };
}

const names = (text: string | undefined): string[] | null => text?.split(",").map((name) => name.trim()) ?? null;

/**
 * Those that were asked for.
 *
 * @throws Error if a name fits nothing.
 */
export function chosen<T extends { readonly name: string }>(all: readonly T[], asked: readonly string[] | null): T[] {
  if (asked === null) return [...all];
  const fits = (name: string, prefix: string) => name === prefix || name.startsWith(`${prefix}-`);
  for (const prefix of asked)
    if (!all.some(({ name }) => fits(name, prefix)))
      throw new Error(`There is no "${prefix}" among ${all.map(({ name }) => name).join(", ")}.`);
  return all.filter(({ name }) => asked.some((prefix) => fits(name, prefix)));
}
