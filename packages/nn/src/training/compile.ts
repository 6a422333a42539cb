import { DomainError, formatReceived, type Parameter, TapegradError, type Tensor } from "@tapegrad/core";
import { Adam, Optimizer, RMSProp, SGD } from "@tapegrad/optim";
import { byName, optionsOf } from "../arguments.ts";
import * as losses from "../losses/index.ts";
import type { LossNote } from "../losses/note.ts";
import { accuracy } from "../metrics/accuracy.ts";
import type { Module } from "../module/module.ts";
import { validationName } from "./history.ts";
import { Order } from "./order.ts";

/** What a loss is: from predictions and targets to a scalar to be made small. */
export type LossFunction = (predictions: Tensor, targets: Tensor) => Tensor<[]>;
/** What a metric is: from predictions and targets to a number to look at. It is tried on the first batch. */
export type MetricFunction = (predictions: Tensor, targets: Tensor) => number | Tensor<[]>;

const lossesByName = {
  binaryCrossEntropy: losses.binaryCrossEntropy as LossFunction, // for shapes that are not known, as all of these
  categoricalCrossEntropy: losses.categoricalCrossEntropy as LossFunction,
  meanAbsoluteError: losses.meanAbsoluteError as LossFunction,
  meanSquaredError: losses.meanSquaredError as LossFunction,
  sparseCategoricalCrossEntropy: losses.sparseCategoricalCrossEntropy as LossFunction,
} satisfies Record<string, LossFunction>;

/** The names an option takes in place of a loss. They expect probabilities; for logits pass a function. */
export type LossName = keyof typeof lossesByName;

const optimizersByName = {
  adam: (model) => new Adam(model.parameters()),
  rmsprop: (model) => new RMSProp(model.parameters()),
  sgd: (model) => new SGD(model.parameters()),
} satisfies Record<string, (model: Module) => Optimizer>;

/** The names an option takes in place of an optimizer: it has its defaults, and trains all parameters of the model. */
export type OptimizerName = keyof typeof optimizersByName;

/** A metric that may know how the loss understands predictions and targets. */
type Metric = (predictions: Tensor, targets: Tensor, loss: LossNote | undefined) => unknown;

const metricsByName = { accuracy: accuracyFor } satisfies Record<string, Metric>;

/** The names an option takes in place of a metric. `"accuracy"` understands predictions and targets as the loss does. */
export type MetricName = keyof typeof metricsByName;

/** What `compile` takes. */
export interface CompileOptions {
  readonly optimizer: Optimizer | OptimizerName;
  readonly loss: LossFunction | LossName;
  /** Metrics by the name under which a History has them, or a list of names. */
  readonly metrics?: readonly MetricName[] | { readonly [name: string]: MetricFunction | MetricName };
  /**
   * Does `fit` compile its step, with `jit`? `"auto"`, the default: yes, after 100 steps, unless the model or the loss does what cannot be compiled, of which
   * a note tells once. `true`: that is an error. `false`: no, so that `forward` runs at every step.
   */
  readonly jit?: boolean | "auto";
}

/** A metric under the name that a History has for it. */
export type NamedMetric = readonly [name: string, metric: Metric];

/** What a model is trained with. */
export interface Compiled {
  readonly optimizer: Optimizer;
  readonly loss: LossFunction;
  readonly metrics: readonly NamedMetric[];
  readonly order: Order;
  /** Is the step of `fit` compiled? */
  readonly jit: boolean | "auto";
  /** The model's parameters when it was compiled. */
  readonly parameters: ReadonlySet<Parameter>;
}

/**
 * @throws DomainError naming the option that is neither a function (an object) nor a known name, or if the optimizer has none of
 * the model's parameters.
 */
