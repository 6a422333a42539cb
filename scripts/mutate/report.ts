import { kinds } from "./fault.ts";
import type { Trial } from "./run.ts";

/** A mutant that computes the same derivative for all inputs, and why. */
export interface Equivalent {
  readonly file: string;
  /** The input, function or entry, where the file has the same text in several. */
  readonly place?: string;
  readonly original: string;
  readonly mutated: string;
  /** In one line of mathematics. */
  readonly proof: string;
}

export interface Report {
  readonly text: string;
  /** Are all mutants caught or proved equivalent, and all proofs used? */
  readonly ok: boolean;
}

/** Columns of the table: what the title of a law begins with. */
const laws = [
  ["derivative", "has for "],
  ["second", "has the second derivative"],
  ["linear", "has a pullback that is linear"],
  ["float32", "has in float32"],
  ["mixed", "promotes mixed floats"],
  ["edges", "edge "],
] as const;
/** The last column: what tests caught that are no laws. */
const tests = "tests";

/** The table of mutants by kind and by the law that caught them, and those that none did. */
export function report(trials: readonly Trial[], equivalents: readonly Equivalent[], complete: boolean): Report {
  const counted = trials.filter(isWrong);
  const survivors = counted.filter(({ law }) => law === undefined);
  const fits = ({ mutant }: Trial, { file, place = mutant.place, original, mutated }: Equivalent): boolean =>
    mutant.file.endsWith(file) && mutant.place === place && mutant.original === original && mutant.mutated === mutated;
  const isOfOne = (one: Equivalent): boolean =>
    new Set(trials.filter((trial) => fits(trial, one)).map(({ mutant }) => mutant.id)).size === 1;
  const proofOf = (trial: Trial): Equivalent | undefined => equivalents.find((one) => fits(trial, one) && isOfOne(one));
  const proved = survivors.filter((trial) => proofOf(trial) !== undefined);
  const open = survivors.filter((trial) => proofOf(trial) === undefined);
  const unused = complete ? equivalents.filter((one) => !proved.some((trial) => proofOf(trial) === one)) : [];

  const rows = [...kinds, "all"].flatMap((kind) => {
    const own = counted.filter(({ mutant }) => kind === "all" || mutant.kind === kind);
    if (own.length === 0) return [];
    const caught = laws.map(([, begin]) => own.filter(({ law }) => law?.startsWith(begin)).length);
    const byTests = own.filter(({ by }) => by?.endsWith(".test.ts")).length;
    const isOwn = (trial: Trial): boolean => own.includes(trial);
    return [[kind, own.length, ...caught, byTests, proved.filter(isOwn).length, open.filter(isOwn).length]];
  });
  const header = ["kind", "planted", ...laws.map(([name]) => name), tests, "equivalent", "survive"];
  const caught = counted.length - survivors.length;
  const threw = counted.filter((trial) => trial.threw === true).length;
  const score = (100 * caught) / Math.max(1, counted.length - proved.length);
  const ops = new Set(counted.map(({ mutant }) => mutant.op)).size;
  const lines = [
    ...table([header, ...rows]),
    "",
    `${counted.length} wrong derivatives in ${ops} ops and shared code: ${caught} caught (${threw} of them by an error of their own), ` +
      `${proved.length} proved equivalent, ${open.length} survive. Score: ${Math.floor(10 * score) / 10} %.`,
    `Not counted: ${trials.length - counted.length} for which there is nothing to make wrong (no second axis, no boolean).`,
  ];
  if (open.length > 0) lines.push("", "Survivors:", ...open.flatMap(describe));
  if (unused.length > 0)
    lines.push(
      "",
      "Proofs that do not belong to one mutant that survives:",
      ...unused.map(({ file, original, mutated }) => `  ${file}: ${original} → ${mutated}`),
    );
  return { text: lines.join("\n"), ok: open.length === 0 && unused.length === 0 };
}

/** Was another derivative computed? An attribute may have no wrong value of some kind. */
function isWrong({ law, reached, applied }: Trial): boolean {
  return law !== undefined || !reached || applied;
}

function describe({ mutant, reached, value }: Trial): string[] {
  const { file, line, op, place, kind, original, mutated } = mutant;
  return [
    `  ${file}:${line}  ${op === undefined ? place : `${op}, ${place}`}: ${kind}${reached ? "" : " (no law comes by it)"}`,
    `    is      ${original}`,
    `    mutant  ${mutated}${value === undefined ? "" : `, as in ${value}`}`,
  ];
}

function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? String(cell).padEnd(widths[0]!) : String(cell).padStart(widths[column]!)))
      .join("  "),
  );
}
