import { formatReceived, TapegradError, type Tensor } from "@tapegrad/core";
import { optionsOf } from "../arguments.ts";
import { labelOf } from "../module/label.ts";
import { Module } from "../module/module.ts";
import { type Batches, readData } from "./batches.ts";
import { type Compiled, type CompileOptions, compileOptions } from "./compile.ts";
import { evaluate, type LookOptions, predict } from "./evaluate.ts";
import { fit } from "./fit.ts";
import type { FitOptions } from "./fitOptions.ts";
import type { History } from "./history.ts";

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
  static readonly kind: string = "Model";
  private readonly module: Module | null;
  private compiled: Compiled | null = null;

  /**
   * @param module - What `forward` calls; not needed by a class that has a `forward` of its own.
   * @throws {@link TapegradError} if it is not a Module.
   */
  constructor(module: Module | null = null, options: { readonly name?: string | undefined } = {}) {
    super(options);
    optionsOf(labelOf(this), options, ["name"]);
    if (module !== null && !(module instanceof Module)) {
      const hint = "Put layers into new Sequential(...layers).";
      throw new TapegradError({
        where: "Model",
        argument: "module",
        expected: "must be a Module",
        received: formatReceived(module),
        advice: hint,
      });
    }
    this.module = module;
    Object.defineProperty(this, "compiled", { enumerable: false });
  }

  forward(...inputs: readonly Tensor[]): Tensor {
    if (this.module === null)
      throw new TapegradError({
        where: labelOf(this),
        argument: "a class that extends Model",
        expected: "must have a method forward",
        received: "none",
      });
    return (this.module.forward as (...inputs: readonly Tensor[]) => Tensor)(...inputs);
  }

  /**
   * Says what to train with.
   *
   * @param options - `optimizer`, `loss`, each an object or function, or a standard name; `metrics`.
   * @throws {@link DomainError} if a name or an option is not known.
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
   * the first step finds it, no value of the model has changed. Arguments are all checked before the first step.
   */
  fit(x: Tensor, y: Tensor, options?: FitOptions): Promise<History>;
  fit(batches: Batches, options?: FitOptions): Promise<History>;
  async fit(x: Tensor | Batches, y?: Tensor | FitOptions, options?: FitOptions): Promise<History> {
    const compiled = this.requireCompiled("fit");
    const [data, settings] = readData<FitOptions>("fit", x, y, options);
    return fit(this, compiled, data, settings);
  }

  /**
   * Loss and metrics, over all examples, in use and without training.
   *
   * A loss of your own is taken for a mean over examples, and averaged over batches; one of the losses here with
   * `{ reduction: "sum" }` is summed. Probabilities are clipped at 1e-7 here, where there is no tape that knows their logits: an example
   * costs at most 16.1, and what is not that wrong costs what it costs in `fit`.
   *
   * @param x - Inputs, shape `[n, ...]`; or a `DataLoader` of pairs, and no `y`.
   * @param y - Targets, shape `[n, ...]`.
   * @param options - `batchSize`: how many at once; default 1024.
   * @returns `loss`, penalties included, and each metric by its name.
   */
  evaluate(x: Tensor, y: Tensor, options?: LookOptions): Record<string, number>;
  evaluate(batches: Batches): Record<string, number>;
  evaluate(x: Tensor | Batches, y?: Tensor, options?: LookOptions): Record<string, number> {
    const compiled = this.requireCompiled("evaluate");
    const [data, settings] = readData("evaluate", x, y, options);
    return evaluate(this, compiled, data, settings);
  }

  /**
   * What the model gives, in use and without a tape.
   *
   * @param x - A batch, shape `[n, ...]`, or one example of one axis.
   * @param options - `batchSize`: how many at once; default 1024.
   * @throws {@link ShapeError} if `x` is not what the model takes.
   */
  predict(x: Tensor, options: LookOptions = {}): Tensor {
    return predict(this, x, options);
  }

  private requireCompiled(where: string): Compiled {
    if (this.compiled !== null) return this.compiled;
    const example = 'model.compile({ optimizer: "adam", loss: "meanSquaredError" })';
    throw new TapegradError({
      where,
      argument: "the model",
      expected: "must be compiled first",
      received: `none of optimizer and loss. Call ${example}`,
    });
  }
}
