import {
  DomainError,
  formatReceived,
  optionsOf,
  type Parameter,
  Rng,
  TapegradError,
  Tensor,
  whole,
} from "@tapegrad/core";
import type { NumberEntry } from "../json/document.ts";
import { numberEntry } from "../json/values.ts";
import type { ParameterStep, TrainingDocument, WatchedEpoch, WatchedParameter, WatchedStep } from "./document.ts";
import { Evenly } from "./evenly.ts";
import { Observation, type Subject } from "./observation.ts";
import { pageOf } from "./page.ts";
import type { Kept } from "./spread.ts";
import type { WatchedModel, WatchedOptimizer } from "./watched.ts";

/** Options of {@link watch}. */
export interface WatchOptions {
  /** Look at one step of so many, from the first on; default 10. */
  readonly every?: number;
  /** Keep at most so many steps, at least 2; default 200. Beyond that every second one is dropped, and `every` doubles. */
  readonly limit?: number;
  /** Which parameters: paths in the model. Default all that the optimizer has. */
  readonly parameters?: readonly string[];
  /** Tensors of up to so many elements are kept in full; default 64. */
  readonly whole?: number;
  /** Of larger ones so many elements are kept, the same at every step; default 16. */
  readonly sample?: number;
  /** Bins of the histograms; default 24. */
  readonly bins?: number;
}

/** What was told of a step: its loss, or several numbers by name. */
export type StepLogs = number | Tensor | { readonly [name: string]: number | Tensor };

/**
 * Watches a training, to look back on it: at one step of every few it keeps values, gradients and updates of the parameters, each update
 * split into what this gradient, momentum, penalties and weight decay add (see `updateParts`).
 *
 * It is a callback of `fit`. In a loop of your own, call `record(loss)` after each `optimizer.step()`. It only looks: the weights are the
 * same bits with and without it, and a step that `fit` has compiled stays compiled. What it keeps has a limit, whatever the number of
 * steps: of a large tensor its range, mean, norm and histogram, and a few elements.
 *
 * @param model - Its parameters are called by their paths in it. The penalties of its regularizers are told from the rest of the
 * gradient; a loop of your own has them in its loss by `withPenalties`. Those of activities count to the gradient.
 * @param optimizer - Of `@tapegrad/optim`.
 * @param options - See {@link WatchOptions}.
 * @throws {@link DomainError} if an option is out of range, or if the optimizer has no parameter of such a name.
 * @example
 * ```ts
 * const line = { slope: parameter([2]), forward: (x: Tensor) => x.mul(line.slope), namedParameters: () => [["slope", line.slope] as const] };
 * const optimizer = new SGD([line.slope], { learningRate: 0.25, momentum: 0.5 });
 * const watcher = watch(line, optimizer, { every: 1 });
 * for (let step = 0; step < 2; step++) {
 *   optimizer.zeroGrad();
 *   const loss = line.forward(tensor([1])).square().sum();
 *   loss.backward();
 *   optimizer.step();
 *   watcher.record(loss);
 * }
 * const { gradient, update, parts } = watcher.steps[1]!.parameters[0]!;
 * gradient?.values; // => [2]
 * update?.values; // => [-1]
 * parts.gradient?.values; // => [-0.5]
 * parts.momentum?.values; // => [-0.5]
 * ```
 */
export function watch(model: WatchedModel, optimizer: WatchedOptimizer, options: WatchOptions = {}): Watcher {
  if (typeof model?.namedParameters !== "function") throw notA("model", "a model with namedParameters()", model);
  if (typeof optimizer?.state !== "function" || !Array.isArray(optimizer.parameters))
    throw notA("optimizer", "an optimizer of @tapegrad/optim", optimizer);
  return new Watcher(model, optimizer, options);
}

function notA(argument: string, what: string, value: unknown): TapegradError {
  return new TapegradError({ where: "watch", argument, expected: `must be ${what}`, received: formatReceived(value) });
}

const optionNames = ["every", "limit", "parameters", "whole", "sample", "bins"] as const;