export function compileOptions(model: Module, options: CompileOptions): Compiled {
  const {
    optimizer,
    loss,
    metrics = [],
    jit = "auto",
  } = optionsOf("compile", options, ["optimizer", "loss", "metrics", "jit"]);
  if (jit !== true && jit !== false && jit !== "auto")
    throw new DomainError({
      where: "compile",
      argument: "jit",
      expected: 'must be true, false or "auto"',
      received: formatReceived(jit),
    });
  return {
    loss: typeof loss === "function" ? loss : byName("compile", "loss", lossesByName, loss, "a function"),
    metrics: readMetrics(metrics),
    optimizer: readOptimizer(model, optimizer),
    order: new Order(),
    jit,
    parameters: new Set(model.parameters()),
  };
}

/** @throws TapegradError if the model has got parameters since that nobody would train. */
export function checkCompiled(model: Module, { optimizer, parameters }: Compiled): void {
  const known = new Set([...parameters, ...optimizer.parameters]);
  const added = model.namedParameters().filter(([, value]) => value.requiresGrad && !known.has(value));
  if (added.length === 0) return;
  throw new TapegradError({
    where: "fit",
    argument: "the model",
    expected: "must have the parameters that it had when it was compiled, or frozen ones",
    received: `${added.map(([path]) => `"${path}"`).join(", ")}, which the optimizer does not train`,
    advice: "Call compile again, with an optimizer that has them.",
  });
}

function readMetrics(metrics: unknown): NamedMetric[] {
  const taken = new Set(["loss", validationName("loss")]); // History and logs have the losses under those names
  return namedMetrics(metrics).map(([name, metric]) => {
    for (const own of [name, validationName(name)]) {
      if (taken.has(own)) {
        const expected = "must have a name of its own, as must its validation";
        const [received, advice] = [name, own].map((text) => JSON.stringify(text));
        throw new DomainError({
          where: "compile",
          argument: "a metric",
          expected,
          received,
          advice: `A History has something else under ${advice}.`,
        });
      }
      taken.add(own);
    }
    const found =
      typeof metric === "function" ? metric : byName("compile", "metric", metricsByName, metric, "a function");
    return [name, found as Metric]; // what it gives is looked at when it is called
  });
}

function namedMetrics(metrics: unknown): [name: string, metric: unknown][] {
  if (Array.isArray(metrics)) {
    return metrics.map((metric: unknown) => {
      if (typeof metric !== "function") return [String(metric), metric];
      const [hint, got] = ["Give it one: { metrics: { name: function } }.", formatReceived(metric)];
      throw new DomainError({
        where: "compile",
        argument: "a metric that is a function",
        expected: "must have a name",
        received: `${got} in a list`,
        advice: hint,
      });
    });
  }
  if (typeof metrics === "object" && metrics !== null) return Object.entries(metrics);
  const got = formatReceived(metrics);
  throw new DomainError({
    where: "compile",
    argument: "metrics",
    expected: "must be a list of names or an object of functions",
    received: got,
  });
}

function readOptimizer(model: Module, optimizer: Optimizer | OptimizerName): Optimizer {
  if (!(optimizer instanceof Optimizer))
    return byName("compile", "optimizer", optimizersByName, optimizer, "an optimizer")(model);
  const own = new Set(model.parameters());
  if (optimizer.parameters.some((value) => own.has(value))) return optimizer;
  const hint = "Make it with model.parameters() of this model.";
  throw new DomainError({
    where: "compile",
    argument: "optimizer",
    expected: "must train parameters of the model",
    received: "one that has none of them",
    advice: hint,
  });
}

/** Accuracy as the loss understands predictions and targets; what the shapes say where nothing is known of the loss. */
function accuracyFor(predictions: Tensor, targets: Tensor, loss: LossNote | undefined): number {
  switch (loss?.loss) {
    case "binaryCrossEntropy":
      return accuracy(predictions, targets, { compare: "threshold", threshold: loss.fromLogits ? 0 : 0.5 });
    case "sparseCategoricalCrossEntropy":
      return accuracy(predictions, targets, { compare: "labels" });
    case "categoricalCrossEntropy":
      return accuracy(predictions, targets, { compare: "oneHot" });
    case "meanSquaredError":
    case "meanAbsoluteError":
      return accuracy(predictions, targets, { threshold: 0.5 }); // made to be near 0 and 1, on either side
    default:
      return accuracy(predictions, targets);
  }
}
