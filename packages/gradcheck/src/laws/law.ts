import { TapegradError } from "@tapegrad/core";
import { Violation } from "./compare.ts";

/** Something that must be true of an op, a layer, a loss or an optimizer, and a way to find out. */
export interface Law {
  readonly title: string;
  /** @throws Error if it does not hold, with the smallest case that was found and the seed. */
  readonly check: (options?: LawOptions) => void;
}

/** How a law is tried. */
export interface LawOptions {
  /** Look for the smallest case that fails? Default true; false where it is enough to know that there is one. */
  readonly shrink?: boolean;
  /** Where random cases start; default 1, so that a run can be repeated anywhere. */
  readonly seed?: number;
  /** How many random cases are tried; default 50. */
  readonly runs?: number;
}

/** What became of one law. */
export interface LawOutcome {
  readonly title: string;
  /** Why it does not hold: the smallest case found, and the seed; `null` if it holds. */
  readonly failure: string | null;
}

/** What `checkOp` and its like found: every law, in order; none of them broken. */
export interface LawReport {
  readonly name: string;
  readonly laws: readonly LawOutcome[];
}

/** One law or more that does not hold: its text names each, with the smallest case that was found and the seed. */
export class LawError extends TapegradError {
  override readonly name = "LawError";
  /** Those that do not hold. */
  readonly failures: readonly LawOutcome[];
  readonly laws: readonly LawOutcome[];

  /** @internal */
  constructor(message: string, laws: readonly LawOutcome[]) {
    super(message);
    this.laws = laws;
    this.failures = laws.filter(({ failure }) => failure !== null);
  }
}

/**
 * Checks all of some laws, also after one has failed.
 *
 * @throws {@link LawError} listing those that do not hold.
 */
export function checkLaws(where: string, name: string, laws: readonly Law[], options: LawOptions): LawReport {
  const outcomes = laws.map(({ title, check }): LawOutcome => {
    try {
      check(options);
      return { title, failure: null };
    } catch (error) {
      return { title, failure: error instanceof Violation ? error.message : String(error).replace(/^Error: /, "") };
    }
  });
  const broken = outcomes.filter(({ failure }) => failure !== null);
  if (broken.length === 0) return { name, laws: outcomes };
  const list = broken.map(({ title, failure }) => `\n- ${name} ${title}\n  ${failure!.replaceAll("\n", "\n  ")}`);
  throw new LawError(
    `${where}: all ${outcomes.length} laws of ${name} must hold, got ${broken.length} that do not.${list.join("")}`,
    outcomes,
  );
}
