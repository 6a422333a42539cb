import {
  DomainError,
  formatReceived,
  logSoftmax,
  relu,
  sigmoid,
  softmax,
  softplus,
  type Tensor,
  tanh,
} from "@tapegrad/core";

/** What an activation is: from a tensor to one of the same shape. */
export type ActivationFunction = (x: Tensor) => Tensor;

/** The names an option takes in place of an activation; `"linear"` is none. */
export type ActivationName = "linear" | "relu" | "sigmoid" | "softplus" | "tanh" | "softmax" | "logSoftmax";

const byName: Readonly<Record<ActivationName, ActivationFunction>> = {
  linear: (x) => x,
  relu,
  sigmoid,
  softplus,
  tanh,
  softmax: (x) => softmax(x),
  logSoftmax: (x) => logSoftmax(x),
};

/** The function an option means. */
export function resolveActivation(where: string, option: ActivationFunction | ActivationName): ActivationFunction {
  if (typeof option === "function") return option;
  if (Object.hasOwn(byName, option)) return byName[option];
  const names = Object.keys(byName)
    .map((name) => `"${name}"`)
    .join(", ");
  throw new DomainError(`${where} must be a function or one of ${names}, got ${formatReceived(option)}.`);
}
