import { concat, DomainError, formatReceived, formatShape, noGrad, ShapeError, Tensor } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import type { Callback } from "../callbacks/callback.ts";
import type { Module } from "../module/module.ts";
import { addPenalties } from "../module/penalties.ts";
import type { Compiled } from "./compile.ts";
import { History, validationName } from "./history.ts";
import { Turns } from "./turns.ts";

/** Inputs and targets, the first axis of both counting examples. */
export type Pair = readonly [x: Tensor, y: Tensor];
/** Batches that can be gone through again and again; a `DataLoader` of pairs is one, a list of pairs another. */
export interface Batches extends Iterable<Pair> {
  /** Batches in one pass. */
  readonly length: number;
}

/** How to train. */
export interface FitOptions {
  /** Passes over the data; default 1. */
  readonly epochs?: number;
  /** Examples per step; default 32. For tensors: a `DataLoader` has its own. */
  readonly batchSize?: number;
  /** A new order each epoch? Default true. For tensors. */
  readonly shuffle?: boolean;
  /** Seed of the order; default 0. For tensors. */
  readonly seed?: number | string;
  /** Looked at after each epoch, never trained on. */
  readonly validationData?: Pair | Batches;
  readonly callbacks?: readonly Callback[];
  /** When it aborts, training ends before the next step and `fit` rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** Examples looked at at once where nothing is trained. */
const evaluationBatch = 1024;

/** What `Model.fit` does. */
export async function fit(
  model: Module,
  compiled: Compiled,
  data: Pair | Batches,
  options: FitOptions,
): Promise<History> {
  const { callbacks = [], epochs = 1, batchSize = 32, shuffle = true, seed = 0, signal, validationData } = options;
  requireWhole("fit: epochs", epochs);
  requireWhole("fit: batchSize", batchSize);
  const batches = toBatches("fit", data, { batchSize, shuffle, seed });
  const validation = validationData && toBatches("fit: validationData", validationData, { batchSize: evaluationBatch });
  signal?.throwIfAborted();

  const examples =
    batches instanceof DataLoader ? Math.min(batches.dataset.length, batches.length * batches.batchSize) : null;
  const plan = { model, epochs, steps: batches.length, examples };
  const history = new History();
  const turns = new Turns(signal);
  const begun: Callback[] = [];
  let failure: { readonly error: unknown } | null = null;
  try {
    for (const callback of callbacks) {
      begun.push(callback);
      await callback.onTrainBegin?.(plan);
    }
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch);
      const logs = await trainEpoch(model, compiled, batches, callbacks, turns);
      if (validation !== undefined) {
        for (const [name, value] of Object.entries(await validate(model, compiled, validation, turns)))
          logs[validationName(name)] = value;
      }
      history.push(epoch, logs);
      let goOn = true;
      for (const callback of callbacks) if ((await callback.onEpochEnd?.(epoch, logs)) === false) goOn = false;
      if (!goOn) break;
    }
  } catch (error) {
    failure = { error };
  }
  compiled.optimizer.zeroGrad(); // or the user's next backward pass would add to what the last step left
  for (const callback of begun) {
    try {
      await callback.onTrainEnd?.();
    } catch (error) {
      failure ??= { error }; // the first failure is the reason of the others
    }
  }
  if (failure !== null) throw failure.error;
  return history;
}

async function trainEpoch(
  model: Module,
  compiled: Compiled,
  batches: Batches,
  callbacks: readonly Callback[],
  turns: Turns,
): Promise<Record<string, number>> {
  const parts = partsOf(model);
  const seen = new Totals("fit", compiled);
  let step = 0;
  for (const batch of batches) {
    trainStep(parts, compiled, readBatch("fit", batch), seen);
    step++;
    for (const callback of callbacks) await callback.onBatchEnd?.(step, { loss: seen.loss });
    await turns.next();
  }
  return seen.logs();
}

