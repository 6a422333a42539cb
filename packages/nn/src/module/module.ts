import {
  DomainError,
  type FloatDType,
  formatReceived,
  hostCondition,
  Parameter,
  parameter,
  type Rng,
  ShapeError,
  TapegradError,
  type Tensor,
} from "@tapegrad/core";
import { optionsOf, requireFlag } from "../arguments.ts";
import { firstValues, type Initializer, type InitializerName } from "../initializers.ts";
import { type Regularizer, type RegularizerName, resolveRegularizer } from "../regularizers.ts";
import { classOf, kindOf, labelOf } from "./label.ts";
import { addRegistry, contentsOf, registryOf } from "./parts.ts";
import { runnerOf } from "./run.ts";
import { copyValues, loadValues, type StateDict } from "./state.ts";
import { type SummaryOptions, summarize } from "./summary.ts";

/** Called after a Module ran, with what went in and what came out. What it returns, if anything, takes the output's place. */
// biome-ignore lint/suspicious/noConfusingVoidType: a hook that only looks returns nothing.
export type ForwardHook = (module: Module, inputs: readonly unknown[], output: Tensor) => Tensor | void;

/** How the first values of a parameter are made. */
export interface ParameterOptions {
  /** Where they are drawn from; the default generator unless given. */
  readonly rng?: Rng | undefined;
  /** Default float32. */
  readonly dtype?: FloatDType | undefined;
}

/**
 * A part of a model: some parameters, some smaller parts, and a `forward` that uses them.
 *
 * Write a class that extends it and give it a method `forward`. Parameters and Modules that stand in its properties are found by
 * themselves, also those in lists, plain objects, Maps and Sets there. Nobody outside a class sees its `#private` fields: what
 * stands there is made with {@link addParameter} or passed to {@link addModule}, or `fit` says that it is missing.
 *
 * A Module is in training when it is made: dropout drops, until `eval()` says that it is in use. `predict`, `evaluate` and
 * `summary` run it in use, whatever it is in, and leave it as it was.
 *
 * @example
 * ```ts
 * class Line extends Module {
 *   readonly slope = this.addParameter("slope", [], "ones");
 *   forward(x: Tensor): Tensor {
 *     return x.mul(this.slope);
 *   }
 * }
 * new Line().forward(tensor([1, 2])).toArray(); // => [1, 2]
 * new Line().namedParameters().map(([name]) => name); // => ["slope"]
 * ```
 */
export abstract class Module {
  /** How errors, summaries and `getLayer` call it; `""` unless it was given a name. */
  name: string;
  private isTraining = true;
  private readonly hooks = new Set<ForwardHook>();

  /** @param options - `name`: for errors, summaries and `getLayer`. */
  constructor(options: { readonly name?: string | undefined } = {}) {
    if (typeof options !== "object" || options === null) {
      const [expected, received] = ["must be an object such as { name: … }", formatReceived(options)];
      throw new DomainError({ where: classOf(this), argument: "options", expected, received });
    }
    const name: unknown = options.name ?? "";
    if (typeof name !== "string") {
      const got = formatReceived(name);
      throw new DomainError({ where: classOf(this), argument: "name", expected: "must be a string", received: got });
    }
    this.name = name;
    Object.defineProperty(this, "hooks", { enumerable: false });
    Object.defineProperty(this, "isTraining", { enumerable: false });
    addRegistry(this);
    const forward: unknown = this.forward; // of the class that is being constructed
    // The method of the instance: the class's own, with hooks and the place on the tape around it.
    const run = runnerOf(this, forward, this.hooks);
    Object.defineProperty(this, "forward", { value: run, configurable: true, writable: true });
    wrappers.set(this, run);
  }

  /** What it computes. Written as a method, so that hooks see every call. */
  abstract forward(...inputs: never): Tensor;

