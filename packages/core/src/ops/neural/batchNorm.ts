import { TapegradError } from "../../errors.ts";
import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { formatReceived } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { permute } from "../movement/permute.ts";
import { reshape } from "../movement/reshape.ts";
import {
  alongChannels,
  channelsOf,
  type NormalizationOptions,
  readNormalization,
  withFeatures,
} from "./_normalization.ts";
import { scaledAndShifted, standardize } from "./_standardize.ts";

/**
 * Each channel brought to mean 0 and variance 1, then scaled and shifted: `y = (x − μ) / √(σ² + ε) ⊙ w + b`, μ and σ² those of the batch, or
 * given ones.
 *
 * @param x - Shape `[batch, channels, ...]`.
 * @param mean - Shape `[channels]`; μ and σ² are those of the batch if both are left out: `batchNorm(x, { weight, bias })`.
 * @param variance - Shape `[channels]`, not below 0.
 * @param options - `weight` and `bias` of shape `[channels]`, left out for none; `epsilon`, default 1e-5.
 * @returns The shape of `x`. The variance of the batch is the mean of squares (correction 0); for a batch of one number y is b.
 * @throws {@link ShapeError} if `x` has no channels, or one of the others another shape; {@link DomainError} if `epsilon` is below 0.
 * {@link TapegradError} if there is a mean and no variance, or the other way round.
 *
 * **Derivative.** Of the batch's own statistics that of {@link layerNorm}, in each channel. Of given ones `x̄ = r ȳ w`, `r = 1 / √(σ² + ε)`,
 * `μ̄ = −Σ r ȳ w`, `v̄ = −½ Σ r³ (x − μ) ȳ w` for the variance v.
 *
 * @example
 * ```ts
 * batchNorm(tensor([[1], [3]]), { epsilon: 3 }).toArray(); // => [[-0.5], [0.5]]
 * batchNorm(tensor([[1], [3]]), tensor([1]), tensor([4]), { epsilon: 0 }).toArray(); // => [[0], [1]]
 * ```
 * @see Ioffe & Szegedy (2015), arXiv:1502.03167; PyTorch, `batch_norm`, whose statistics are those of the batch with `training=True`.
 */
export interface BatchNorm {
  <A extends Shape, D extends DType, DW extends DType = never, DB extends DType = never>(
    x: Tensor<A, D>,
    options?: NormalizationOptions<DW, DB>,
  ): Tensor<A, Promote<Promote<ToFloat<D>, DW>, DB>>;
  <
    A extends Shape,
    D extends DType,
    DM extends DType,
    DV extends DType,
    DW extends DType = never,
    DB extends DType = never,
  >(
    x: Tensor<A, D>,
    mean: Tensor<Shape, DM>,
    variance: Tensor<Shape, DV>,
    options?: NormalizationOptions<DW, DB>,
  ): Tensor<A, Promote<Promote<Promote<Promote<ToFloat<D>, DM>, DV>, DW>, DB>>;
}

export const batchNorm: BatchNorm = (input: unknown, second?: unknown, third?: unknown, fourth?: unknown): Dynamic => {
  const [x] = lift("batchNorm", inputsOf(["x"]), [input], true) as [Tensor];
  const [, channels] = channelsOf("batchNorm", x.shape);
  const given = second instanceof Tensor || third instanceof Tensor;
  const { weight, bias, epsilon } = readNormalization("batchNorm", given ? fourth : (second ?? fourth), [channels]);
  const y = given ? byStatistics(x, second, third, epsilon) : byBatch(x, epsilon);
  return scaledAndShifted(y, alongChannels(weight, x), alongChannels(bias, x));
};

function byStatistics(x: Tensor, mean: unknown, variance: unknown, epsilon: number): Tensor {
  const [mu, v] = [mean, variance].map((one, i) => {
    const name = i === 0 ? "mean" : "variance";
    if (!(one instanceof Tensor))
      throw new TapegradError(
        `batchNorm: ${name} must be a tensor where ${i === 0 ? "variance" : "mean"} is given, got ${formatReceived(one)}.`,
      );
    return alongChannels(withFeatures("batchNorm", name, one, [x.shape[1]!]), x)!; // there is one
  });
  return normalize(x, mu!, v!, { epsilon });
}

/** Brings the elements of each channel together, which lie apart. */
function byBatch(x: Tensor, epsilon: number): Tensor {
  const { shape }: { readonly shape: readonly number[] } = x;
  const [batch, channels, ...rest] = shape as readonly [number, number, ...number[]]; // two at least
  const order = [1, 0, ...rest.map((_, i) => i + 2)]; // exchanging twice changes nothing
  const rows = reshape(permute(x, order as never) as Tensor, [channels, batch * sizeOf(rest)]) as Tensor;
  const y = reshape(standardize(rows, 1, { epsilon }), [channels, batch, ...rest]) as Tensor;
  return permute(y, order as never) as Tensor;
}

const normalize: (x: Tensor, mean: Tensor, variance: Tensor, options: { readonly epsilon: number }) => Tensor =
  /* @__PURE__ */ defineElementwise({
    name: "normalize",
    inputs: ["x", "mean", "variance"],
    dtype: "float",
    args: [/* @__PURE__ */ number("epsilon", 1e-5)],
    value: (e, { x, mean, variance }, { epsilon }) => e.div(e.sub(x, mean), e.sqrt(e.add(variance, epsilon))),
  });
