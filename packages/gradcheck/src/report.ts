import type { Site } from "@tapegrad/core";

/**
 * What can be said of one derivative:
 * - `pass`: it is the numeric one, up to the latter's error bound;
 * - `fail`: it differs by more than that bound;
 * - `kink`: the slopes from both sides differ, and it lies between them;
 * - `ill-conditioned`: the bound is too wide to say.
 */
export type Verdict = "pass" | "fail" | "kink" | "ill-conditioned";

/** One derivative that was looked at: of one element, or along a direction through all of them. */
export interface Entry {
  readonly verdict: Verdict;
  /** Which input: `"input"`, `"[1]"`, `"[0].w"`, `"layers.0.kernel"`; `"direction 1"` for a direction through all. */
  readonly path: string;
  /** Which element, one number per axis; absent for a direction. */
  readonly index?: readonly number[];
  /** First or second derivative. */
  readonly order: 1 | 2;
  /** Reverse mode, or forward mode (`jvp`). */
  readonly mode: "vjp" | "jvp";
  /** What the rules gave. */
  readonly analytic: number;
  /** What differences gave, and how far they may be off. */
  readonly numeric: number;
  readonly bound: number;
  /** Slopes from below and above, where they differ: the ends of the interval of subgradients. */
  readonly left?: number;
  readonly right?: number;
}

/** An op whose rule fails by itself, at the values it had. */
export interface Blame {
  readonly op: string;
  /** Name of the input whose rule is wrong; several where they are wrong only together, as `"a and b"`. */
  readonly input: string;
  /** 1: the rule itself is wrong; 2: it gives the right number, and its own derivative is wrong. */
  readonly order: 1 | 2;
  readonly inputShapes: readonly (readonly number[])[];
  /** The program line that called it, if known. */
  readonly site: Site | null;
  /** Path of the Module it ran in; `""` outside of Modules. */
  readonly module: string;
  readonly analytic: number;
  readonly numeric: number;
  readonly bound: number;
}

/** What `checkGradients` found. */
export class GradientReport {
  /** The worst of all entries: `fail`, then `ill-conditioned`, then `kink`, then `pass`. */
  readonly verdict: Verdict;
  readonly entries: readonly Entry[];
  /** The ops that are wrong by themselves; looked for after a failure only. */
  readonly blame: readonly Blame[];
  /** What to pass as `seed` for the same directions and cotangents. */
  readonly seed: number;
  /** How often the function was evaluated. */
  readonly evaluations: number;

  /** @internal */
  constructor(entries: readonly Entry[], blame: readonly Blame[], seed: number, evaluations: number) {
    this.entries = entries;
    this.blame = blame;
    this.seed = seed;
    this.evaluations = evaluations;
    this.verdict = worst(entries);
  }

  /** Is no derivative wrong? Kinks and ill-conditioned ones are not. */
  get ok(): boolean {
    return this.verdict !== "fail";
  }

  /** The entries with that verdict. */
  with(verdict: Verdict): readonly Entry[] {
    return this.entries.filter((entry) => entry.verdict === verdict);
  }

  /** The report as text: a line of counts, the entries that did not pass, the ops to blame, and the seed. */
  toString(): string {
    const counts = order
      .map((verdict) => [verdict, this.with(verdict).length] as const)
      .filter(([, count]) => count > 0)
      .map(([verdict, count]) => `${count} ${verdict}`);
    const total = this.entries.length;
    const lines = [`gradients: ${this.verdict} (${counts.join(", ") || "nothing to check"}; ${total} in all)`];
    const shown = order.filter((verdict) => verdict !== "pass").flatMap((verdict) => this.with(verdict));
    for (const entry of shown.slice(0, mostLines)) lines.push(`  ${entryLine(entry)}`);
    if (shown.length > mostLines) lines.push(`  … and ${shown.length - mostLines} more`);
    if (this.verdict === "fail") {
      if (this.blame.length === 0) {
        lines.push(
          "  no op is wrong by itself: look for a value that left the tape (detach, item, toArray, noGrad) on the way.",
        );
      }
      for (const blame of this.blame.slice(0, mostLines)) lines.push(...blameLines(blame));
    }
    lines.push(`  seed ${this.seed}, ${this.evaluations} evaluations`);
    return lines.join("\n");
  }
}

const order: readonly Verdict[] = ["fail", "ill-conditioned", "kink", "pass"];
const mostLines = 8;

function worst(entries: readonly Entry[]): Verdict {
  return order.find((verdict) => entries.some((entry) => entry.verdict === verdict)) ?? "pass";
}

function entryLine(entry: Entry): string {
  const where = `${entry.path}${entry.index === undefined || entry.index.length === 0 ? "" : `[${entry.index.join(", ")}]`}`;
  const what = `${entry.order === 2 ? "second " : ""}${entry.mode === "jvp" ? "jvp " : ""}derivative`;
  const numbers = `analytic ${short(entry.analytic)}, numeric ${short(entry.numeric)} ± ${short(entry.bound, 1)}`;
  const sides =
    entry.left === undefined || entry.right === undefined
      ? ""
      : `, from below ${short(entry.left)}, from above ${short(entry.right)}: subgradients ` +
        `[${short(Math.min(entry.left, entry.right))}, ${short(Math.max(entry.left, entry.right))}]`;
  return `${entry.verdict.padEnd(15)} ${where}: ${what} ${numbers}${sides}`;
}

function blameLines({ op, input, order, inputShapes, site, module, analytic, numeric, bound }: Blame): string[] {
  const shapes = inputShapes.map((shape) => `[${shape.join(", ")}]`).join(", ");
  const place = site === null ? "" : ` at ${site.file}:${site.line}:${site.column}`;
  return [
    `  blame: the ${order === 2 ? "derivative of the " : ""}rule of ${op} for ${input}, inputs ${shapes}${module === "" ? "" : ` in ${module}`}${place}`,
    `         analytic ${short(analytic)}, numeric ${short(numeric)} ± ${short(bound, 1)}`,
  ];
}

function short(value: number, digits = 7): string {
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(digits)));
}
