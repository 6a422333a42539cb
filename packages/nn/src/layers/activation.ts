import type { Tensor } from "@tapegrad/core";
import { type ActivationFunction, type ActivationName, resolveActivation } from "../activations.ts";
import { optionsOf } from "../arguments.ts";
import { labelOf } from "../module/label.ts";
import { Module } from "../module/module.ts";
import type { Same } from "./chain.ts";

/**
 * An activation as a layer of its own: `y = φ(x)`.
 *
 * @example
 * ```ts
 * new Activation("relu").forward(tensor([-1, 2])).toArray(); // => [0, 2]
 * ```
 */
export class Activation extends Module {
  static readonly kind: string = "Activation";
  declare readonly shapeFn?: Same;
  private readonly activation: ActivationFunction;

  /**
   * @param activation - A function, or the name of one.
   * @throws {@link DomainError} if the name is not known.
   */
  constructor(activation: ActivationFunction | ActivationName, options: { readonly name?: string } = {}) {
    super(options);
    const where = labelOf(this);
    optionsOf(where, options, ["name"]);
    this.activation = resolveActivation(where, "activation", activation);
  }

  /** @param x - Any shape; the result has the same. */
  forward<X extends Tensor>(x: X): X {
    return this.activation(x) as X; // an activation keeps the shape
  }
}
