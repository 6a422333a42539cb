export { Adam, type AdamOptions } from "./adam.ts";
export type { Schedule } from "./learningRate.ts";
export { Optimizer, type OptimizerState, type ParameterState } from "./optimizer.ts";
export type { ParameterTree } from "./parameters.ts";
export { RMSProp, type RMSPropOptions } from "./rmsprop.ts";
export { SGD, type SGDOptions } from "./sgd.ts";
