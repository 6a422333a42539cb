import type { ConvChannelsError, ConvShape, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { correlate } from "./_convolution.ts";
import { convolve, paddingOf, placesOf, readConvolution, requireChannels, requireGroups } from "./_convolve.ts";

/** How the kernels of {@link conv2d} move over the images. */
export interface Conv2dOptions<G extends number = number> {
  /** From one place of a kernel to the next, for both axes or for each; default 1. */
  readonly stride?: number | readonly [height: number, width: number] | undefined;
  /**
   * Zeros on all sides, or `[above and below, left and right]`; `"valid"`, none, unless given; `"same"`: as many as give the result the size
   * of the images, with a stride of 1, the odd one below or on the right.
   */
  readonly padding?: number | readonly [height: number, width: number] | "same" | "valid" | undefined;
  /** Distance between the elements that a kernel meets; default 1, neighbours. */
  readonly dilation?: number | readonly [height: number, width: number] | undefined;
  /** So many parts of the channels, each with its own part of the kernels; default 1. */
  readonly groups?: G | undefined;
}

/**
 * Each kernel moved over each image: `y[n, o, i, j] = b[o] + Σ w[o, c, p, q] x[n, c, i s + p d, j s + q d]` over c, p, q, with stride s and
 * dilation d, and zeros around x.
 *
 * @param x - Shape `[batch, in, height, width]`, or `[in, height, width]`.
 * @param kernel - Shape `[out, in / groups, kernelHeight, kernelWidth]`.
 * @param bias - Shape `[out]`; may be left out, also where options follow.
 * @param options - `stride`, `padding`, `dilation`, `groups`: see {@link Conv2dOptions}.
 * @returns Shape `[batch, out, rows, columns]`, or `[out, rows, columns]`, in the promoted dtype;
 * `rows = ⌊(height + 2 padding − dilation (kernelHeight − 1) − 1) / stride⌋ + 1`, and columns likewise.
 * @throws {@link ShapeError} if the kernel exceeds the padded images, the channels are not those of the kernel and the groups, or a shape
 * has other axes; {@link DomainError} for a negative padding; {@link DTypeError} if all of it is bool.
 *
 * **Derivative.** For x the transposed convolution of ȳ with w, for w what each of its elements meets in x times ȳ, `b̄[o] = Σ ȳ[n, o, i, j]`.
 *
 * @example
 * ```ts
 * const x = tensor([[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]]);
 * const kernel = tensor([[[[1, 0], [0, -1]]]]);
 * conv2d(x, kernel).toArray(); // => [[[[-4, -4], [-4, -4]]]]
 * conv2d(x, kernel, tensor([10]), { stride: 2 }).toArray(); // => [[[[6]]]]
 * conv2d(x, kernel, { padding: "same" }).shape; // => [1, 1, 3, 3]
 * ```
 * @see PyTorch, `conv2d`; Chellapilla et al. (2006) for the product of matrices that it is.
 */
export interface Conv2d {
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
    bias?: Tensor<Dynamic, DB> | Conv2dOptions<G> | null,
    options?: Conv2dOptions<G>,
  ): Tensor<ConvShape<A, W>, Promote<Promote<DA, DW>, DB>>;
}

export const conv2d: Conv2d = (x: unknown, kernel: unknown, bias?: unknown, options?: unknown): Dynamic => {
  const call = readConvolution("conv2d", [x, kernel, bias, options], "height, width", ["out", "in / groups"], known);
  requireGroups(call);
  requireChannels(call, call.kernel.shape[1]! * call.groups, 2);
  const padding = paddingOf(call);
  return convolve(
    call,
    correlate,
    padding.map(([before]) => before),
    placesOf(call, padding),
    call.kernel.shape[0]!,
  );
};

const known = ["stride", "padding", "dilation", "groups"];
