import type { ConvChannelsError, ConvShape, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { correlate } from "./_convolution.ts";
import { convolve, paddingOf, placesOf, readConvolution, requireChannels, requireGroups } from "./_convolve.ts";

/** How the kernels of {@link conv1d} move along the rows. */
export interface Conv1dOptions<G extends number = number> {
  /** From one place of a kernel to the next; default 1. */
  readonly stride?: number | readonly [number] | undefined;
  /**
   * Zeros at both ends; `"valid"`, none, unless given; `"same"`: as many as give the result the length of the rows, with a stride of 1, the
   * odd one at the end.
   */
  readonly padding?: number | readonly [number] | "same" | "valid" | undefined;
  /** Distance between the elements that a kernel meets; default 1, neighbours. */
  readonly dilation?: number | readonly [number] | undefined;
  /** So many parts of the channels, each with its own part of the kernels; default 1. */
  readonly groups?: G | undefined;
}

/**
 * Each kernel moved along rows of several channels: `y[n, o, i] = b[o] + Σ w[o, c, p] x[n, c, i s + p d]` over c and p, with stride s and
 * dilation d, and zeros around x.
 *
 * @param x - Shape `[batch, in, length]`, or `[in, length]`.
 * @param kernel - Shape `[out, in / groups, kernelLength]`.
 * @param bias - Shape `[out]`; may be left out, also where options follow.
 * @param options - `stride`, `padding`, `dilation`, `groups`: see {@link Conv1dOptions}.
 * @returns Shape `[batch, out, places]`, or `[out, places]`, in the promoted dtype;
 * `places = ⌊(length + 2 padding − dilation (kernelLength − 1) − 1) / stride⌋ + 1`.
 * @throws {@link ShapeError} if the kernel exceeds the padded rows, the channels are not those of the kernel and the groups, or a shape has
 * other axes; {@link DomainError} for a negative padding; {@link DTypeError} if all of it is bool.
 *
 * **Derivative.** That of {@link conv2d} with images of one row.
 *
 * @example
 * ```ts
 * const x = tensor([[[1, 2, 4, 8]]]);
 * conv1d(x, tensor([[[-1, 1]]])).toArray(); // => [[[1, 2, 4]]]
 * conv1d(x, tensor([[[1, 1, 1]]]), tensor([100]), { padding: "same" }).toArray(); // => [[[103, 107, 114, 112]]]
 * ```
 * @see PyTorch, `conv1d`.
 */
export interface Conv1d {
  <
    A extends Shape,
    DA extends DType,
    W extends Shape,
    DW extends DType,
    DB extends DType = never,
    const G extends number = 1,
  >(
    x: Tensor<A, DA>,
    kernel: Ok<Tensor<W, DW>, ConvChannelsError<A, W, G>>,
    bias?: Tensor<Dynamic, DB> | Conv1dOptions<G> | null,
    options?: Conv1dOptions<G>,
  ): Tensor<ConvShape<A, W>, Promote<Promote<DA, DW>, DB>>;
}

export const conv1d: Conv1d = (x: unknown, kernel: unknown, bias?: unknown, options?: unknown): Dynamic => {
  const call = readConvolution("conv1d", [x, kernel, bias, options], "length", ["out", "in / groups"], known);
  requireGroups(call);
  requireChannels(call, call.kernel.shape[1]! * call.groups, 1);
  const padding = paddingOf(call);
  const before = padding.map(([front]) => front);
  return convolve(call, correlate, before, placesOf(call, padding), call.kernel.shape[0]!);
};

const known = ["stride", "padding", "dilation", "groups"];
