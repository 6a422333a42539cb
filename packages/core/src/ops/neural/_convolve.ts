import { optionsOf, whole } from "../../arguments.ts";
import { DTypeError, ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { add } from "../elementwise/add.ts";
import { reshape } from "../movement/reshape.ts";
import type { Moves } from "./_convolution.ts";
import { eachAxis, type Pair, reachOf, requireImages } from "./_windows.ts";

// What the three functions that convolve have in common: their arguments, and images of one spatial axis, or without a batch, as a batch
// of images of two.

/** Options of a convolution as a caller gave them, resolved but for the padding. */
export interface ConvolutionCall {
  readonly where: string;
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly bias: Tensor | null;
  readonly options: { readonly [name: string]: unknown };
  /** A number for each spatial axis. */
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  /** Sizes of the images and of the kernels along the spatial axes. */
  readonly images: readonly number[];
  readonly reach: readonly number[];
}

/** What is read: `(x, kernel, bias?, options?)`, where the options may stand in the place of a bias that is left out. */
export function readConvolution(
  where: string,
  given: readonly [unknown, unknown, unknown, unknown],
  spatial: string,
  kernelAxes: readonly [string, string],
  known: readonly string[],
): ConvolutionCall {
  const count = spatial.split(", ").length;
  const [third, fourth] = [given[2] ?? undefined, given[3]];
  const isBias = third instanceof Tensor || third === undefined || fourth !== undefined;
  const [x, kernel, bias = null] = lift(
    where,
    inputsOf(["x", "kernel", "bias"].slice(0, isBias && third !== undefined ? 3 : 2)),
    isBias ? [given[0], given[1], third] : [given[0], given[1]],
    false,
  ) as [Tensor, Tensor, Tensor?];
  const options = optionsOf(where, isBias ? fourth : third, known);
  const stride = eachAxis(where, "stride", options.stride ?? 1, count, 1);
  const dilation = eachAxis(where, "dilation", options.dilation ?? 1, count, 1);
  const groups = whole(where, "groups", options.groups ?? 1, { min: 1 });
  requireImages(where, x.shape, spatial);
  const sizes: readonly number[] = kernel.shape;
  if (sizes.length !== count + 2 || sizes.slice(2).includes(0)) {
    const expected = `must have shape [${kernelAxes.join(", ")}, ${spatial}], with at least one element along the last ${count === 1 ? "axis" : "two"}`;
    throw new ShapeError({ where, argument: "kernel", expected, received: formatShape(sizes) });
  }
  const reach = sizes.slice(2).map((size, i) => reachOf(size, dilation[i]!));
  return { where, x, kernel, bias, options, stride, dilation, groups, images: x.shape.slice(-count), reach };
}

/** @throws ShapeError unless there are so many channels as the kernels are for. */
export function requireChannels({ where, x, kernel, groups }: ConvolutionCall, channels: number, count: number): void {
  const received = x.shape[x.ndim - 1 - count]!;
  if (received === channels) return;
  throw new ShapeError({
    where,
    argument: "x",
    expected: `must have ${channels} channels, for a kernel of shape ${formatShape(kernel.shape)} and groups ${groups}`,
    received: `${received}: x is ${formatShape(x.shape)}`,
  });
}

/** @throws ShapeError unless `groups` divides the first axis of the kernel. */
export function requireGroups({ where, kernel, groups }: ConvolutionCall): void {
  if (kernel.shape[0]! % groups === 0) return;
  throw new ShapeError({
    where,
    argument: "groups",
    expected: `must divide ${kernel.shape[0]}, the first axis of the kernel of shape ${formatShape(kernel.shape)}`,
    received: `${groups}`,
  });
}

/** How much is added on each side of each spatial axis. */
export function paddingOf(call: ConvolutionCall): readonly Pair[] {
  const { where, options, stride, reach } = call;
  const padding = options.padding ?? 0;
  if (padding === "valid") return reach.map(() => [0, 0]);
  if (padding === "same") {
    if (stride.some((step) => step !== 1))
      throw new ShapeError({
        where,
        argument: "stride",
        expected: 'must be 1 where padding is "same"',
        received: formatReceived(stride),
      });
    // An odd number of places has one more behind than in front, as in PyTorch.
    return reach.map((n) => [Math.floor((n - 1) / 2), Math.ceil((n - 1) / 2)]);
  }
  if (typeof padding === "string")
    throw new ShapeError({
      where,
      argument: "padding",
      expected: 'must be a number, a list of them, "same" or "valid"',
      received: formatReceived(padding),
    });
  return eachAxis(where, "padding", padding, reach.length, 0).map((n) => [n, n]);
}

/** How many places the kernels have along each spatial axis. @throws ShapeError if one does not fit into the padded images. */
export function placesOf(call: ConvolutionCall, padding: readonly Pair[]): readonly number[] {
  const { where, x, kernel, images, reach, stride, dilation } = call;
  return images.map((size, i) => {
    const [before, behind] = padding[i]!;
    const room = size + before + behind;
    if (reach[i]! > room) {
      const spans = dilation[i] === 1 ? "" : `, ${reach[i]} with dilation ${dilation[i]}`;
      throw new ShapeError({
        where,
        argument: "kernel",
        expected: `must fit into the padded x along axis ${i - images.length}, which has ${room} elements`,
        received: `${kernel.shape[i + 2]}${spans}: x is ${formatShape(x.shape)}, kernel is ${formatShape(kernel.shape)}`,
      });
    }
    return Math.floor((room - reach[i]!) / stride[i]!) + 1;
  });
}

/** Runs one of the ops on images, as it knows them, and gives the result the axes that `x` has; then adds the bias. */
export function convolve(
  call: ConvolutionCall,
  op: (x: Tensor, kernel: Tensor, moves: Moves & { readonly size: Pair }) => Tensor,
  before: readonly number[],
  size: readonly number[],
  channels: number,
): Tensor {
  const { where, x, kernel, bias, stride, dilation, groups, images } = call;
  if (bias !== null && (bias.ndim !== 1 || bias.shape[0] !== channels)) {
    const expected = `must have shape [${channels}], a number for each channel of the result`;
    throw new ShapeError({ where, argument: "bias", expected, received: formatShape(bias.shape) });
  }
  if ([x, kernel, ...(bias === null ? [] : [bias])].every(({ dtype }) => dtype === "bool"))
    throw new DTypeError({
      where,
      argument: "x",
      expected: "and kernel must not be bool",
      advice: 'Cast x first: cast(x, "int32").',
    });
  const isLine = images.length === 1;
  const pair = (sizes: readonly number[], other: number): Pair =>
    isLine ? [other, sizes[0]!] : (sizes as readonly number[] as Pair); // of two axes
  const asImages = (t: Tensor): Tensor => {
    const shape: readonly number[] = t.shape;
    const four = isLine ? [...shape.slice(0, -1), 1, shape.at(-1)!] : shape;
    return t.ndim === 4 ? t : reshape(t, four.length === 3 ? [1, ...four] : four);
  };
  const moves = {
    ...{ stride: pair(stride, 1), dilation: pair(dilation, 1), before: pair(before, 0), groups, size: pair(size, 1) },
  };
  let y = op(asImages(x), asImages(kernel), moves);
  if (bias !== null) y = add(y, reshape(bias, [channels, 1, 1])) as Tensor; // of the shape of y
  const batch = x.ndim === images.length + 2 ? [x.shape[0]!] : [];
  return y.ndim === x.ndim ? y : reshape(y, [...batch, channels, ...size]);
}
