import { DomainError, formatReceived, type Tensor } from "@tapegrad/core";
import { Adam, Optimizer, RMSProp, SGD } from "@tapegrad/optim";
import * as losses from "../losses/index.ts";
import { accuracy } from "../metrics/accuracy.ts";
import type { Module } from "../module/module.ts";

/** What a loss is: from predictions and targets to a scalar to be made small. */
export type LossFunction = (predictions: Tensor, targets: Tensor) => Tensor<[]>;
/** What a metric is: from predictions and targets to a number to look at. */
export type MetricFunction = (predictions: Tensor, targets: Tensor) => number | Tensor<[]>;

/** The names an option takes in place of a loss. They expect probabilities; for logits pass a function. */
export type LossName =
  | "binaryCrossEntropy"
  | "categoricalCrossEntropy"
  | "meanAbsoluteError"
  | "meanSquaredError"
  | "sparseCategoricalCrossEntropy";

const lossesByName: Readonly<Record<LossName, LossFunction>> = {
  binaryCrossEntropy: losses.binaryCrossEntropy as LossFunction, // for shapes that are not known, as all of these
  categoricalCrossEntropy: losses.categoricalCrossEntropy as LossFunction,
  meanAbsoluteError: losses.meanAbsoluteError as LossFunction,
  meanSquaredError: losses.meanSquaredError as LossFunction,
  sparseCategoricalCrossEntropy: losses.sparseCategoricalCrossEntropy as LossFunction,
};

/** The names an option takes in place of an optimizer: it has its defaults, and trains all parameters of the model. */
export type OptimizerName = "adam" | "rmsprop" | "sgd";

const optimizersByName: Readonly<Record<OptimizerName, (model: Module) => Optimizer>> = {
  adam: (model) => new Adam(model.parameters()),
  rmsprop: (model) => new RMSProp(model.parameters()),
  sgd: (model) => new SGD(model.parameters()),
};

/** What `compile` takes. */
export interface CompileOptions {
  readonly optimizer: Optimizer | OptimizerName;
  readonly loss: LossFunction | LossName;
  /** Metrics by the name under which a History has them, or a list of names. */
  readonly metrics?: readonly "accuracy"[] | { readonly [name: string]: MetricFunction | "accuracy" };
}

/** What a model is trained with. */
export interface Compiled {
  readonly optimizer: Optimizer;
  readonly loss: LossFunction;
  readonly metrics: readonly (readonly [name: string, metric: MetricFunction])[];
}

/**
 * @throws DomainError naming the option that is neither a function (an object) nor a known name, or if the optimizer has none of
 * the model's parameters.
 */
export function compileOptions(model: Module, options: CompileOptions): Compiled {
  const { optimizer, loss, metrics = [] } = options;
  return {
    loss: typeof loss === "function" ? loss : byName("compile: loss", lossesByName, loss, "a function"),
    metrics: namedMetrics(metrics).map(([name, metric]) => {
      // History and logs have the loss under that name.
      if (name === "loss") throw new DomainError('compile: a metric must have a name other than "loss", got "loss".');
      if (typeof metric === "function") return [name, metric as MetricFunction] as const;
      return [name, byName("compile: metric", { accuracy: accuracyFor(loss) }, metric, "a function")] as const;
    }),
    optimizer: resolveOptimizer(model, optimizer),
  };
}

function namedMetrics(metrics: unknown): [name: string, metric: unknown][] {
  if (Array.isArray(metrics)) return metrics.map((metric: unknown) => [String(metric), metric]);
  if (typeof metrics === "object" && metrics !== null) return Object.entries(metrics);
  const got = formatReceived(metrics);
  throw new DomainError(`compile: metrics must be a list of names or an object of functions, got ${got}.`);
}

function resolveOptimizer(model: Module, optimizer: Optimizer | OptimizerName): Optimizer {
  if (!(optimizer instanceof Optimizer))
    return byName("compile: optimizer", optimizersByName, optimizer, "an optimizer")(model);
  const own = new Set(model.parameters());
  if (optimizer.parameters.some((value) => own.has(value))) return optimizer;
  const hint = "Make it with model.parameters() of this model.";
  throw new DomainError(
    `compile: optimizer must train parameters of the model, got one that has none of them. ${hint}`,
  );
}

/** Accuracy as the loss understands targets; what the shapes say where the loss is a function of the user's. */
function accuracyFor(loss: LossFunction | LossName): MetricFunction {
  if (loss === "binaryCrossEntropy") return (p, t) => accuracy(p, t, { compare: "threshold" });
  if (loss === "sparseCategoricalCrossEntropy") return (p, t) => accuracy(p, t, { compare: "labels" });
  if (loss === "categoricalCrossEntropy") return (p, t) => accuracy(p, t, { compare: "oneHot" });
  return (p, t) => accuracy(p, t);
}

function byName<T>(where: string, table: Readonly<Record<string, T>>, name: unknown, otherwise: string): T {
  if (typeof name === "string" && Object.hasOwn(table, name)) return table[name]!;
  const names = Object.keys(table)
    .map((key) => `"${key}"`)
    .join(", ");
  throw new DomainError(`${where} must be ${otherwise} or one of ${names}, got ${formatReceived(name)}.`);
}
