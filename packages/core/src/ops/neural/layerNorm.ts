import { ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { sameShape } from "../../shape/sizes.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { type NormalizationOptions, readNormalization } from "./_normalization.ts";
import { scaledAndShifted, standardize } from "./_standardize.ts";

/**
 * Each example on its own brought to mean 0 and variance 1, then scaled and shifted: `y = (x − μ) / √(σ² + ε) ⊙ w + b`, μ and σ² over the
 * last axes.
 *
 * @param x - Shape `[..., ...normalizedShape]`.
 * @param normalizedShape - The last sizes of `x`, or the last one alone as a number.
 * @param options - `weight` and `bias` of shape `normalizedShape`, left out for none; `epsilon`, default 1e-5.
 * @returns The shape of `x`. Where all elements are equal `b`; the variance is the mean of squares (correction 0), in two passes.
 * @throws {@link ShapeError} if those are not the last sizes, or weight or bias have another shape; {@link DomainError} if `epsilon` is
 * below 0.
 *
 * **Derivative.** With `s = (x − μ) r`, `r = 1 / √(σ² + ε)`, `c = w ⊙ ȳ`: `x̄ᵢ = r (cᵢ − Σⱼ cⱼ / n − sᵢ Σⱼ cⱼ sⱼ / n)`; `w̄ = Σ ȳ ⊙ s`,
 * `b̄ = Σ ȳ` over all examples.
 *
 * @example
 * ```ts
 * layerNorm(tensor([[1, 3], [5, 5]]), 2, { epsilon: 3 }).toArray(); // => [[-0.5, 0.5], [0, 0]]
 * ```
 * @see Ba, Kiros & Hinton (2016), arXiv:1607.06450; PyTorch, `layer_norm`.
 */
export interface LayerNorm {
  <A extends Shape, D extends DType, DW extends DType = never, DB extends DType = never>(
    x: Tensor<A, D>,
    normalizedShape: number | readonly number[],
    options?: NormalizationOptions<DW, DB>,
  ): Tensor<A, Promote<Promote<ToFloat<D>, DW>, DB>>;
}

export const layerNorm: LayerNorm = (input: unknown, normalizedShape: unknown, options?: unknown): Dynamic => {
  const [x] = lift("layerNorm", inputsOf(["x"]), [input], true) as [Tensor];
  const sizes: readonly unknown[] = Array.isArray(normalizedShape) ? normalizedShape : [normalizedShape];
  const last: readonly number[] = x.shape.slice(x.ndim - sizes.length);
  if (sizes.length === 0 || sizes.length > x.ndim || !sameShape(last, sizes as readonly number[]))
    throw new ShapeError({
      where: "layerNorm",
      argument: "normalizedShape",
      expected: `must be the last sizes of x of shape ${formatShape(x.shape)}`,
      received: formatReceived(normalizedShape),
    });
  const { weight, bias, epsilon } = readNormalization("layerNorm", options, last);
  return scaledAndShifted(standardize(x, sizes.length, { epsilon }), weight, bias);
};
