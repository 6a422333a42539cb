import type { DType, Tensor } from "@tapegrad/core";
import { type Case, drawCase } from "@tapegrad/core/facts";
import { drawFrom, drawInputs, type Source, type Subject } from "@tapegrad/gradcheck/ops";
import fc from "fast-check";
import { describeValue, Violation } from "./compare.ts";

/** One call of an op, drawn at random, and where further random choices come from. */
export interface Call {
  readonly inputs: readonly Tensor[];
  readonly args: readonly unknown[];
  /** How far each element of a float may move. */
  readonly room: number;
  readonly source: Source;
}

interface Environment {
  readonly TAPEGRAD_SEED?: string;
  readonly TAPEGRAD_RUNS?: string;
}
const { TAPEGRAD_SEED, TAPEGRAD_RUNS } = process.env as Environment;

/**
 * Every law starts from this number, so that a run can be repeated anywhere. `TAPEGRAD_SEED=random` tries cases nobody has seen;
 * another number repeats what a failure reported.
 */
const seed = TAPEGRAD_SEED === "random" ? Date.now() % 2 ** 31 : Number(TAPEGRAD_SEED ?? 1);
/** How many cases each law is tried on, besides the samples of the facts: a tenth to a fifth of a second an op in all. */
const runs = Number(TAPEGRAD_RUNS ?? 50);

/** How the inputs of a law are filled. */
export interface Filling {
  /** The dtype of each float input: float64 unless said otherwise. */
  readonly floats?: DType | "mixed";
  /** Will elements be moved? Then they stay `room` away from the ends of their ranges. */
  readonly inner?: boolean;
}

/** Something that must be true of an op, and a way to find out. */
export interface Law {
  readonly title: string;
  /** @throws Error if the law does not hold, with what was found. */
  readonly check: (options?: CheckOptions) => void;
}

export interface CheckOptions {
  /** Look for the smallest call that fails? Default true; false where it is enough to know that there is one. */
  readonly shrink?: boolean;
}

/**
 * A law of every call of an op: it is tried on each of the op's samples, then on its cases.
 *
 * @returns Its check throws an Error with the smallest call that fails, why, and the seed.
 */
export function lawOf(
  subject: Subject,
  title: string,
  { floats = "float64", inner = false }: Filling,
  holds: (call: Call) => void,
): Law {
  const attempt = (draw: (source: Source) => Case, numRuns: number, shrink: boolean): void => {
    const property = fc.property(fc.gen(), (source) => {
      const one = draw(source);
      const dtypeOf = (): DType => (floats !== "mixed" ? floats : source(fc.boolean) ? "float64" : "float32");
      const { tensors, room } = drawInputs(source, subject, one, dtypeOf, inner);
      const args = one.args ?? [];
      try {
        holds({ inputs: tensors, args, room, source });
      } catch (error) {
        // Said here, where the call is known: what fast-check remembers are its choices.
        throw new Failure(callText(subject, tensors, args), error);
      }
    });
    const details = fc.check(property, {
      seed: seed ^ hash(`${subject.name} > ${title}`),
      numRuns,
      interruptAfterTimeLimit: 20_000,
      endOnFailure: !shrink,
    });
    if (!details.failed) return;
    const { errorInstance: failure, numRuns: tried, numShrinks } = details;
    if (!(failure instanceof Failure))
      throw failure ?? new Error(`${subject.name}: the time ran out after ${tried} calls.`);
    const again = `TAPEGRAD_SEED=${seed} TAPEGRAD_RUNS=${runs} npx vitest run laws -t "${subject.name} "`;
    const text = `${failure.call}
  ${failure.reason}
Call ${tried}, simplified ${numShrinks} times. Again: ${again}`;
    // A law's own words say all there is; of any other error the place is wanted.
    throw failure.cause instanceof Violation ? new Error(text) : new Error(text, { cause: failure.cause });
  };
  return {
    title,
    check({ shrink = true } = {}) {
      for (const sample of subject.facts.samples ?? []) attempt(() => sample, Math.min(2, runs), shrink);
      attempt((source) => drawCase(subject.facts, subject.inputNames, drawFrom(source)), runs, shrink);
    },
  };
}

class Failure extends Error {
  readonly call: string;
  readonly reason: string;
  constructor(call: string, cause: unknown) {
    super(call, { cause });
    this.call = call;
    this.reason = cause instanceof Error ? cause.message : String(cause);
  }
}

/** A call as one would type it. */
export function callText(subject: Subject, inputs: readonly unknown[], args: readonly unknown[]): string {
  const list = subject.variadic ? [inputs, ...args] : [...inputs, ...args];
  return `${subject.name}(${list.map(describeValue).join(", ")})`;
}

/** Every law of every op gets a number of its own, and so its own cases. */
function hash(text: string): number {
  let h = 0;
  for (const letter of text) h = (Math.imul(h, 31) + letter.charCodeAt(0)) | 0;
  return h;
}
