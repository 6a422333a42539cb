import {
  DomainError,
  type Dynamic,
  formatReceived,
  type Ok,
  oneOf,
  opOf,
  type Shape,
  TapegradError,
  type Tensor,
} from "@tapegrad/core";
import { kindOf } from "../module/label.ts";
import { Module } from "../module/module.ts";
import { located } from "../module/place.ts";
import { Model } from "../training/model.ts";
import type { Chain, ChainFn, Fitting, Layer, Result } from "./chain.ts";

/**
 * Layers one after the other: `y = fₙ(… f₂(f₁(x)))`. A layer is a Module or a plain function of a tensor.
 *
 * @example
 * ```ts
 * const model = new Sequential(new Dense(2, 3, { kernelInitializer: "ones" }), relu, (x: Tensor) => x.sum(-1));
 * model.forward(tensor([[1, 2]])).toArray(); // => [9]
 * ```
 */
export class Sequential<const L extends readonly Layer[] = Dynamic> extends Model {
  static override readonly kind: string = "Sequential";
  declare readonly shapeFn?: ChainFn<L>;
  readonly layers: L;
  private readonly names: readonly string[];

  /**
   * @param layers - At least one.
   * @throws {@link TapegradError} if there is none, or one is neither a Module nor a function.
   * @throws {@link DomainError} if two different ones have been given the same name.
   */
  constructor(...layers: L extends Fitting<L> ? L : Fitting<L>) {
    super();
    this.layers = layers as unknown as L; // it is L, or the program did not compile
    this.names = nameLayers(this.layers);
    Object.defineProperty(this, "names", { enumerable: false });
  }

  /**
   * @param x - What the first layer takes.
   * @returns What the last layer gives.
   */
  override forward<S extends Shape>(x: Ok<Tensor<S>, Chain<L, S>>): Tensor<Result<Chain<L, S>>>;
  override forward(x: Tensor): Tensor {
    let y = x;
    let i = 0;
    try {
      for (; i < this.layers.length; i++) {
        const layer = this.layers[i] as Layer;
        y = layer instanceof Module ? (layer.forward as (x: Tensor) => Tensor)(y) : layer(y);
      }
    } catch (error) {
      throw located(error, { path: `layers.${i}`, label: this.names[i] ?? "function" }); // a Module has said it already
    }
    return y;
  }

  /** Names of the layers in order: as given, or their kind, numbered where it occurs again. */
  layerNames(): readonly string[] {
    return this.names;
  }

  /**
   * The layer of that name.
   *
   * @throws {@link DomainError} listing the names there are.
   */
  getLayer(name: string): Layer {
    return this.layers[this.indexOf("getLayer", name)]!;
  }

  /**
   * The layers up to and including the one of that name, as a model that shares their parameters: what a hidden layer gives.
   *
   * @throws {@link DomainError} listing the names there are.
   */
  upTo(name: string): Sequential<readonly Layer[]> {
    const layers: readonly Layer[] = this.layers.slice(0, this.indexOf("upTo", name) + 1);
    return new Sequential<readonly Layer[]>(...layers);
  }

  private indexOf(where: string, name: string): number {
    return this.names.indexOf(oneOf(where, "name", name, this.names));
  }
}

/** `Sequential` as a function. */
export function sequential<const L extends readonly Layer[]>(
  ...layers: L extends Fitting<L> ? L : Fitting<L>
): Sequential<L> {
  return new Sequential<L>(...layers);
}

function nameLayers(layers: readonly unknown[]): string[] {
  if (layers.length === 0) throw new TapegradError("Sequential: there must be at least one layer, got none.");
  const given = new Map<string, unknown>();
  for (const [i, layer] of layers.entries()) {
    if (!(layer instanceof Module) && typeof layer !== "function") {
      throw new TapegradError({
        where: "Sequential",
        argument: `layer ${i}`,
        expected: "must be a Module or a function",
        received: formatReceived(layer),
        advice: Array.isArray(layer) ? "A list is spread: new Sequential(...layers)." : undefined,
      });
    }
    if (!(layer instanceof Module) || layer.name === "") continue;
    if (given.has(layer.name) && given.get(layer.name) !== layer)
      throw new DomainError({
        where: "Sequential",
        argument: "names of layers",
        expected: "must differ",
        received: `"${layer.name}" twice`,
      });
    given.set(layer.name, layer);
  }
  const names: string[] = [];
  for (const layer of layers as readonly (Module | ((x: Tensor) => Tensor))[]) {
    const own = layer instanceof Module ? layer.name : "";
    const base = own || (layer instanceof Module ? kindOf(layer) : opOf(layer)?.name || layer.name || "function");
    // A name that was given belongs to that layer where it first stands; a second time it is numbered like all others.
    let name = base;
    for (let n = 1; names.includes(name) || (given.has(name) && name !== own); n++) name = `${base}_${n}`;
    names.push(name);
  }
  return names;
}
