import type { Module } from "../module/module.ts";

/** What is known when training begins. */
export interface TrainingPlan {
  readonly model: Module;
  readonly epochs: number;
  /** Batches per epoch. */
  readonly steps: number;
  /** Examples per epoch; `null` where batches do not say it. */
  readonly examples: number | null;
}

/** Something that looks on while a model is trained. Each method may be left out, and may return a Promise to be waited for. */
export interface Callback {
  onTrainBegin?(plan: TrainingPlan): void | Promise<void>;
  /** @param epoch - From 1 on. */
  onEpochBegin?(epoch: number): void | Promise<void>;
  /** @param step - From 1 on within the epoch. @param logs - Loss of the epoch so far. */
  onBatchEnd?(step: number, logs: Readonly<Record<string, number>>): void | Promise<void>;
  /** @param logs - Loss and metrics of the epoch. Return `false` to end the training. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a callback that only looks returns nothing.
  onEpochEnd?(epoch: number, logs: Readonly<Record<string, number>>): boolean | void | Promise<boolean | void>;
  /** Called at the end whether training was completed, ended, aborted, or failed; not where it was over before this one began. */
  onTrainEnd?(): void | Promise<void>;
}
