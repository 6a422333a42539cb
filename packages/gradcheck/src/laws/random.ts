import fc from "fast-check";
import type { Source } from "../arbitraries/draw.ts";
import { Violation } from "./compare.ts";
import type { LawOptions } from "./law.ts";

interface Surroundings {
  readonly process?: { readonly env?: { readonly TAPEGRAD_SEED?: string; readonly TAPEGRAD_RUNS?: string } };
}
/** Empty in a browser. */
const { TAPEGRAD_SEED, TAPEGRAD_RUNS } = (globalThis as Surroundings).process?.env ?? {};

/**
 * Every law starts from this number, so that a run can be repeated anywhere. `TAPEGRAD_SEED=random` tries cases nobody has seen;
 * another number repeats what a failure reported.
 */
const defaultSeed = TAPEGRAD_SEED === "random" ? Date.now() % 2 ** 31 : Number(TAPEGRAD_SEED ?? 1);
/** How many cases each law is tried on, besides the samples of the facts: a tenth to a fifth of a second an op in all. */
const defaultRuns = Number(TAPEGRAD_RUNS ?? 50);

/** A case and why it fails: said where the case is known, since what fast-check remembers are its choices. */
export class Failure extends Error {
  readonly described: string;
  readonly reason: string;
  constructor(described: string, cause: unknown) {
    super(described, { cause });
    this.described = described;
    this.reason = cause instanceof Error ? cause.message : String(cause);
  }
}

/** What a law tries, and how often. */
export interface Trials {
  /** Whose law it is: `"tanh > is the same the other way round"`. Each gets cases of its own by it. */
  readonly name: string;
  /** At most this many cases; as many as asked for unless given. */
  readonly atMost?: number;
  /** One case from random choices. Throws a {@link Failure} if the law does not hold there. */
  readonly attempt: (source: Source) => void;
}

/**
 * Tries a law on random cases.
 *
 * @throws Error with the smallest case that fails, why, and the seed.
 */
export function tryAtRandom({ name, atMost, attempt }: Trials, options: LawOptions = {}): void {
  const { shrink = true, seed = defaultSeed, runs = defaultRuns } = options;
  const details = fc.check(fc.property(fc.gen(), attempt), {
    seed: seed ^ hash(name),
    numRuns: Math.min(atMost ?? runs, runs),
    interruptAfterTimeLimit: 20_000,
    endOnFailure: !shrink,
  });
  if (!details.failed) return;
  const { errorInstance: failure, numRuns: tried, numShrinks } = details;
  if (!(failure instanceof Failure)) throw failure ?? new Error(`${name}: the time ran out after ${tried} cases.`);
  const text = `${failure.described}
  ${failure.reason}
Case ${tried}, simplified ${numShrinks} times. Again: { seed: ${seed}, runs: ${runs} }, or TAPEGRAD_SEED=${seed} TAPEGRAD_RUNS=${runs}`;
  // A law's own words say all there is; of any other error the place is wanted.
  throw failure.cause instanceof Violation ? new Error(text) : new Error(text, { cause: failure.cause });
}

/** Every law of every subject gets a number of its own, and so its own cases. */
function hash(text: string): number {
  let h = 0;
  for (const letter of text) h = (Math.imul(h, 31) + letter.charCodeAt(0)) | 0;
  return h;
}
