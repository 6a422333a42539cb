import {
  FormatError,
  formatReceived,
  formatShape,
  inModule,
  Parameter,
  parameter,
  ShapeError,
  TapegradError,
  Tensor,
} from "@tapegrad/core";
import { sameShape } from "../sameShape.ts";
import { kindOf } from "./kind.ts";
import { type SummaryOptions, summarize } from "./summary.ts";

/** Called after a Module ran, with what went in and what came out. What it returns, if anything, takes the output's place. */
// biome-ignore lint/suspicious/noConfusingVoidType: a hook that only looks returns nothing.
export type ForwardHook = (module: Module, inputs: readonly unknown[], output: Tensor) => Tensor | void;

/** The values of a model: parameters and buffers by path. A plain object, fit for any format of files. */
export type StateDict = { readonly [path: string]: Tensor };

/** A part of a Module, under the path by which it is reached. */
interface Found {
  readonly path: string;
  readonly value: Module | Parameter;
  readonly buffer: boolean;
}

/**
 * A part of a model: some parameters, some smaller parts, and a `forward` that uses them.
 *
 * Write a class that extends it and give it a method `forward`. Parameters, Modules, and lists or plain objects of them that
 * stand in its properties are found by themselves.
 *
 * @example
 * ```ts
 * class Line extends Module {
 *   readonly slope = parameter(2, { name: "slope" });
 *   forward(x: Tensor): Tensor {
 *     return x.mul(this.slope);
 *   }
 * }
 * new Line().forward(tensor([1, 2])).toArray(); // => [2, 4]
 * new Line().namedParameters().map(([name]) => name); // => ["slope"]
 * ```
 */
export abstract class Module {
  /** How errors, summaries and `getLayer` call it; `""` unless it was given a name. */
  name: string;
  /** Is it being trained? Dropout and the like look at it. Set by `train()` and `eval()`, and by `fit` for each step. */
  training = false;
  private readonly hooks = new Set<ForwardHook>();
  private readonly bufferNames = new Set<string>();

  /** @param options - `name`: for errors, summaries and `getLayer`. */
  constructor(options: { readonly name?: string | undefined } = {}) {
    this.name = options.name ?? "";
    for (const key of ["hooks", "bufferNames"] as const) Object.defineProperty(this, key, { enumerable: false });
    const forward = this.forward as (...inputs: readonly unknown[]) => Tensor; // of the class that is being constructed
    // The method of the instance: the class's own, with hooks and the place on the tape around it.
    Object.defineProperty(this, "forward", {
      value: (...inputs: readonly unknown[]) => this.run(forward, inputs),
      configurable: true,
      writable: true,
    });
  }

  /** What it computes. Written as a method, so that hooks see every call. */
  abstract forward(...inputs: never): Tensor;

  private run(forward: (...inputs: readonly unknown[]) => Tensor, inputs: readonly unknown[]): Tensor {
    let output = inModule(
      () => nameInParent(this),
      () => {
        running.push(this);
        try {
          return forward.apply(this, inputs as unknown[]);
        } finally {
          running.pop();
        }
      },
    );
    if (this.hooks.size === 0) return output; // the loop alone would make an iterator for every call
    for (const hook of this.hooks) {
      const replacement: unknown = hook(this, inputs, output);
      if (replacement === undefined) continue;
      if (!(replacement instanceof Tensor)) {
        const got = formatReceived(replacement);
        throw new TapegradError(`onForward: a hook must return a tensor or nothing, got ${got}.`);
      }
      output = replacement;
    }
    return output;
  }

  /**
   * Calls `hook` after every `forward`.
   *
   * @returns A function that ends that.
   */
  onForward(hook: ForwardHook): () => void {
    this.hooks.add(hook);
    return () => {
      this.hooks.delete(hook);
    };
  }

  /** All parameters, each once, in the order in which the properties were set. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, value]) => value);
  }

  /** All parameters with their paths, such as `"layers.0.kernel"`. */
  namedParameters(): [name: string, parameter: Parameter][] {
    return this.collect((found) => !found.buffer);
  }

  /** All buffers: values that are kept with the model but not trained, such as running means. */
  buffers(): Parameter[] {
    return this.namedBuffers().map(([, value]) => value);
  }

  /** All buffers with their paths. */
  namedBuffers(): [name: string, buffer: Parameter][] {
    return this.collect((found) => found.buffer);
  }

  /**
   * Keeps a value with the model that is saved and loaded but not trained, as a property of that name.
   *
   * @returns The buffer: a frozen Parameter, to be changed with `assign`.
   * @throws {@link TapegradError} if the Module has something else under that name.
   */
  registerBuffer(name: string, values: Tensor): Parameter {
    if (name === "" || name.includes(".") || (Reflect.get(this, name) !== undefined && !this.bufferNames.has(name))) {
      const wanted = "a property that the Module does not have yet, without a dot";
      throw new TapegradError(`registerBuffer: name must be ${wanted}, got ${formatReceived(name)}.`);
    }
    const buffer = parameter(values, { name }).freeze();
    this.bufferNames.add(name);
    Object.defineProperty(this, name, { value: buffer, configurable: true, enumerable: true, writable: true });
    return buffer;
  }

  /** This Module and all within it, each once, with their paths; its own is `""`. */
  namedModules(): [path: string, module: Module][] {
    const modules = new Map<Module, string>();
    const visit = (module: Module, path: string): void => {
      if (modules.has(module)) return;
      modules.set(module, path);
      for (const found of partsOf(module))
        if (found.value instanceof Module) visit(found.value, join(path, found.path));
    };
    visit(this, "");
    return [...modules].map(([module, path]) => [path, module]);
  }