  /**
   * Calls `hook` after every `forward`.
   *
   * @returns A function that ends that.
   * @throws {@link TapegradError} if it is no function, or `forward` is no method of the class: then nobody sees its calls.
   */
  onForward(hook: ForwardHook): () => void {
    if (typeof hook !== "function")
      throw new TapegradError({
        where: "onForward",
        argument: "hook",
        expected: "must be a function",
        received: formatReceived(hook),
      });
    if (this.forward !== wrappers.get(this)) {
      const hint = "Write it as forward(x) { … } in the class.";
      throw new TapegradError({
        where: "onForward",
        argument: `forward of ${labelOf(this)}`,
        expected: "must be a method",
        received: "a property",
        advice: hint,
      });
    }
    this.hooks.add(hook);
    return () => {
      this.hooks.delete(hook);
    };
  }

  /**
   * Makes a parameter and keeps it under that name, wherever the class holds it; a `#private` field will do.
   *
   * @param name - Its path within this Module: not empty, no dot, not in use here.
   * @param shape - Its shape.
   * @param initializer - How its first values are drawn: a function or the name of one.
   * @param regularizer - Its penalty is added to the loss.
   * @param options - `rng`, `dtype`.
   * @throws {@link DomainError} if a name is not known; {@link ShapeError} if the initializer gives another shape.
   * @example
   * ```ts
   * class Offset extends Module {
   *   readonly #by = this.addParameter("by", [2], "zeros", regularizers.l2(0.1));
   *   forward(x: Tensor): Tensor {
   *     return x.add(this.#by);
   *   }
   * }
   * Object.keys(new Offset().stateDict()); // => ["by"]
   * ```
   */
  addParameter<const S extends readonly number[]>(
    name: string,
    shape: S,
    initializer: Initializer | InitializerName,
    regularizer?: Regularizer | RegularizerName | undefined,
    options: ParameterOptions = {},
  ): Parameter<[...S]> {
    const where = labelOf(this);
    this.requireFreeName(`${where}: addParameter`, name);
    const penalty = regularizer === undefined ? null : resolveRegularizer(where, `${name}Regularizer`, regularizer);
    const { rng, dtype } = optionsOf(`${where}: addParameter`, options, ["rng", "dtype"]);
    const values = firstValues(where, name, shape, initializer, { rng, dtype });
    const made = parameter(values, { name });
    const { parts, regularizers } = registryOf(this);
    parts.set(name, made);
    if (penalty !== null) regularizers.set(name, penalty);
    return made as Parameter<number[]> as Parameter<[...S]>; // of the shape asked for
  }

  /**
   * Keeps a Module under that name, wherever the class holds it; a `#private` field will do.
   *
   * @param name - Its path within this Module: not empty, no dot, not in use here.
   * @returns The Module.
   */
  addModule<M extends Module>(name: string, module: M): M {
    const where = labelOf(this);
    if (!(module instanceof Module))
      throw new TapegradError({
        where: `${where}: addModule`,
        argument: "module",
        expected: "must be a Module",
        received: formatReceived(module),
      });
    this.requireFreeName(`${where}: addModule`, name);
    registryOf(this).parts.set(name, module);
    return module;
  }

  private requireFreeName(where: string, name: unknown): void {
    if (typeof name === "string" && name !== "" && !name.includes(".") && !registryOf(this).parts.has(name)) return;
    const wanted = "a name that the Module does not have yet, without a dot";
    throw new TapegradError({ where, argument: "name", expected: `must be ${wanted}`, received: formatReceived(name) });
  }

  /** All parameters, each once, in the order in which the properties were set. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, value]) => value);
  }

  /** All parameters with their paths, such as `"layers.0.kernel"`. */
  namedParameters(): [name: string, parameter: Parameter][] {
    return namedValues(this, false);
  }

  /** All buffers: values that are kept with the model but not trained, such as running means. */
  buffers(): Parameter[] {
    return this.namedBuffers().map(([, value]) => value);
  }

  /** All buffers with their paths. */
  namedBuffers(): [name: string, buffer: Parameter][] {
    return namedValues(this, true);
  }

