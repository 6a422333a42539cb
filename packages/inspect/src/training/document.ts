import type { UpdateCause } from "@tapegrad/core";
import type { FormulaEntry, NumberEntry } from "../json/document.ts";
import type { Kept, Spread } from "./spread.ts";

/**
 * What an update is split into: see `updateParts`; and `rounding`, the update less all other parts. These are computed in float64; the
 * remainder is what the parameter's own dtype made of the step, and whatever else has changed it since the step before.
 */
export type UpdatePart = UpdateCause | "rounding";

/** A parameter that is looked at. */
export interface WatchedParameter {
  /** Its path in the model, such as `"layers.0.kernel"`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Which elements are kept, counted in row-major order. */
  readonly kept: readonly number[];
}

/** One parameter at one step. */
export interface ParameterStep<N = number> {
  /** What it was when the loss was computed, before the step. */
  readonly value: Spread<N>;
  /** Of the loss with its penalties; `null` where none was found, so that the step left the parameter as it was. */
  readonly gradient: Spread<N> | null;
  /** What the step added to the value; `null` without a gradient. */
  readonly update: Spread<N> | null;
  /** What the update is the sum of. */
  readonly parts: { readonly [P in UpdatePart]?: Kept<N> };
}

/** One step of the optimizer. */
export interface WatchedStep<N = number> {
  /** From 1 on. */
  readonly step: number;
  /** From 1 on, as `fit` counts it; `null` in a loop written by hand. */
  readonly epoch: number | null;
  /** What the loop told: its loss. In `fit`, the loss of the epoch so far. */
  readonly logs: { readonly [name: string]: N };
  readonly learningRate: number;
  /** In the order of the parameters. */
  readonly parameters: readonly ParameterStep<N>[];
}

/** What `fit` told at the end of an epoch. */
export interface WatchedEpoch<N = number> {
  readonly epoch: number;
  /** How many steps had been taken. */
  readonly step: number;
  readonly logs: { readonly [name: string]: N };
}

/** A training, looked back on, as plain data. */
export interface TrainingDocument {
  readonly format: "tapegrad-training";
  readonly version: 1;
  readonly optimizer: {
    readonly name: string;
    /** Its equations, one a line. */
    readonly formula: FormulaEntry;
    /** The equation of each part of an update. */
    readonly parts: { readonly [P in UpdatePart]?: FormulaEntry };
  };
  /** So many steps lie from one that is kept to the next. */
  readonly every: number;
  readonly parameters: readonly WatchedParameter[];
  readonly steps: readonly WatchedStep<NumberEntry>[];
  readonly epochs: readonly WatchedEpoch<NumberEntry>[];
}
