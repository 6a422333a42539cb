import {
  type StepReadings,
  TapegradError,
  type Tensor,
  type UpdateParts,
  updateParts,
  zerosLike,
} from "@tapegrad/core";
import type { ParameterStep, UpdatePart } from "./document.ts";
import { type Kept, keptOf, spreadOf } from "./spread.ts";
import { penaltyGradients, type WatchedModel, type WatchedOptimizer } from "./watched.ts";

/** A parameter as a watcher has it. */
export interface Subject {
  readonly name: string;
  /** Its place in the optimizer. */
  readonly place: number;
  /** Places of the elements that are kept. */
  readonly kept: Int32Array;
}

/** What was there before a step that is looked at. */
interface Before {
  readonly state: ReturnType<WatchedOptimizer["state"]>;
  readonly learningRate: number;
  readonly penalties: ReadonlyMap<Tensor, Tensor>;
}

/** A step as it was seen. */
interface Observed {
  readonly learningRate: number;
  readonly parameters: readonly ParameterStep[];
}

/** Looks at one step: first at what it will read, then at what it did. */
export class Observation {
  private readonly model: WatchedModel;
  private readonly optimizer: WatchedOptimizer;
  private readonly subjects: readonly Subject[];
  private readonly bins: number;
  /** Of each subject, before the step. */
  private readonly values: readonly Tensor[];
  /** Made once: a few arrays of the size of the largest parameter. */
  private readonly scratch: Scratch;
  private before: Before | null = null;
  private readonly parts = new Map<boolean, UpdateParts>();

  constructor(model: WatchedModel, optimizer: WatchedOptimizer, subjects: readonly Subject[], bins: number) {
    this.model = model;
    this.optimizer = optimizer;
    this.subjects = subjects;
    this.bins = bins;
    this.values = subjects.map(({ place }) => zerosLike(optimizer.parameters[place]!));
    this.scratch = new Scratch(this.values.reduce((most, { size }) => Math.max(most, size), 0));
  }

  /** Was anything kept of what the next step will read? */
  get isReady(): boolean {
    return this.before !== null;
  }

  /** The parts of an update, with penalties if there were any so far. */
  get split(): UpdateParts {
    return this.parts.get(true) ?? this.partsOf(false);
  }

  /** Keeps what the next step will read. */
  lookBefore(): void {
    const { optimizer, subjects, values } = this;
    for (const [k, { place }] of subjects.entries()) values[k]!.data.set(optimizer.parameters[place]!.data);
    this.before = {
      state: optimizer.state(),
      learningRate: optimizer.learningRate,
      penalties: penaltyGradients(this.model),
    };
  }

  /** The next step is not looked at. */
  forget(): void {
    this.before = null;
  }

  /** @throws TapegradError unless there was exactly one step, whose gradients are still there. */
  lookAfter(): Observed {
    const { optimizer, before } = this;
    if (before === null) throw new Error("lookAfter without lookBefore"); // callers ask `isReady` first
    this.before = null;
    const { step, learningRate } = optimizer.state();
    const taken = step - before.state.step;
    if (taken !== 1)
      throw new TapegradError({
        where: "watcher.record",
        expected: "must be called once after every step of the optimizer",
        received: `${taken} steps since the last call`,
        advice: "Call it after each optimizer.step(), also where no loss is known.",
      });
    if (optimizer.parameters.every(({ grad }) => grad === null))
      throw new TapegradError({
        where: "watcher.record",
        argument: "the gradients",
        expected: "must still be there",
        received: "none",
        advice: "Call it between optimizer.step() and optimizer.zeroGrad().",
      });
    // A number may have been set since lookBefore; a schedule has moved on by now.
    const rate = learningRate ?? before.learningRate;
    const parameters = this.subjects.map((subject, k) => this.stepOf(subject, before, this.values[k]!, rate));
    return { learningRate: rate, parameters };
  }

  private stepOf({ place, kept }: Subject, before: Before, theta: Tensor, learningRate: number): ParameterStep {
    const parameter = this.optimizer.parameters[place]!;
    const gradient = parameter.grad;
    const scratch = this.scratch;
    const bins = this.bins;
    const value = spreadOf(scratch.copy("value", theta), kept, bins);
    if (gradient === null) return { value, gradient: null, update: null, parts: {} };
    const { step, tensors } = before.state.parameters[place]!;
    const penalty = before.penalties.get(parameter) ?? null;
    const readings: StepReadings = { theta, gradient, penalty, state: tensors, learningRate, step: step + 1 };
    const update = difference(scratch.copy("update", parameter), scratch.copy("value", theta));
    const rounding = scratch.copy("rounding", parameter);
    rounding.set(update);
    const parts: { [P in UpdatePart]?: Kept } = {};
    const split = this.partsOf(before.penalties.size > 0);
    const arrays = split.causes.map((cause) => scratch.of(cause, theta.size));
    split.of(readings, arrays);
    for (const [k, cause] of split.causes.entries()) {
      parts[cause] = keptOf(arrays[k]!, kept);
      difference(rounding, arrays[k]!);
    }
    parts.rounding = keptOf(rounding, kept);
    return {
      value,
      gradient: spreadOf(scratch.copy("value", gradient), kept, bins),
      update: spreadOf(update, kept, bins),
      parts,
    };
  }

  private partsOf(penalties: boolean): UpdateParts {
    let parts = this.parts.get(penalties);
    if (parts === undefined) {
      parts = updateParts(this.optimizer.update, { penalties });
      this.parts.set(penalties, parts);
    }
    return parts;
  }
}

/** Takes `b` from `a`, in place. */
function difference(a: Float64Array, b: Float64Array): Float64Array {
  for (let i = 0; i < a.length; i++) a[i]! -= b[i]!;
  return a;
}

/** Arrays of float64 that are used again and again: new ones for each step would keep the garbage collector busy. */
class Scratch {
  private readonly arrays = new Map<string, Float64Array>();
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  /** The array of that name, as long as is wanted. */
  of(name: string, size: number): Float64Array {
    let array = this.arrays.get(name);
    if (array === undefined) {
      array = new Float64Array(this.size);
      this.arrays.set(name, array);
    }
    return array.subarray(0, size);
  }

  /** As {@link of}, with the elements of a tensor. */
  copy(name: string, { data, size }: Tensor): Float64Array {
    const array = this.of(name, size);
    array.set(data);
    return array;
  }
}
