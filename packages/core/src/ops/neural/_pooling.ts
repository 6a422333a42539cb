import { ShapeError } from "../../errors.ts";
import { inside, type Windows } from "../../kernels/js/unfold.ts";
import { type Argument, flag, option, positional } from "../../op/args.ts";
import { formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import { eachAxis, type Pair, reachOf, requireImages } from "./_windows.ts";

// What maxPool2d and avgPool2d have in common: their arguments, and how many windows there are.

const pair =
  (name: string, min: number) =>
  (where: string, given: unknown): Pair | undefined =>
    given === undefined ? undefined : (eachAxis(where, name, given, 2, min) as readonly number[] as Pair); // of two

/** The size of the windows. */
export const kernelArgument: Argument<"kernel", Pair> = /* @__PURE__ */ positional(
  "kernel",
  (where, given) => eachAxis(where, "kernel", given, 2, 1) as readonly number[] as Pair, // of two
);
export const strideOption: Argument<"stride", Pair | undefined> = /* @__PURE__ */ option("stride", pair("stride", 1));
export const paddingOption: Argument<"padding", Pair | undefined> = /* @__PURE__ */ option(
  "padding",
  pair("padding", 0),
);
export const dilationOption: Argument<"dilation", Pair | undefined> = /* @__PURE__ */ option(
  "dilation",
  pair("dilation", 1),
);
export const ceilOption: Argument<"ceilMode", boolean> = /* @__PURE__ */ flag("ceilMode");

/** How windows lie over images; the attributes of a pooling op. */
export interface Pooling {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  /** How many windows there are, each way. */
  readonly count: Pair;
}

/** What a caller gave, and what is left out, for images of a shape. @throws ShapeError if a window does not fit. */
export function poolingOf(
  where: string,
  shape: readonly number[],
  attrs: {
    readonly kernel: Pair;
    readonly stride: Pair | undefined;
    readonly padding: Pair | undefined;
    readonly dilation?: Pair | undefined;
    readonly ceilMode: boolean;
  },
): Pooling {
  requireImages(where, shape, "height, width");
  const { kernel, stride = kernel, padding = [0, 0], dilation = [1, 1], ceilMode } = attrs;
  const places = kernel.map((size, i) => {
    if (2 * padding[i]! > size) {
      const received = formatShape(padding);
      const expected = `must be at most half of the kernel ${formatShape(kernel)}`;
      throw new ShapeError({ where, argument: "padding", expected, received });
    }
    const reach = reachOf(size, dilation[i]!);
    const n = shape[shape.length - 2 + i]!;
    const room = n + 2 * padding[i]!;
    const step = stride[i]!;
    let count = (ceilMode ? Math.ceil((room - reach) / step) : Math.floor((room - reach) / step)) + 1;
    if (count < 1) {
      const expected = `must fit into the padded x along axis ${i - 2}, which has ${room} elements`;
      const spans = dilation[i] === 1 ? "" : `, ${reach} with dilation ${dilation[i]}`;
      throw new ShapeError({
        where,
        argument: "kernel",
        expected,
        received: `${size}${spans}: x is ${formatShape(shape)}`,
      });
    }
    // A last window that begins behind the image, in the padding, is left out.
    if (ceilMode && (count - 1) * step >= n + padding[i]!) count--;
    for (let window = 0; window < count; window++) {
      const [first, end] = inside(window * step - padding[i]!, dilation[i]!, n, size);
      if (first < end) continue;
      const expected = `must meet an element of x along axis ${i - 2}, and not the padding alone`;
      const received = `x of shape ${formatShape(shape)} and dilation ${formatShape(dilation)}`;
      throw new ShapeError({ where, argument: "each window", expected, received });
    }
    return count;
  });
  return { kernel, stride, padding, dilation, count: places as readonly number[] as Pair }; // two, one for each size
}

/** The same for the kernels, with images of a shape. */
export function windowsOver(shape: readonly number[], { padding, ...pooling }: Pooling): Windows {
  const [height, width] = shape.slice(-2) as readonly number[] as Pair; // images, as was checked
  return { ...pooling, channels: sizeOf(shape.slice(0, -2)), height, width, before: padding };
}
