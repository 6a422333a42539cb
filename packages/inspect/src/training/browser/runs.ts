import type { NumberEntry } from "../../json/document.ts";
import type { ParameterStep, UpdatePart, WatchedParameter, WatchedStep } from "../document.ts";
import type { Run } from "../pageData.ts";

/** What an update is split into, in the order in which it is shown. */
export const partNames: readonly UpdatePart[] = ["gradient", "momentum", "penalty", "decay", "rounding"];

/** One parameter of one run, over all steps. */
export interface Track {
  readonly run: Run;
  readonly place: number;
  readonly parameter: WatchedParameter;
  /** Which parts are not 0 everywhere. */
  readonly parts: readonly UpdatePart[];
}

/** The names of all parameters, each once. */
export function parameterNames(runs: readonly Run[]): readonly string[] {
  return [...new Set(runs.flatMap(({ document }) => document.parameters.map(({ name }) => name)))];
}

/** The parameter of that name in a run, if it has one. */
export function trackOf(run: Run, name: string): Track | null {
  const place = run.document.parameters.findIndex((parameter) => parameter.name === name);
  const parameter = run.document.parameters[place];
  if (parameter === undefined) return null;
  const parts = partNames.filter((part) =>
    run.document.steps.some(({ parameters }) => (parameters[place]?.parts[part]?.norm ?? 0) !== 0),
  );
  return { run, place, parameter, parts };
}

/** All steps that any run has kept. */
export function stepNumbers(runs: readonly Run[]): readonly number[] {
  return [...new Set(runs.flatMap(({ document }) => document.steps.map(({ step }) => step)))].sort((a, b) => a - b);
}

/** Where a run was: the last step that it has kept, up to that one. */
export function stepAt({ document }: Run, step: number): WatchedStep<NumberEntry> | null {
  return document.steps.findLast((one) => one.step <= step) ?? document.steps[0] ?? null;
}

/** What a track has at each step. */
export function* alongSteps({ run, place }: Track): Generator<readonly [step: number, ParameterStep<NumberEntry>]> {
  for (const { step, parameters } of run.document.steps) yield [step, parameters[place]!]; // of every parameter
}

/** Where an element is, as one would write it: `[3, 7]`. */
export function indexText(shape: readonly number[], flat: number): string {
  const index: number[] = [];
  let rest = flat;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${index.join(", ")}]`;
}