/** What was seen of a training, and a callback that goes on looking: see {@link watch}. */
export class Watcher {
  /** The parameters that are looked at. */
  readonly parameters: readonly WatchedParameter[];
  private readonly optimizer: WatchedOptimizer;
  private readonly observation: Observation;
  private readonly keptSteps: Evenly<WatchedStep>;
  private readonly keptEpochs: Evenly<WatchedEpoch>;
  private taken = 0;
  private finished = 0;
  private epoch: number | null = null;

  /** @internal Made by `watch`. */
  constructor(model: WatchedModel, optimizer: WatchedOptimizer, options: WatchOptions) {
    const given = optionsOf("watch", options, optionNames);
    const every = whole("watch", "every", given.every ?? 10, { min: 1 });
    const limit = whole("watch", "limit", given.limit ?? 200, { min: 2 });
    const most = whole("watch", "whole", given.whole ?? 64, { min: 0 });
    const sample = whole("watch", "sample", given.sample ?? 16, { min: 0 });
    const bins = whole("watch", "bins", given.bins ?? 24, { min: 1, max: 1000 });
    const chosen = chosenFrom(namesOf(model, optimizer), given.parameters);
    const subjects = chosen.map(([name, place]): Subject => {
      const { size } = optimizer.parameters[place]!;
      return { name, place, kept: placesOf(size, most, sample) };
    });
    this.parameters = subjects.map(({ name, place, kept }) => {
      const { shape, dtype } = optimizer.parameters[place]!;
      return { name, shape: [...shape], dtype, kept: Array.from(kept) };
    });
    this.keptSteps = new Evenly(limit, every);
    this.keptEpochs = new Evenly(limit, 1);
    this.optimizer = optimizer;
    this.observation = new Observation(model, optimizer, subjects, bins);
    this.prepare();
  }

  /** The steps that are kept, the first one first. */
  get steps(): readonly WatchedStep[] {
    return this.keptSteps.items;
  }

  /** What `fit` told at the end of epochs. */
  get epochs(): readonly WatchedEpoch[] {
    return this.keptEpochs.items;
  }

  /** So many steps lie from one that is kept to the next: the option, doubled each time the limit was reached. */
  get every(): number {
    return this.keptSteps.every;
  }

  /**
   * Tells that a step was taken: to be called after each `optimizer.step()`, before the gradients are cleared. `fit` does it by itself.
   *
   * @param logs - The loss of the step, or several numbers by name.
   * @throws {@link TapegradError} if there was another number of steps since the last call, or if no gradient is left.
   */
  record(logs: StepLogs): void {
    const numbers = numbersOf(logs);
    const { observation } = this;
    this.taken++;
    if (observation.isReady) {
      const seen = observation.lookAfter();
      this.keptSteps.push({ step: this.taken, epoch: this.epoch, logs: numbers, ...seen });
    }
    this.prepare();
  }

  /** For `fit`. */
  onTrainBegin(): void {
    this.prepare();
  }

  /** For `fit`. */
  onEpochBegin(epoch: number): void {
    this.epoch = epoch;
    this.prepare(); // another callback may have changed something between epochs
  }

  /** For `fit`. */
  onBatchEnd(_step: number, logs: Readonly<Record<string, number>>): void {
    this.record(logs);
  }

  /** For `fit`. */
  onEpochEnd(epoch: number, logs: Readonly<Record<string, number>>): void {
    if (this.keptEpochs.wants(this.finished++)) this.keptEpochs.push({ epoch, step: this.taken, logs: { ...logs } });
  }

  /** For `fit`. */
  onTrainEnd(): void {
    this.epoch = null;
    this.prepare();
  }

  /** All that was kept, as plain data. */
  toJson(): TrainingDocument {
    const { update } = this.optimizer;
    const { split } = this.observation;
    const [texts, latex] = [split.formulas("text"), split.formulas("latex")];
    return {
      format: "tapegrad-training",
      version: 1,
      optimizer: {
        name: this.optimizer.state().optimizer,
        formula: { text: update.formula("text"), latex: update.formula("latex") },
        parts: Object.fromEntries(split.causes.map((one) => [one, { text: texts[one]!, latex: latex[one]! }])),
      },
      every: this.every,
      parameters: this.parameters,
      steps: this.steps.map((step) => ({
        ...step,
        logs: entriesOf(step.logs, numberEntry),
        parameters: step.parameters.map(parameterEntry),
      })),
      epochs: this.epochs.map((epoch) => ({ ...epoch, logs: entriesOf(epoch.logs, numberEntry) })),
    };
  }

