export type { ActivationFunction, ActivationName } from "./activations.ts";
export type { Callback, TrainingPlan } from "./callbacks/callback.ts";
/** What takes part in training: told of its beginning, each batch, each epoch and its end. */
export * as callbacks from "./callbacks/index.ts";
export { ProgressBar } from "./callbacks/progressBar.ts";
export type { Initializer, InitializerName, InitializerOptions } from "./initializers.ts";
/** How the values of a layer's parameters are drawn. */
export * as initializers from "./initializers.ts";
export { Activation } from "./layers/activation.ts";
export type * from "./layers/chain.ts";
export { Dense, type DenseOptions } from "./layers/dense.ts";
export { Dropout } from "./layers/dropout.ts";
export { Sequential, sequential } from "./layers/sequential.ts";
/** What training makes small, each `(predictions, targets, options)`. */
export * as losses from "./losses/index.ts";
/** What tells how good predictions are, each `(predictions, targets, options)`. */
export * as metrics from "./metrics/index.ts";
export { type ForwardHook, Module, type ParameterOptions } from "./module/module.ts";
export { withPenalties } from "./module/penalties.ts";
export type { StateDict } from "./module/state.ts";
export { type SummaryOptions, summarize } from "./module/summary.ts";
export type { Regularizer, RegularizerName } from "./regularizers.ts";
/** Penalties on large values, added to the loss. */
export * as regularizers from "./regularizers.ts";
export type { Batches, Pair } from "./training/batches.ts";
export type {
  CompileOptions,
  LossFunction,
  LossName,
  MetricFunction,
  MetricName,
  OptimizerName,
} from "./training/compile.ts";
export type { LookOptions } from "./training/evaluate.ts";
export type { FitOptions } from "./training/fitOptions.ts";
export { History } from "./training/history.ts";
export { Model } from "./training/model.ts";
export { loadWeights, saveWeights } from "./weights/files.ts";
export { weightsFromJson, weightsToJson } from "./weights/json.ts";
