import { type StepReadings, TapegradError, Tensor, type UpdateParts, updateParts } from "@tapegrad/core";
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
  /** For each subject. */
  readonly values: readonly Tensor[];
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
  private before: Before | null = null;
  private readonly parts = new Map<boolean, UpdateParts>();

  constructor(model: WatchedModel, optimizer: WatchedOptimizer, subjects: readonly Subject[], bins: number) {
    this.model = model;
    this.optimizer = optimizer;
    this.subjects = subjects;
    this.bins = bins;
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
    const { optimizer } = this;
    this.before = {
      state: optimizer.state(),
      learningRate: optimizer.learningRate,
      values: this.subjects.map(({ place }) => copyOf(optimizer.parameters[place]!)),
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
    const parameters = this.subjects.map((subject, k) => this.stepOf(subject, before, before.values[k]!, rate));
    return { learningRate: rate, parameters };
  }

  private stepOf({ place, kept }: Subject, before: Before, theta: Tensor, learningRate: number): ParameterStep {
    const parameter = this.optimizer.parameters[place]!;
    const gradient = parameter.grad;
    const value = spreadOf(theta.data, kept, this.bins);
    if (gradient === null) return { value, gradient: null, update: null, parts: {} };
    const { step, tensors } = before.state.parameters[place]!;
    const penalty = before.penalties.get(parameter) ?? null;
    const readings: StepReadings = { theta, gradient, penalty, state: tensors, learningRate, step: step + 1 };
    const update = new Float64Array(theta.size);
    for (let i = 0; i < update.length; i++) update[i] = parameter.data[i]! - theta.data[i]!;
    const rounding = update.slice();
    const parts: { [P in UpdatePart]?: Kept } = {};
    const split = this.partsOf(before.penalties.size > 0);
    const found = split.of(readings);
    for (const cause of split.causes) {
      const { data } = found[cause]!;
      parts[cause] = keptOf(data, kept);
      for (let i = 0; i < rounding.length; i++) rounding[i]! -= data[i]!;
    }
    parts.rounding = keptOf(rounding, kept);
    return {
      value,
      gradient: spreadOf(gradient.data, kept, this.bins),
      update: spreadOf(update, kept, this.bins),
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

function copyOf(x: Tensor): Tensor {
  return new Tensor(x.shape, x.dtype, x.data.slice());
}