  /**
   * A page about it: a slider over the steps, and for each parameter its value, gradient and update, what moved it, and histograms.
   *
   * @param options - `title`.
   * @returns A complete page, which needs no network. Write it to a file, and open that in a browser.
   * @throws {@link TapegradError} if no step was kept.
   * @see {@link compareRuns} for several trainings side by side.
   */
  toHtml(options: { readonly title?: string } = {}): string {
    const { title = "Training" } = optionsOf("watcher.toHtml", options, ["title"]);
    return pageOf("watcher.toHtml", title, [{ name: "training", document: this.toJson() }]);
  }

  /** Keeps what the next step will read, if it is to be looked at. */
  private prepare(): void {
    if (this.keptSteps.wants(this.taken)) this.observation.lookBefore();
    else this.observation.forget();
  }
}

/** The parameters of an optimizer by what a model calls them. */
function namesOf(model: WatchedModel, { parameters }: WatchedOptimizer): Map<string, number> {
  const paths = new Map<Parameter, string>();
  for (const [path, parameter] of model.namedParameters()) if (!paths.has(parameter)) paths.set(parameter, path);
  const names = new Map<string, number>();
  for (const [place, parameter] of parameters.entries()) {
    const wanted = paths.get(parameter) || parameter.name || `parameter ${place}`;
    let name = wanted;
    for (let i = 2; names.has(name); i++) name = `${wanted}_${i}`;
    names.set(name, place);
  }
  return names;
}

function chosenFrom(names: ReadonlyMap<string, number>, chosen: unknown): [string, number][] {
  if (chosen === undefined) return [...names];
  if (!Array.isArray(chosen)) throw unknown(names, chosen);
  return [...new Set<unknown>(chosen)].map((name) => {
    const place = typeof name === "string" ? names.get(name) : undefined;
    if (place === undefined) throw unknown(names, name);
    return [name as string, place]; // it was found
  });
}

function unknown(names: ReadonlyMap<string, number>, got: unknown): DomainError {
  return new DomainError({
    where: "watch",
    argument: "parameters",
    expected: `must be a list of some of ${[...names.keys()].join(", ")}`,
    received: formatReceived(got),
  });
}

/** Places of the elements that are kept: drawn by a generator of their own, so that no program draws other numbers for it. */
function placesOf(size: number, most: number, sample: number): Int32Array {
  if (size <= most || size <= sample) return Int32Array.from({ length: size }, (_, i) => i);
  return new Rng("watch").permutation(size).data.slice(0, sample).sort();
}

function numbersOf(logs: unknown): { readonly [name: string]: number } {
  if (typeof logs === "number" || logs instanceof Tensor) return { loss: numberOf("loss", logs) };
  if (typeof logs !== "object" || logs === null) throw noNumber("its argument", logs);
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [name, numberOf(name, value)]));
}

function numberOf(name: string, value: unknown): number {
  if (typeof value === "number") return value;
  if (value instanceof Tensor && value.size === 1) return value.item();
  throw noNumber(name, value);
}

function noNumber(argument: string, value: unknown): TapegradError {
  return new TapegradError({
    where: "watcher.record",
    argument,
    expected: "must be a number or a tensor of one element",
    received: formatReceived(value),
  });
}

function entriesOf<T, U>(values: { readonly [name: string]: T }, f: (value: T) => U): { [name: string]: U } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, f(value)]));
}

function parameterEntry({
  value,
  gradient,
  update,
  parts,
}: ParameterStep): TrainingDocument["steps"][0]["parameters"][0] {
  const entry = <K extends Kept>(kept: K): Omit<K, "values"> & Kept<NumberEntry> => ({
    ...kept,
    values: kept.values.map(numberEntry),
  });
  return {
    value: entry(value),
    gradient: gradient && entry(gradient),
    update: update && entry(update),
    parts: entriesOf(parts, entry),
  };
}
