import { concat, DomainError, formatReceived, noGrad, ShapeError, Tensor } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import type { Callback } from "../callbacks/callback.ts";
import type { Module } from "../module/module.ts";
import { withPenalties } from "../module/penalties.ts";
import type { Compiled } from "./compile.ts";
import { History, validationName } from "./history.ts";

/** Inputs and targets, the first axis of both counting examples. */
export type Pair = readonly [x: Tensor, y: Tensor];
/** Batches that can be gone through again and again; a `DataLoader` of pairs is one. */
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
/** Milliseconds of work after which other things get their turn: less than a frame. */
const turn = 12;

/** What `Model.fit` does. Everything that can be wrong is checked before the first step. */
export async function fit(
  model: Module,
  compiled: Compiled,
  data: Pair | Batches,
  options: FitOptions,
): Promise<History> {
  const { callbacks = [], epochs = 1, signal, validationData } = options;
  if (!Number.isInteger(epochs) || epochs < 1)
    throw new DomainError(`fit: epochs must be a whole number from 1 on, got ${formatReceived(epochs)}.`);
  const batches = toBatches("fit", data, {
    batchSize: options.batchSize ?? 32,
    shuffle: options.shuffle ?? true,
    seed: options.seed ?? 0,
  });
  const validation = validationData && toBatches("fit: validationData", validationData, { batchSize: evaluationBatch });
  signal?.throwIfAborted();

  const history = new History();
  const examples = isPair(data) ? data[0].shape[0]! : Number.NaN;
  const wasTraining = model.training;
  try {
    for (const callback of callbacks) await callback.onTrainBegin?.({ model, epochs, steps: batches.length, examples });
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch);
      const logs = await trainEpoch(model, compiled, batches, callbacks, signal);
      if (validation !== undefined) {
        for (const [name, value] of Object.entries(measure(model, compiled, validation)))
          logs[validationName(name)] = value;
      }
      history.push(epoch, logs);
      let goOn = true;
      for (const callback of callbacks) if ((await callback.onEpochEnd?.(epoch, logs)) === false) goOn = false;
      if (!goOn) break;
    }
  } finally {
    model.train(wasTraining);
    for (const callback of callbacks) await callback.onTrainEnd?.();
  }
  return history;
}

async function trainEpoch(
  model: Module,
  compiled: Compiled,
  batches: Batches,
  callbacks: readonly Callback[],
  signal: AbortSignal | undefined,
): Promise<Record<string, number>> {
  const seen = new Totals(compiled);
  let last = performance.now();
  let step = 0;
  for (const [x, y] of batches) {
    seen.add(...trainStep(model, compiled, x, y), y, exampleCount(y));
    step++;
    for (const callback of callbacks) await callback.onBatchEnd?.(step, { loss: seen.loss });
    if (performance.now() - last >= turn) {
      await otherTasks();
      last = performance.now();
    }
    signal?.throwIfAborted();
  }
  await otherTasks();
  signal?.throwIfAborted();
  return seen.logs();
}

/** One step: loss with penalties, its gradients, and the optimizer's update. Synchronous. */
function trainStep(
  model: Module,
  { loss, optimizer }: Compiled,
  x: Tensor,
  y: Tensor,
): [loss: number, predictions: Tensor] {
  model.train();
  let predictions: Tensor | null = null;
  optimizer.zeroGrad();
  const total = withPenalties(model, () => {
    predictions = (model.forward as (x: Tensor) => Tensor)(x);
    return loss(predictions, y);
  });
  total.backward();
  optimizer.step();
  return [total.item(), predictions!];
}

/** Loss and metrics over all examples, nothing trained: what `Model.evaluate` gives. */
export function measure(model: Module, compiled: Compiled, batches: Batches): Record<string, number> {
  const seen = new Totals(compiled);
  inUse(model, () => {
    for (const [x, y] of batches) {
      let predictions: Tensor | null = null;
      const loss = withPenalties(model, () => {
        predictions = (model.forward as (x: Tensor) => Tensor)(x);
        return compiled.loss(predictions, y);
      });
      seen.add(loss.item(), predictions!, y, exampleCount(y));
    }
  });
  return seen.logs();
}

/** What a model gives for any number of examples, in batches that fit the cache: what `Model.predict` gives. */
export function predict(model: Module, x: Tensor, batchSize: number): Tensor {
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new DomainError(`predict: batchSize must be a whole number from 1 on, got ${formatReceived(batchSize)}.`);
  const forward = model.forward as (x: Tensor) => Tensor;
  return inUse(model, () => {
    const examples = x.ndim < 2 ? 1 : x.shape[0]!;
    if (examples <= batchSize) return forward(x);
    const starts = Array.from({ length: Math.ceil(examples / batchSize) }, (_, i) => i * batchSize);
    return concat(
      starts.map((start) => forward(x.slice([[start, start + batchSize]]))),
      0,
    );
  });
}

/** Runs `fn` with the model in use, not in training, and without a tape. */
function inUse<T>(model: Module, fn: () => T): T {
  const training = model.namedModules().map(([, module]) => [module, module.training] as const);
  model.eval();
  try {
    return noGrad(fn);
  } finally {
    for (const [module, before] of training) module.training = before;
  }
}

/** Means over the examples seen so far. */
class Totals {
  private readonly compiled: Compiled;
  private readonly seen: { readonly predictions: Tensor; readonly targets: Tensor }[] = [];
  private lossSum = 0;
  private count = 0;

  constructor(compiled: Compiled) {
    this.compiled = compiled;
  }

  get loss(): number {
    return this.lossSum / this.count;
  }

  add(loss: number, predictions: Tensor, targets: Tensor, examples: number): void {
    this.lossSum += loss * examples;
    this.count += examples;
    // Metrics such as F1 are no means of the batches' values: they are computed once, over everything.
    if (this.compiled.metrics.length > 0) this.seen.push({ predictions: predictions.detach(), targets });
  }

  logs(): Record<string, number> {
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

function exampleCount(y: Tensor): number {
  return y.ndim === 0 ? 1 : y.shape[0]!;
}

function isPair(data: Pair | Batches): data is Pair {
  return Array.isArray(data);
}

/** @throws ShapeError unless inputs and targets are tensors with equally many examples. */
export function toBatches(
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
  return new DataLoader(new TensorDataset(x, y), loading) as Batches; // of pairs, as the dataset is one
}

/** Lets timers, input and drawing have their turn. */
function otherTasks(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void }; // Node has it, browsers do not
  return new Promise((resolve) => {
    if (setImmediate !== undefined) setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
