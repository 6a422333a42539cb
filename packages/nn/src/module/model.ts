import { formatReceived, TapegradError, Tensor } from "@tapegrad/core";
import { type Compiled, type CompileOptions, compileOptions } from "../training/compile.ts";
import { type Batches, evaluate, type FitOptions, fit, type Pair, predict } from "../training/fit.ts";
import type { History } from "../training/history.ts";
import { Module } from "./module.ts";

/**
 * A Module that can be trained as a whole: `compile`, `fit`, `evaluate`, `predict`.
 *
 * Either `new Model(module)` for any Module, or extend it instead of Module.
 *
 * @example
 * ```ts
 * const model = new Model(new Dense(1, 1, { kernelInitializer: "zeros" }));
 * const x = tensor([[0], [1], [2], [3]]);
 * model.compile({ optimizer: new SGD(model.parameters(), { learningRate: 0.1 }), loss: "meanSquaredError" });
 * await model.fit(x, x.mul(2).add(1), { epochs: 200, batchSize: 4 });
 * Math.round(model.predict(tensor([10])).item()); // => 21
 * ```
 */
export class Model extends Module {
  private readonly module: Module | null;
  private compiled: Compiled | null = null;

  /**
   * @param module - What `forward` calls; not needed by a class that has a `forward` of its own.
   * @throws {@link TapegradError} if it is not a Module.
   */
  constructor(module: Module | null = null, options: { readonly name?: string | undefined } = {}) {
    super(options);
    if (module !== null && !(module instanceof Module)) {
      const hint = "Put layers into new Sequential(...layers).";
      throw new TapegradError(`Model: module must be a Module, got ${formatReceived(module)}. ${hint}`);
    }
    this.module = module;
    Object.defineProperty(this, "compiled", { enumerable: false });
  }

  forward(...inputs: readonly Tensor[]): Tensor {
    if (this.module === null)
      throw new TapegradError(`${this.displayName}: a class that extends Model must have a method forward, got none.`);
    return (this.module.forward as (...inputs: readonly Tensor[]) => Tensor)(...inputs);
  }

  /**
   * Says what to train with.
   *
   * @param options - `optimizer`, `loss`, each an object or function, or a standard name; `metrics`.
   * @throws {@link DomainError} if a name is not known.
   */
  compile(options: CompileOptions): this {
    this.compiled = compileOptions(this, options);
    return this;
  }

  /**
   * Trains: for each mini-batch, the loss with its penalties, the gradients, one step of the optimizer.
   *
   * Between steps other tasks of the program get their turn. A model that is used meanwhile gives what it gives at that moment.
   *
   * @param x - Inputs, shape `[n, ...]`; or a `DataLoader` of pairs, and no `y`.
   * @param y - Targets, shape `[n, ...]`.
   * @param options - `epochs`, `batchSize`, `shuffle`, `seed`, `validationData`, `callbacks`, `signal`.
   * @returns Loss and metrics by epoch.
   * @throws {@link TapegradError} before `compile`, or if the data do not fit. What was learned before that step stays; where
   * the first step finds it, no value of the model has changed.
   */
  fit(x: Tensor, y: Tensor, options?: FitOptions): Promise<History>;
  fit(batches: Batches, options?: FitOptions): Promise<History>;
  async fit(x: Tensor | Batches, y?: Tensor | FitOptions, options?: FitOptions): Promise<History> {
    const compiled = this.requireCompiled("fit");
    const [data, settings] = readData("fit", x, y, options);
    return fit(this, compiled, data, settings);
  }

  /**
   * Loss and metrics, over all examples, without training.
   *
   * @param x - Inputs, shape `[n, ...]`; or a `DataLoader` of pairs, and no `y`.
   * @param y - Targets, shape `[n, ...]`.
   * @returns `loss`, penalties included, and each metric by its name.
   */
  evaluate(x: Tensor, y: Tensor): Record<string, number>;
  evaluate(batches: Batches): Record<string, number>;
  evaluate(x: Tensor | Batches, y?: Tensor): Record<string, number> {
    const compiled = this.requireCompiled("evaluate");
    const [data] = readData("evaluate", x, y, undefined);
    return evaluate(this, compiled, data);
  }

  /**
   * What the model gives, in use and without a tape.
   *
   * @param x - A batch, shape `[n, ...]`, or one example.
   * @param options - `batchSize`: how many at once; default 1024.
   * @throws {@link ShapeError} if `x` is not what the model takes.
   */
  predict(x: Tensor, options: { readonly batchSize?: number } = {}): Tensor {
    return predict(this, x, options.batchSize);
  }

  private requireCompiled(where: string): Compiled {
    if (this.compiled !== null) return this.compiled;
    const example = 'model.compile({ optimizer: "adam", loss: "meanSquaredError" })';
    throw new TapegradError(
      `${where}: the model must be compiled first, got none of optimizer and loss. Call ${example}.`,
    );
  }
}

function readData(
  where: string,
  x: Tensor | Batches,
  y: Tensor | FitOptions | undefined,
  options: FitOptions | undefined,
): [data: Pair | Batches, options: FitOptions] {
  if (typeof x === "object" && x !== null && Symbol.iterator in x) {
    if (y instanceof Tensor) throw new TapegradError(`${where}: batches bring their targets with them, got y as well.`);
    return [x, y ?? {}];
  }
  return [[x, y as Tensor], options ?? {}]; // toBatches looks at both
}