  /**
   * Keeps a value with the model that is saved and loaded but not trained, as a property of that name.
   *
   * @returns The buffer: a frozen Parameter, to be changed with `assign`.
   * @throws {@link TapegradError} if the Module has something else under that name.
   */
  registerBuffer(name: string, values: Tensor): Parameter {
    const { buffers } = registryOf(this);
    if (name === "" || name.includes(".") || (Reflect.get(this, name) !== undefined && !buffers.has(name))) {
      const wanted = "a property that the Module does not have yet, without a dot";
      throw new TapegradError({
        where: "registerBuffer",
        argument: "name",
        expected: `must be ${wanted}`,
        received: formatReceived(name),
      });
    }
    const buffer = parameter(values, { name }).freeze();
    buffers.add(name);
    Object.defineProperty(this, name, { value: buffer, configurable: true, enumerable: true, writable: true });
    return buffer;
  }

  /** This Module and all within it, each once, with their paths; its own is `""`. */
  namedModules(): [path: string, module: Module][] {
    return [...contentsOf(this).modules].map(([module, path]) => [path, module as Module]); // the only things it finds there
  }

  /** Copies of all values by path: parameters and buffers. */
  stateDict(): StateDict {
    return copyValues([...this.namedParameters(), ...this.namedBuffers()]);
  }

  /**
   * Takes over values that `stateDict()` gave. Either all of them or, if something does not fit, none.
   *
   * @throws {@link FormatError} naming what is missing or not known; {@link ShapeError} for a value of another shape.
   */
  loadStateDict(state: StateDict): this {
    loadValues(new Map([...this.namedParameters(), ...this.namedBuffers()]), state);
    return this;
  }

  /** Is it being trained? Dropout and the like look at it. Set by `train()` and `eval()`, and by `fit` for each step. */
  get training(): boolean {
    return hostCondition(() => this.isTraining);
  }

  set training(training: boolean) {
    this.isTraining = training;
  }

  /** Switches to training: dropout drops. `train(false)` is `eval()`. */
  train(training = true): this {
    requireFlag("train", "training", training);
    for (const [, module] of this.namedModules()) module.training = training;
    return this;
  }

  /** Switches to use: dropout does nothing. */
  eval(): this {
    return this.train(false);
  }

  /** From now on none of its parameters is trained. `freeze(false)` undoes that. */
  freeze(frozen = true): this {
    requireFlag("freeze", "frozen", frozen);
    // Whole numbers and bools have no gradient, so they are never trained.
    for (const value of this.parameters()) if (value.dtype !== "int32" && value.dtype !== "bool") value.freeze(frozen);
    return this;
  }

  /** A table of the parts: output shapes, the batch axis open, and numbers of parameters. See {@link summarize}. */
  summary(options: SummaryOptions = {}): string {
    return summarize(this, options);
  }

  /** What this Module itself, without those within it, adds to the loss: its regularizers' penalties; `null` for nothing. */
  penalty(): Tensor<[]> | null {
    const { parts, regularizers } = registryOf(this);
    if (regularizers.size === 0) return null; // for most Modules, in every step
    let total: Tensor<[]> | null = null;
    for (const [name, regularizer] of regularizers) {
      const value = Object.hasOwn(this, name) ? Reflect.get(this, name) : parts.get(name);
      if (!(value instanceof Parameter)) continue; // the Module gave it up
      const penalty = regularizer(value);
      total = total === null ? penalty : (total.add(penalty) as Tensor<[]>); // scalars both
    }
    return total;
  }

  /** How it describes itself: its name, or what kind of Module it is. */
  get displayName(): string {
    return this.name || kindOf(this);
  }
}

/** The `forward` that each Module was given when it was made. */
const wrappers = new WeakMap<Module, unknown>();

function namedValues(module: Module, buffers: boolean): [path: string, value: Parameter][] {
  const found: [string, Parameter][] = [];
  for (const [value, { path, buffer }] of contentsOf(module).values) if (buffer === buffers) found.push([path, value]);
  return found;
}
