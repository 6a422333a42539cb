import {
  DomainError,
  DTypeError,
  formatReceived,
  formatShape,
  fromJson,
  hostCall,
  hostCondition,
  hostScalar,
  type Parameter,
  parameter,
  ShapeError,
  Tensor,
  type Update,
  zerosLike,
} from "@tapegrad/core";
import { rateAt, requireLearningRate, type Schedule } from "./learningRate.ts";
import { collectParameters, type ParameterTree } from "./parameters.ts";

/** What an optimizer knows of one parameter. */
export interface ParameterState {
  /** How often this parameter was updated. */
  readonly step: number;
  /** Under the names of the equations, each with the shape and dtype of the parameter; none before its first update. */
  readonly tensors: { readonly [name: string]: Tensor };
}

/** All an optimizer must be given to go on where another was: see {@link Optimizer.state}. */
export interface OptimizerState {
  readonly optimizer: string;
  /** How many steps were taken. */
  readonly step: number;
  /** `null` where a schedule gives it: a function cannot be stored. */
  readonly learningRate: number | null;
  /** In the order of the parameters. */
  readonly parameters: readonly ParameterState[];
}

/** The living form of {@link ParameterState}: one tensor for each name, made at the first update. */
interface Slot {
  step: number;
  tensors: readonly Parameter[] | null;
}

/**
 * What all optimizers share: which parameters, which learning rate, which state.
 *
 * `step()` overwrites each parameter that has a gradient, through one op that is written as the published equations are. A subclass is
 * these equations (see `defineUpdate`) and the table of its options. What changes from step to step is an input of the op.
 */
export abstract class Optimizer {
  /** What is trained, in the order given. */
  readonly parameters: readonly Parameter[];
  /** Its equations for the options it was made with: what `step()` does to each parameter. */
  readonly update: Update;
  private readonly where: string;
  private readonly slots: readonly Slot[];
  private rate: number | Schedule;
  private steps = 0;

  /**
   * @param name - As errors and the stored state write it.
   * @param update - Its equations for the options it was made with.
   */
  protected constructor(name: string, params: ParameterTree, learningRate: number | Schedule, update: Update) {
    requireLearningRate(name, learningRate);
    this.parameters = collectParameters(name, params);
    this.where = name;
    this.update = update;
    this.slots = this.parameters.map(() => ({ step: 0, tensors: null }));
    this.rate = learningRate;
  }

  /**
   * The update as equations, one a line: what is computed for each element of a parameter θ with gradient g in its t-th update, for the
   * options of this optimizer.
   *
   * @example
   * ```ts
   * new SGD([parameter([1])], { momentum: 0.9 }).formula(); // => "v ← g if t = 1, else μ v + g\nθ ← θ − γ v"
   * ```
   */
  formula(options: { readonly notation?: "text" | "latex" } = {}): string {
    return this.update.formula(options.notation);
  }

  /** The rate of the next step. May be set, to a number or to a {@link Schedule}. */
  get learningRate(): number {
    return rateAt(this.where, this.rate, this.steps);
  }

  set learningRate(rate: number | Schedule) {
    requireLearningRate(this.where, rate);
    this.rate = rate;
  }

  /**
   * Updates every parameter that has a gradient. One without (it is frozen, or the loss did not depend on it) keeps its values
   * and its state.
   *
   * @throws {@link DomainError} if a schedule gives no rate, {@link ShapeError} or {@link DTypeError} if a `grad` set by hand does
   * not fit. Nothing has changed then.
   */
  step(): void {
    // Numbers that change from step to step are read through the host, so that a compiled step reads them too.
    const rate = hostScalar(() => this.learningRate);
    this.checkGradients();
    const updated = this.slots.filter((_, i) => this.parameters[i]!.grad !== null);
    // One tensor then serves all. A compiled step asks again before each call: parameters that were frozen for a while lag behind.
    const areInStep = hostCondition(() => haveOneCount(updated));
    let count: Tensor | null = null;
    for (const [i, theta] of this.parameters.entries()) {
      const gradient = theta.grad;
      if (gradient === null) continue;
      const slot = this.slots[i]!;
      slot.tensors ??= this.update.state.map(() => parameter(zerosLike(theta)).freeze());
      if (count === null || !areInStep) count = hostScalar(() => slot.step + 1);
      this.update.apply(theta, gradient, slot.tensors, rate, count);
    }
    const moveOn = (by: 1 | -1): void => {
      this.steps += by;
      for (const slot of updated) slot.step += by;
    };
    hostCall(() => moveOn(1), [], { undo: () => moveOn(-1) });
  }

  /** Forgets the gradients, so that the next backward pass starts from nothing. */
  zeroGrad(): void {
    for (const theta of this.parameters) theta.grad = null;
  }

  /**
   * A copy of all that the next steps depend on besides parameters, gradients and options: numbers and tensors in plain objects
   * and arrays.
   *
   * @example
   * ```ts
   * const w = parameter([1, 2]);
   * const optimizer = new Adam([w]);
   * w.sum().backward();
   * optimizer.step();
   * optimizer.state().parameters[0]?.step; // => 1
   * Object.keys(optimizer.state().parameters[0]?.tensors ?? {}); // => ["m", "v"]
   * ```
   */
  state(): OptimizerState {
    return {
      optimizer: this.where,
      step: this.steps,
      learningRate: typeof this.rate === "number" ? this.rate : null,
      parameters: this.slots.map(({ step, tensors }) => ({ step, tensors: this.copies(step === 0 ? null : tensors) })),
    };
  }

