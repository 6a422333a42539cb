import { ShapeError } from "../../errors.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { spread } from "./_convolution.ts";
import { type ConvolutionCall, convolve, readConvolution, requireChannels, requireGroups } from "./_convolve.ts";
import { eachAxis } from "./_windows.ts";

/** Where the kernels of {@link convTranspose2d} go. */
export interface ConvTranspose2dOptions {
  /** From one place of a kernel to the next, for both axes or for each; default 1. */
  readonly stride?: number | readonly [height: number, width: number] | undefined;
  /** What is cut off on all sides of the result, or `[above and below, left and right]`: the padding of the convolution; default 0. */
  readonly padding?: number | readonly [height: number, width: number] | undefined;
  /** What is added to the result below and on the right, less than the stride or the dilation; default 0. */
  readonly outputPadding?: number | readonly [height: number, width: number] | undefined;
  /** Distance between the elements of a kernel; default 1, neighbours. */
  readonly dilation?: number | readonly [height: number, width: number] | undefined;
  /** So many parts of the channels, each with its own part of the kernels; default 1. */
  readonly groups?: number | undefined;
}

/**
 * The transpose of {@link conv2d} in its images: each element of x times a kernel, added up where these overlap,
 * `y[n, o, i s + p d, j s + q d] = b[o] + Σ w[c, o, p, q] x[n, c, i, j]`, with stride s and dilation d.
 *
 * With the same kernel and options it makes of what a convolution gives images of the size that the convolution had; of the sizes that give the
 * same number of places the least, to which `outputPadding` adds.
 *
 * @param x - Shape `[batch, in, rows, columns]`, or `[in, rows, columns]`.
 * @param kernel - Shape `[in, out / groups, kernelHeight, kernelWidth]`.
 * @param bias - Shape `[out]`; may be left out, also where options follow.
 * @param options - `stride`, `padding`, `outputPadding`, `dilation`, `groups`: see {@link ConvTranspose2dOptions}.
 * @returns Shape `[batch, out, height, width]`, or `[out, height, width]`, in the promoted dtype;
 * `height = (rows − 1) stride − 2 padding + dilation (kernelHeight − 1) + 1 + outputPadding`, and width likewise.
 * @throws {@link ShapeError} if nothing is left of the result, the channels are not those of the kernel, or a shape has other axes;
 * {@link DomainError} for a negative padding; {@link DTypeError} if all of it is bool.
 *
 * **Derivative.** For x the convolution of ȳ with w, for w what each of its elements meets in ȳ times x, `b̄[o] = Σ ȳ[n, o, i, j]`.
 *
 * @example
 * ```ts
 * const x = tensor([[[[1, 2], [3, 4]]]]);
 * convTranspose2d(x, tensor([[[[1, 10]]]])).toArray(); // => [[[[1, 12, 20], [3, 34, 40]]]]
 * convTranspose2d(x, ones([1, 1, 2, 2]), { stride: 2 }).shape; // => [1, 1, 4, 4]
 * ```
 * @see PyTorch, `conv_transpose2d`; Dumoulin and Visin (2016), arXiv:1603.07285, for pictures of it.
 */
export interface ConvTranspose2d {
  <DA extends DType, DW extends DType, DB extends DType = never>(
    x: Tensor<Shape, DA>,
    kernel: Tensor<Shape, DW>,
    bias?: Tensor<Dynamic, DB> | ConvTranspose2dOptions | null,
    options?: ConvTranspose2dOptions,
  ): Tensor<Dynamic, Promote<Promote<DA, DW>, DB>>;
}

export const convTranspose2d: ConvTranspose2d = (
  x: unknown,
  kernel: unknown,
  bias?: unknown,
  options?: unknown,
): Dynamic => {
  const call = readConvolution(where, [x, kernel, bias, options], "height, width", ["in", "out / groups"], known);
  const padding = eachAxis(where, "padding", call.options.padding ?? 0, 2, 0);
  requireGroups(call);
  requireChannels(call, call.kernel.shape[0]!, 2);
  return convolve(call, spread, padding, imagesOf(call, padding), call.kernel.shape[1]! * call.groups);
};

const where = "convTranspose2d";
const known = ["stride", "padding", "outputPadding", "dilation", "groups"];

/** Height and width of the result. */
function imagesOf(
  { x, kernel, images, options, stride, dilation, reach }: ConvolutionCall,
  padding: readonly number[],
) {
  const added = eachAxis(where, "outputPadding", options.outputPadding ?? 0, 2, 0);
  const tooMuch = added.some((n, i) => n >= Math.max(stride[i]!, dilation[i]!));
  if (tooMuch) {
    throw new ShapeError({
      where,
      argument: "outputPadding",
      expected: `must be less than stride ${formatReceived(stride)} or dilation ${formatReceived(dilation)}`,
      received: formatReceived(added),
    });
  }
  const sizes = images.map((n, i) => (n - 1) * stride[i]! - 2 * padding[i]! + reach[i]! + added[i]!);
  if (images.every((n) => n > 0) && sizes.every((size) => size > 0)) return sizes;
  throw new ShapeError({
    where,
    argument: "x",
    expected: "must leave a height and a width from 1 on when padding is cut off",
    received: `${formatShape(sizes)}: x is ${formatShape(x.shape)}, kernel is ${formatShape(kernel.shape)}`,
  });
}
