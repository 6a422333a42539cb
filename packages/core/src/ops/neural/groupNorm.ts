import { whole } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { reshape } from "../movement/reshape.ts";
import { alongChannels, channelsOf, type NormalizationOptions, readNormalization } from "./_normalization.ts";
import { scaledAndShifted, standardize } from "./_standardize.ts";

/**
 * Groups of channels of each example brought to mean 0 and variance 1, then scaled and shifted: `y = (x − μ) / √(σ² + ε) ⊙ w + b`, μ and σ²
 * over the channels of a group and all axes behind.
 *
 * @param x - Shape `[batch, channels, ...]`.
 * @param groups - Into how many groups of neighbours the channels are divided: 1 for all together, as many as channels for each alone.
 * @param options - `weight` and `bias` of shape `[channels]`, left out for none; `epsilon`, default 1e-5.
 * @returns The shape of `x`.
 * @throws {@link ShapeError} if `x` has no channels, the groups do not divide them, or weight or bias have another shape; {@link DomainError}
 * if `groups` is no whole number above 0, or `epsilon` below 0.
 *
 * **Derivative.** That of {@link layerNorm}, in each group.
 *
 * @example
 * ```ts
 * groupNorm(tensor([[1, 3, 5, 5]]), 2, { epsilon: 3 }).toArray(); // => [[-0.5, 0.5, 0, 0]]
 * ```
 * @see Wu & He (2018), arXiv:1803.08494; PyTorch, `group_norm`.
 */
export interface GroupNorm {
  <A extends Shape, D extends DType, DW extends DType = never, DB extends DType = never>(
    x: Tensor<A, D>,
    groups: number,
    options?: NormalizationOptions<DW, DB>,
  ): Tensor<A, Promote<Promote<ToFloat<D>, DW>, DB>>;
}

export const groupNorm: GroupNorm = (input: unknown, given: unknown, options?: unknown): Dynamic => {
  const [x] = lift("groupNorm", inputsOf(["x"]), [input], true) as [Tensor];
  const groups = whole("groupNorm", "groups", given, { min: 1 });
  const { shape }: { readonly shape: readonly number[] } = x;
  const [batch, channels] = channelsOf("groupNorm", shape);
  if (channels % groups !== 0)
    throw new ShapeError({
      where: "groupNorm",
      argument: "groups",
      expected: `must divide the ${channels} channels of x of shape ${formatShape(shape)}`,
      received: String(groups),
    });
  const { weight, bias, epsilon } = readNormalization("groupNorm", options, [channels]);
  const each = (channels / groups) * sizeOf(shape.slice(2));
  const y = standardize(reshape(x, [batch, groups, each]) as Tensor, 1, { epsilon });
  const back = reshape(y, shape) as Tensor;
  return scaledAndShifted(back, alongChannels(weight, x), alongChannels(bias, x));
};
