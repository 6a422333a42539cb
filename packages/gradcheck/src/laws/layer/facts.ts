import type { FloatDType, NestedArray, Parameter, Rng, Tensor } from "@tapegrad/core";
import type { Domain } from "../../facts.ts";

/** What the laws need of a layer. Every Module of `@tapegrad/nn` is one. */
export interface LayerLike {
  forward(x: Tensor): Tensor;
  namedParameters(): Iterable<readonly [name: string, parameter: Parameter]>;
  train(): unknown;
  eval(): unknown;
  /** Copies of all values by path, and the way back. */
  stateDict(): { readonly [path: string]: Tensor };
  loadStateDict(state: { readonly [path: string]: Tensor }): unknown;
}

/** What a layer is to be made with. A layer without parameters need not look at it. */
export interface LayerMaking {
  readonly dtype: FloatDType;
  readonly rng: Rng;
}

/** Makes a new layer, always of the same kind and sizes. */

export type MakeLayer = (making: LayerMaking) => LayerLike;

/** What is true of a layer. */
export interface LayerFacts {
  /** One example: its shape, and where its values are drawn from; from −2 to 2 unless said otherwise. */
  readonly example: { readonly shape: readonly number[] } & Domain;
  /**
   * The same function of a batch, computed some other way, in float64 and without any code of the library.
   *
   * @param x - The batch, `[n, …example]`, as nested arrays.
   * @param parameters - Every parameter by its path.
   */
  readonly reference: (x: NestedArray, parameters: { readonly [path: string]: NestedArray }) => NestedArray;
  /** Paths of all parameters, in order. */
  readonly parameters: readonly string[];
  /** Where the values of parameters are drawn from, by path; from −1 to 1 unless said otherwise. */
  readonly values?: { readonly [path: string]: Domain };
  /** Does it also take a single example, without an axis for the batch? Default false. */
  readonly single?: boolean;
  /** Inputs that it refuses, each by its shape or as it stands, and the whole text it refuses them with. */
  readonly errors: readonly {
    readonly input: { readonly shape: readonly number[] } | { readonly literal: unknown };
    readonly message: string;
  }[];
  /** Are rows of a batch independent of each other? The reason if they are not. */
  readonly rows?: { readonly skip: string };
  /** Derivatives to be compared with differences? The reason if not. */
  readonly differences?: { readonly skip: string };
}
