import { DataLoader } from "@tapegrad/data";
import type { Callback } from "../callbacks/callback.ts";
import type { Module } from "../module/module.ts";
import { type Batches, isPair, type Pair, readBatch } from "./batches.ts";
import { type Compiled, checkCompiled } from "./compile.ts";
import { validate } from "./evaluate.ts";
import { type FitOptions, type FitSettings, readFitOptions } from "./fitOptions.ts";
import { History, validationName } from "./history.ts";
import { inspectFirst, tryValidation } from "./inspection.ts";
import { clearGradients, partsOf } from "./step.ts";
import { Totals } from "./totals.ts";
import { stepOf } from "./trainingStep.ts";
import { Turns } from "./turns.ts";

/** What `Model.fit` does. */
export async function fit(
  model: Module,
  compiled: Compiled,
  data: Pair | Batches,
  options: FitOptions | undefined,
): Promise<History> {
  const settings = readFitOptions(data, options);
  settings.signal?.throwIfAborted();
  checkCompiled(model, compiled);
  const parts = partsOf(model, compiled);
  if (settings.validation !== null) tryValidation(parts, compiled, settings.validation);

  const batches = isPair(data) ? compiled.order.loader(data, settings) : data;
  const history = new History();
  const begun: Callback[] = [];
  let failure: { readonly error: unknown } | null = null;
  try {
    await train({ model, compiled, data, batches, settings, history }, begun);
  } catch (error) {
    failure = { error };
  }
  if (isPair(data)) compiled.order.keep(batches);
  clearGradients(parts); // or the user's next backward pass would add to what the last step left
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

/** All that a training run has to do with. */
interface Run {
  readonly model: Module;
  readonly compiled: Compiled;
  /** As it was given. */
  readonly data: Pair | Batches;
  readonly batches: Batches;
  readonly settings: FitSettings;
  readonly history: History;
}

/** @param begun - Gets each callback that was told of the beginning, and so is told of the end. */
async function train(run: Run, begun: Callback[]): Promise<void> {
  const { model, compiled, batches, settings, history } = run;
  const { epochs, callbacks, signal, validation } = settings;
  const turns = new Turns(signal);
  const examples =
    batches instanceof DataLoader ? Math.min(batches.dataset.length, batches.length * batches.batchSize) : null;
  for (const callback of callbacks) {
    begun.push(callback); // first: one that fails here may have begun something
    await callback.onTrainBegin?.({ model, epochs, steps: batches.length, examples });
  }
  signal?.throwIfAborted();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (const callback of callbacks) await callback.onEpochBegin?.(epoch);
    signal?.throwIfAborted();
    const logs = await trainEpoch(run, epoch, turns);
    if (validation !== null) {
      for (const [name, value] of Object.entries(await validate(model, compiled, validation, turns)))
        logs[validationName(name)] = value; // begins with "val", so no name that objects have
    }
    history.push(epoch, logs);
    let goOn = true;
    for (const callback of callbacks) if ((await callback.onEpochEnd?.(epoch, logs)) === false) goOn = false;
    signal?.throwIfAborted();
    if (!goOn) break;
  }
}

async function trainEpoch(run: Run, epoch: number, turns: Turns): Promise<Record<string, number>> {
  const { model, compiled, data, batches, settings } = run;
  const parts = partsOf(model, compiled);
  const seen = new Totals("fit", compiled);
  let step = 0;
  for (const batch of batches) {
    const pair = readBatch("fit", batch);
    const isFirst = epoch === 1 && step === 0;
    const inspect = isFirst ? inspectFirst.bind(null, parts, compiled, pair, data) : null;
    seen.add(stepOf(compiled).run(parts, pair, inspect), pair);
    step++;
    for (const callback of settings.callbacks) await callback.onBatchEnd?.(step, { loss: seen.loss });
    await turns.next();
  }
  return seen.logs();
}