/** One step: loss with penalties, its gradients, and the optimizer's update. Synchronous: no other task sees it half done. */
function trainStep(parts: Parts, compiled: Compiled, batch: Pair, seen: Totals): void {
  const { optimizer } = compiled;
  optimizer.zeroGrad();
  withTraining(parts.modules, true, () => {
    const { loss, predictions } = run("fit", parts, compiled, batch);
    loss.backward();
    optimizer.step();
    seen.add(loss, predictions, batch);
  });
}

async function validate(
  model: Module,
  compiled: Compiled,
  batches: Batches,
  turns: Turns,
): Promise<Record<string, number>> {
  const parts = partsOf(model);
  const where = "fit: validationData";
  const seen = new Totals(where, compiled);
  for (const batch of batches) {
    look(where, parts, compiled, batch, seen);
    await turns.next();
  }
  return seen.logs();
}

/** Loss and metrics over all examples, nothing trained: what `Model.evaluate` gives. */
export function evaluate(model: Module, compiled: Compiled, data: Pair | Batches): Record<string, number> {
  const parts = partsOf(model);
  const seen = new Totals("evaluate", compiled);
  for (const batch of toBatches("evaluate", data, { batchSize: evaluationBatch }))
    look("evaluate", parts, compiled, batch, seen);
  return seen.logs();
}

/** Adds one batch to what was seen, nothing trained. */
function look(where: string, parts: Parts, compiled: Compiled, batch: unknown, seen: Totals): void {
  const pair = readBatch(where, batch);
  const { loss, predictions } = inUse(parts.modules, () => run(where, parts, compiled, pair));
  seen.add(loss, predictions, pair);
}

/** What a model gives for any number of examples, in batches that fit the cache: what `Model.predict` gives. */
export function predict(model: Module, x: Tensor, batchSize: number = evaluationBatch): Tensor {
  if (!(x instanceof Tensor)) throw new ShapeError(`predict: x must be a tensor, got ${formatReceived(x)}.`);
  requireWhole("predict: batchSize", batchSize);
  const { forward, modules } = partsOf(model);
  return inUse(modules, () => {
    const examples: number = x.ndim < 2 ? 1 : x.shape[0]!;
    if (examples <= batchSize) return forward(x);
    const starts = Array.from({ length: Math.ceil(examples / batchSize) }, (_, i) => i * batchSize);
    return concat(
      starts.map((start) => forward(x.slice([[start, Math.min(start + batchSize, examples)]]))),
      0,
    );
  });
}

/** A model as the loops here need it: all Modules in it are looked up once for many steps. */
interface Parts {
  readonly forward: (x: Tensor) => Tensor;
  readonly modules: readonly Module[];
}

function partsOf(model: Module): Parts {
  return {
    forward: model.forward as (x: Tensor) => Tensor, // of one input: what can be trained this way
    modules: model.namedModules().map(([, module]) => module),
  };
}

/** The loss of a batch, penalties included, and the predictions it is of. */
function run(
  where: string,
  { forward, modules }: Parts,
  compiled: Compiled,
  [x, y]: Pair,
): { readonly loss: Tensor<[]>; readonly predictions: Tensor } {
  let predictions: Tensor | null = null;
  const loss = addPenalties(modules, () => {
    predictions = forward(x);
    const value: unknown = compiled.loss(predictions, y);
    if (value instanceof Tensor && value.ndim === 0) return value as Tensor<[]>; // just checked
    const got = value instanceof Tensor ? `shape ${formatShape(value.shape)}` : formatReceived(value);
    throw new ShapeError(`${where}: the loss must be a tensor of shape [], got ${got}. End it with .mean() or .sum().`);
  });
  return { loss, predictions: predictions! };
}

/** Runs `fn` with the Modules in training or in use, and leaves them as they were. */
function withTraining<T>(modules: readonly Module[], training: boolean, fn: () => T): T {
  const before = modules.map((module) => module.training);
  for (const module of modules) module.training = training;
  try {
    return fn();
  } finally {
    for (const [i, module] of modules.entries()) module.training = before[i]!;
  }
}

