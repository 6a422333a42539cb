import { DomainError, formatReceived, nearest } from "@tapegrad/core";
import { optionsOf, requireFlag, requireWhole } from "../arguments.ts";
import type { Callback } from "../callbacks/callback.ts";
import { type Batches, isPair, type Pair, readValidationData } from "./batches.ts";

/** How to train. */
export interface FitOptions {
  /** Passes over the data; default 1. */
  readonly epochs?: number;
  /** Examples per step; default 32. For tensors: a `DataLoader` has its own. */
  readonly batchSize?: number;
  /** A new order each epoch? Default true. For tensors. */
  readonly shuffle?: boolean;
  /**
   * Of the order; by default it comes from the default generator: see `manualSeed`. For tensors.
   *
   * The order goes on from call to call: n calls of one epoch train as one call of n epochs does. It begins anew with another
   * seed, after `manualSeed` (without a seed here), and after `compile`.
   */
  readonly seed?: number | string;
  /** Looked at after each epoch, never trained on. */
  readonly validationData?: Pair | Batches;
  readonly callbacks?: readonly Callback[];
  /** When it aborts, training ends before the next step and `fit` rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** How to train, everything said. */
export interface FitSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number | string | undefined;
  readonly validation: Pair | Batches | null;
  readonly callbacks: readonly Callback[];
  readonly signal: AbortSignal | undefined;
}

const names = ["epochs", "batchSize", "shuffle", "seed", "validationData", "callbacks", "signal"] as const;
const ofTensors = ["batchSize", "shuffle", "seed"] as const;

/** @throws DomainError or ShapeError for an option that is not known, or not what it must be. */
export function readFitOptions(data: Pair | Batches, options: FitOptions = {}): FitSettings {
  optionsOf("fit", options, names);
  const { epochs = 1, batchSize = 32, shuffle = true, seed, validationData, callbacks = [], signal } = options;
  if (!isPair(data)) {
    for (const name of ofTensors) {
      if (options[name] === undefined) continue;
      const got = formatReceived(options[name]);
      throw new DomainError({
        where: "fit",
        argument: name,
        expected: "must be left out with batches, which come as they are",
        received: got,
      });
    }
  }
  requireWhole("fit", "epochs", epochs);
  requireWhole("fit", "batchSize", batchSize);
  requireFlag("fit", "shuffle", shuffle);
  if (seed !== undefined && typeof seed !== "string" && !Number.isFinite(seed))
    throw new DomainError({
      where: "fit",
      argument: "seed",
      expected: "must be a finite number or a string",
      received: formatReceived(seed),
    });
  const validation = validationData === undefined ? null : readValidationData("fit: validationData", validationData);
  checkCallbacks(callbacks);
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.throwIfAborted !== "function") {
    const hint = "Pass the signal of an AbortController.";
    throw new DomainError({
      where: "fit",
      argument: "signal",
      expected: "must be an AbortSignal",
      received: formatReceived(signal),
      advice: hint,
    });
  }
  return { epochs, batchSize, shuffle, seed, validation, callbacks, signal };
}

/** What a callback may have, all of them methods. */
const hooks = [
  "onTrainBegin",
  "onEpochBegin",
  "onBatchEnd",
  "onEpochEnd",
  "onTrainEnd",
] as const satisfies readonly (keyof Callback)[];

function checkCallbacks(callbacks: unknown): void {
  if (!Array.isArray(callbacks))
    throw new DomainError({
      where: "fit",
      argument: "callbacks",
      expected: "must be a list",
      received: formatReceived(callbacks),
    });
  for (const [i, callback] of callbacks.entries()) {
    if (typeof callback !== "object" || callback === null)
      throw new DomainError({
        where: "fit",
        argument: `callbacks[${i}]`,
        expected: "must be an object",
        received: formatReceived(callback),
      });
    for (const name of Object.keys(callback)) {
      // What a callback has besides is its own affair, unless it was meant to be one of these.
      const meant = /^on/i.test(name) && !hooks.some((hook) => hook === name) ? nearest(name, hooks) : undefined;
      if (meant === undefined) continue;
      const known = hooks.join(", ");
      const [argument, advice] = [`callbacks[${i}]`, `Did you mean ${meant}?`];
      throw new DomainError({
        where: "fit",
        argument,
        expected: `must have hooks among ${known}`,
        received: name,
        advice,
      });
    }
    for (const hook of hooks) {
      const method: unknown = Reflect.get(callback, hook);
      if (method === undefined || typeof method === "function") continue;
      throw new DomainError({
        where: "fit",
        argument: `callbacks[${i}].${hook}`,
        expected: "must be a function",
        received: formatReceived(method),
      });
    }
  }
}
