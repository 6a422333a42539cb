import { noGrad } from "@tapegrad/core";
import type { Module } from "../module/module.ts";

/** Runs `fn` with the Modules in training or in use, and leaves them as they were. */
export function withTraining<T>(modules: readonly Module[], training: boolean, fn: () => T): T {
  const before = modules.map((module) => module.training);
  for (const module of modules) module.training = training;
  try {
    return fn();
  } finally {
    for (const [i, module] of modules.entries()) module.training = before[i]!;
  }
}

/** Runs `fn` with the Modules in use, and without a tape. */
export function inUse<T>(modules: readonly Module[], fn: () => T): T {
  return withTraining(modules, false, () => noGrad(fn));
}