  /** Copies of all values by path: parameters and buffers. */
  stateDict(): StateDict {
    const values = [...this.namedParameters(), ...this.namedBuffers()];
    return Object.fromEntries(values.map(([path, value]) => [path, copyOf(value)]));
  }

  /**
   * Takes over values that `stateDict()` gave. Either all of them or, if something does not fit, none.
   *
   * @throws {@link FormatError} naming what is missing or not known; {@link ShapeError} for a value of another shape.
   */
  loadStateDict(state: StateDict): this {
    if (typeof state !== "object" || state === null || state instanceof Tensor) {
      const hint = "Pass what stateDict() returned.";
      throw new TapegradError(
        `loadStateDict: the state must be an object of tensors by path, got ${formatReceived(state)}. ${hint}`,
      );
    }
    const own = new Map<string, Parameter>([...this.namedParameters(), ...this.namedBuffers()]);
    const missing = [...own.keys()].filter((path) => !Object.hasOwn(state, path));
    const unknown = Object.keys(state).filter((path) => !own.has(path));
    if (missing.length > 0 || unknown.length > 0) {
      const parts = [
        ...(missing.length > 0 ? [`${missing.map((path) => `"${path}"`).join(", ")} missing`] : []),
        ...(unknown.length > 0 ? [`${unknown.map((path) => `"${path}"`).join(", ")} not in the model`] : []),
      ];
      throw new FormatError(
        `loadStateDict: the state must have the ${own.size} values of the model, got ${parts.join(" and ")}. ` +
          "Build the model as it was when it was saved.",
      );
    }
    for (const [path, value] of own) {
      const given: unknown = state[path];
      if (!(given instanceof Tensor))
        throw new TapegradError(`loadStateDict: "${path}" must be a tensor, got ${formatReceived(given)}.`);
      if (!sameShape(given.shape, value.shape)) {
        const [wanted, got] = [formatShape(value.shape), formatShape(given.shape)];
        throw new ShapeError(`loadStateDict: "${path}" must have shape ${wanted}, got ${got}.`);
      }
      // Not every number is an int32: tried on a copy, so that nothing has changed if it does not fit.
      if (value.dtype === "int32" || value.dtype === "bool") parameter(value as Tensor).assign(given);
    }
    for (const [path, value] of own) value.assign(state[path]!);
    return this;
  }

  /** Switches to training: dropout drops. */
  train(training = true): this {
    for (const [, module] of this.namedModules()) module.training = training;
    return this;
  }

  /** Switches to use: dropout does nothing. */
  eval(): this {
    return this.train(false);
  }

  /** From now on none of its parameters is trained. `freeze(false)` undoes that. */
  freeze(frozen = true): this {
    // Whole numbers have no gradient, so they are never trained.
    for (const value of this.parameters()) if (value.dtype !== "int32" && value.dtype !== "bool") value.freeze(frozen);
    return this;
  }

  /** A table of the parts: output shapes, the batch axis open, and numbers of parameters. See {@link summarize}. */
  summary(options: SummaryOptions = {}): string {
    return summarize(this, options);
  }

  /** What this Module itself, without those within it, adds to the loss: its regularizers' penalties; `null` for nothing. */
  penalty(): Tensor<[]> | null {
    return null;
  }

  /** How it describes itself: its name, or what kind of Module it is. */
  get displayName(): string {
    return this.name || kindOf(this);
  }

  private collect(wanted: (found: Found) => boolean): [string, Parameter][] {
    const values = new Map<Parameter, string>();
    const seen = new Set<Module>();
    const visit = (module: Module, path: string): void => {
      if (seen.has(module)) return;
      seen.add(module);
      for (const found of partsOf(module)) {
        if (found.value instanceof Module) visit(found.value, join(path, found.path));
        else if (wanted(found) && !values.has(found.value)) values.set(found.value, join(path, found.path));
      }
    };
    visit(this, "");
    return [...values].map(([value, path]) => [path, value]);
  }

  /** @internal */
  isBuffer(name: string): boolean {
    return this.bufferNames.has(name);
  }
}

/** The Modules that are running now, innermost last. Pushed and popped around synchronous calls only. */
const running: Module[] = [];

/** The path by which the Module that is running holds this one, for the nodes of a tape. */
function nameInParent(module: Module): string {
  const parent = running.at(-1);
  if (parent === undefined) return "";
  return partsOf(parent).find((found) => found.value === module)?.path ?? module.displayName;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** Parameters and Modules in the properties of a Module, in lists and plain objects there too. */
function partsOf(module: Module): Found[] {
  const found: Found[] = [];
  const around: object[] = []; // what is being visited, so that an object that contains itself comes to an end
  const visit = (value: unknown, path: string, buffer: boolean): void => {
    if (typeof value !== "object" || value === null) return;
    if (value instanceof Parameter || value instanceof Module) found.push({ path, value, buffer });
    else if ((Array.isArray(value) || isPlainObject(value)) && !around.includes(value)) {
      around.push(value);
      for (const key of Object.keys(value)) visit((value as Record<string, unknown>)[key], `${path}.${key}`, buffer);
      around.pop();
    }
  };
  for (const key of Object.keys(module))
    visit((module as object as Record<string, unknown>)[key], key, module.isBuffer(key));
  return found;
}

function isPlainObject(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

function copyOf(value: Parameter): Tensor {
  return new Tensor(value.shape, value.dtype, value.data.slice());
}