/** Runs `fn` with the Modules in use, and without a tape. */
function inUse<T>(modules: readonly Module[], fn: () => T): T {
  return withTraining(modules, false, () => noGrad(fn));
}

/** Means over the examples seen so far. */
class Totals {
  private readonly where: string;
  private readonly compiled: Compiled;
  private readonly seen: { readonly predictions: Tensor; readonly targets: Tensor }[] = [];
  private lossSum = 0;
  private count = 0;

  constructor(where: string, compiled: Compiled) {
    this.where = where;
    this.compiled = compiled;
  }

  get loss(): number {
    return this.lossSum / this.count;
  }

  add(loss: Tensor<[]>, predictions: Tensor, [, targets]: Pair): void {
    const examples: number = targets.ndim === 0 ? 1 : targets.shape[0]!;
    this.lossSum += loss.item() * examples;
    this.count += examples;
    // Metrics such as F1 are no means of the batches' values: they are computed once, over everything.
    if (this.compiled.metrics.length > 0) this.seen.push({ predictions: predictions.detach(), targets });
  }

  logs(): Record<string, number> {
    if (this.count === 0) {
      const hint = "What gives batches must give them again and again, as a DataLoader or a list does.";
      throw new DomainError(`${this.where}: there must be at least one example in each pass, got none. ${hint}`);
    }
    const logs: Record<string, number> = { loss: this.loss };
    if (this.seen.length === 0) return logs;
    const predictions = joined(this.seen.map((batch) => batch.predictions));
    const targets = joined(this.seen.map((batch) => batch.targets));
    for (const [name, metric] of this.compiled.metrics) {
      const value = metric(predictions, targets);
      logs[name] = typeof value === "number" ? value : value.item();
    }
    return logs;
  }
}

function joined(parts: readonly Tensor[]): Tensor {
  return parts.length === 1 ? parts[0]! : concat(parts, 0);
}

function requireWhole(what: string, value: unknown): void {
  if (!Number.isInteger(value) || (value as number) < 1)
    throw new DomainError(`${what} must be a whole number from 1 on, got ${formatReceived(value)}.`);
}

/** Two tensors: not a list of two batches, which are lists themselves. */
function isPair(data: Pair | Batches): data is Pair {
  return Array.isArray(data) && data.length === 2 && !Array.isArray(data[0]);
}

/** @throws ShapeError unless it is a pair of tensors. */
function readBatch(where: string, batch: unknown): Pair {
  if (Array.isArray(batch) && batch.length === 2 && batch[0] instanceof Tensor && batch[1] instanceof Tensor)
    return [batch[0], batch[1]];
  throw new ShapeError(`${where}: each batch must be a pair of tensors, [x, y], got ${formatReceived(batch)}.`);
}

/** @throws ShapeError unless inputs and targets are tensors with equally many examples, at least one. */
function toBatches(
  where: string,
  data: Pair | Batches,
  loading: { readonly batchSize: number; readonly shuffle?: boolean; readonly seed?: number | string },
): Batches {
  if (!isPair(data)) {
    if (typeof data === "object" && data !== null && Symbol.iterator in data) return data;
    throw new ShapeError(`${where}: the data must be tensors x and y, or a DataLoader, got ${formatReceived(data)}.`);
  }
  for (const [i, name] of (["x", "y"] as const).entries()) {
    const value: unknown = data[i];
    if (!(value instanceof Tensor))
      throw new ShapeError(`${where}: ${name} must be a tensor, got ${formatReceived(value)}.`);
    if (value.ndim === 0) throw new ShapeError(`${where}: ${name} must have a first axis of examples, got a scalar.`);
  }
  const [x, y] = data;
  if (x.shape[0] !== y.shape[0])
    throw new ShapeError(`${where}: x and y must have equally many examples, got ${x.shape[0]} and ${y.shape[0]}.`);
  if (x.shape[0] === 0) throw new ShapeError(`${where}: x and y must have at least one example, got none.`);
  return new DataLoader(new TensorDataset(x, y), loading) as Batches; // of pairs, as the dataset is one
}
