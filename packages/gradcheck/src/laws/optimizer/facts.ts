import type { Parameter } from "@tapegrad/core";

/** What the laws need of an optimizer. Every one of `@tapegrad/optim` is one. */
export interface OptimizerLike {
  readonly parameters: readonly Parameter[];
  learningRate: number;
  step(): void;
  zeroGrad(): void;
  /** All that the next steps depend on besides parameters, gradients and options; `loadState` goes on from it. */
  state(): object;
  loadState(state: never): void;
}

/** Options as a user gives them. */
export type OptimizerSettings = { readonly [name: string]: unknown };

/** Makes an optimizer of a kind for some parameters. */
export type MakeOptimizer = (parameters: readonly Parameter[], options: OptimizerSettings) => OptimizerLike;

/** One step of one element, as the publication writes it: from its state (empty at first, to be filled), θ, g and t to the new θ. */
export type ElementReference = (
  state: { [name: string]: number },
  theta: number,
  g: number,
  t: number,
  options: OptimizerSettings,
) => number;

/** The same of all elements of a parameter at once, for an optimizer that looks at norms. */
export type WholeReference = (
  state: { [name: string]: number[] },
  theta: readonly number[],
  g: readonly number[],
  t: number,
  options: OptimizerSettings,
) => readonly number[];

/** What is true of an optimizer. */
export interface OptimizerFacts {
  /** Options to try, one set after the other: each kind of step at least once. */
  readonly settings: readonly OptimizerSettings[];
  /** The published equations in plain numbers; `t` counts from 1. */
  readonly reference: { readonly element: ElementReference } | { readonly whole: WholeReference };
  /** Options that are refused, and the whole text. */
  readonly errors: readonly { readonly options: OptimizerSettings; readonly message: string }[];
}
