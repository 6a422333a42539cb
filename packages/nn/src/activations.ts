import { logSoftmax, relu, sigmoid, softmax, softplus, type Tensor, tanh } from "@tapegrad/core";
import { byName } from "./arguments.ts";

/** What an activation is: from a tensor to one of the same shape. */
export type ActivationFunction = (x: Tensor) => Tensor;

const activations = {
  linear: (x) => x,
  relu,
  sigmoid,
  softplus,
  tanh,
  softmax: (x) => softmax(x),
  logSoftmax: (x) => logSoftmax(x),
} satisfies Record<string, ActivationFunction>;

/** The names an option takes in place of an activation; `"linear"` is none. */
export type ActivationName = keyof typeof activations;

/** The function an option means. */
export function resolveActivation(
  where: string,
  argument: string,
  option: ActivationFunction | ActivationName,
): ActivationFunction {
  return typeof option === "function" ? option : byName(where, argument, activations, option, "a function");
}