  /**
   * Goes on where the optimizer was whose `state()` this is: with the same parameters, options and gradients, every step gives
   * the same bits. The learning rate is taken over too, except by an optimizer with a schedule, which keeps it. A state that went through
   * JSON will do.
   *
   * @throws {@link DomainError}, {@link ShapeError} or {@link DTypeError} if it is the state of another optimizer or of other
   * parameters. Nothing has changed then.
   */
  loadState(given: OptimizerState): void {
    const where = `${this.where}.loadState`;
    // Tensors may have been through JSON; real ones stay as they are.
    const state: OptimizerState = typeof given === "object" && given !== null ? fromJson(given) : given;
    this.checkState(where, state);
    for (const [i, { step, tensors }] of state.parameters.entries()) {
      const slot = this.slots[i]!;
      const values = this.update.state.map((name) => (step === 0 ? zerosLike(this.parameters[i]!) : tensors[name]!));
      slot.step = step;
      // In the same tensors as before: a compiled step goes on with them.
      if (slot.tensors === null) slot.tensors = step === 0 ? null : values.map((value) => parameter(value).freeze());
      else for (const [k, value] of values.entries()) slot.tensors[k]!.assign(value);
    }
    this.steps = state.step;
    if (state.learningRate !== null && typeof this.rate === "number") this.rate = state.learningRate;
  }

  private copies(tensors: readonly Parameter[] | null): { readonly [name: string]: Tensor } {
    const copies: { [name: string]: Tensor } = {};
    if (tensors === null) return copies;
    for (const [i, name] of this.update.state.entries()) copies[name] = copyOf(tensors[i]!);
    return copies;
  }

  private checkGradients(): void {
    for (let i = 0; i < this.parameters.length; i++) {
      const theta = this.parameters[i]!;
      if (theta.grad !== null && !isLike(theta.grad, theta))
        requireLike(this.where, `the gradient of ${this.describe(i)}`, theta.grad, theta);
    }
  }

  private checkState(where: string, state: OptimizerState): void {
    if (typeof state !== "object" || state === null || state.optimizer !== this.where) {
      const got =
        typeof state?.optimizer === "string" ? `that of ${formatReceived(state.optimizer)}` : formatReceived(state);
      throw new DomainError(`${where}: state must be what state() of "${this.where}" returned, got ${got}.`);
    }
    requireCount(where, "state.step", state.step);
    if (state.learningRate !== null) requireLearningRate(where, state.learningRate);
    const { length } = this.parameters;
    if (!Array.isArray(state.parameters) || state.parameters.length !== length) {
      const got = Array.isArray(state.parameters) ? state.parameters.length : formatReceived(state.parameters);
      throw new DomainError(
        `${where}: state.parameters must be a list as long as the parameters, ${length}, got ${got}.`,
      );
    }
    for (const [i, entry] of state.parameters.entries()) this.checkEntry(where, i, entry);
  }

  private checkEntry(where: string, i: number, entry: ParameterState): void {
    const path = `state.parameters[${i}]`;
    requireCount(where, `${path}.step`, entry?.step);
    const wanted = entry.step === 0 ? [] : this.update.state;
    const got = typeof entry.tensors === "object" && entry.tensors !== null ? Object.keys(entry.tensors) : [];
    if (wanted.length !== got.length || !wanted.every((name) => got.includes(name))) {
      const hint = "Make the optimizer with the same options.";
      throw new DomainError(
        `${where}: ${path}.tensors must have the keys [${wanted.join(", ")}], got [${got.join(", ")}]. ${hint}`,
      );
    }
    for (const name of wanted)
      requireLike(where, `${path}.tensors.${name} of ${this.describe(i)}`, entry.tensors[name], this.parameters[i]!);
  }

  private describe(i: number): string {
    const { name } = this.parameters[i]!;
    return name === "" ? `parameter ${i}` : `"${name}"`;
  }
}

/** Were all of these updated equally often? */
function haveOneCount(slots: readonly Slot[]): boolean {
  for (let i = 1; i < slots.length; i++) if (slots[i]!.step !== slots[0]!.step) return false;
  return true;
}

function copyOf(x: Tensor): Tensor {
  return new Tensor(x.shape, x.dtype, x.data.slice());
}

function requireCount(where: string, path: string, value: unknown): void {
  if (!Number.isInteger(value) || (value as number) < 0)
    throw new DomainError(`${where}: ${path} must be a whole number from 0 on, got ${formatReceived(value)}.`);
}

/** Is `x` a tensor of the shape and dtype of `theta`? */
function isLike(x: unknown, theta: Tensor): x is Tensor {
  if (!(x instanceof Tensor) || x.dtype !== theta.dtype || x.ndim !== theta.ndim) return false;
  for (let axis = 0; axis < theta.ndim; axis++) if (x.shape[axis] !== theta.shape[axis]) return false;
  return true;
}

/** @throws DomainError, DTypeError or ShapeError, whichever says why `x` is not like `theta`. */
function requireLike(where: string, name: string, x: unknown, theta: Tensor): void {
  if (isLike(x, theta)) return;
  if (!(x instanceof Tensor)) throw new DomainError(`${where}: ${name} must be a tensor, got ${formatReceived(x)}.`);
  if (x.dtype !== theta.dtype)
    throw new DTypeError(`${where}: ${name} must have dtype ${theta.dtype}, got ${x.dtype}.`);
  const [wanted, got] = [formatShape(theta.shape), formatShape(x.shape)];
  throw new ShapeError(`${where}: ${name} must have shape ${wanted}, got ${got}.`);
}
