import { type ModuleLike, ones, type Parameter, Sweep, Tensor, type Update, unrecorded } from "@tapegrad/core";

// What a watcher needs of a model and of an optimizer. Those of @tapegrad/nn and @tapegrad/optim have it.

/** An optimizer whose steps can be looked at: each of `@tapegrad/optim` is one. */
export interface WatchedOptimizer {
  readonly parameters: readonly Parameter[];
  /** The rate of the next step. */
  readonly learningRate: number;
  /** The equations of a step. */
  readonly update: Update;
  /** A copy of all that the next step depends on. */
  state(): {
    readonly optimizer: string;
    /** How many steps were taken. */
    readonly step: number;
    /** `null` where a schedule gives it. */
    readonly learningRate: number | null;
    readonly parameters: readonly {
      readonly step: number;
      readonly tensors: { readonly [name: string]: Tensor };
    }[];
  };
}

/** A model whose Modules may have penalties: each Module of `@tapegrad/nn` is one. */
export interface WatchedModel extends ModuleLike {
  namedModules?(): Iterable<readonly [path: string, module: object]>;
}

/** The gradient of all penalties of a model's parameters, by parameter: what regularizers add to that of the loss. */
export function penaltyGradients(model: WatchedModel): Map<Tensor, Tensor> {
  return unrecorded(() => gradientsOfPenalties(model));
}

function gradientsOfPenalties(model: WatchedModel): Map<Tensor, Tensor> {
  const gradients = new Map<Tensor, Tensor>();
  for (const [, module] of model.namedModules?.() ?? []) {
    const penalty: unknown = (module as { penalty?(): unknown }).penalty?.(); // whatever a user's own object has there
    if (!(penalty instanceof Tensor) || !penalty.requiresGrad) continue;
    const sweep = new Sweep([penalty], [ones(penalty.shape, { dtype: penalty.dtype })], null);
    const { leaves, sums } = sweep.run({ record: false });
    for (const [i, leaf] of leaves.entries()) {
      const before = gradients.get(leaf);
      gradients.set(leaf, before === undefined ? sums[i]! : before.add(sums[i]!));
    }
  }
  return gradients;
}
