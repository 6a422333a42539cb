import { maxPool } from "../../kernels/js/pool.ts";
import { defineOp } from "../../op/define.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { PoolShape, Shape } from "../../shape/types.ts";
import { zeros } from "../../tensor/create.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { scatterAdd } from "../indexing/scatterAdd.ts";
import { reshape } from "../movement/reshape.ts";
import {
  ceilOption,
  dilationOption,
  kernelArgument,
  paddingOption,
  poolingOf,
  strideOption,
  windowsOver,
} from "./_pooling.ts";

/**
 * The largest element of each window of each channel: `y[n, c, i, j] = max x[n, c, i s + p d, j s + q d]` over p and q, with stride s and
 * dilation d. What the padding adds is never the largest.
 *
 * @param x - Shape `[batch, channels, height, width]`, or `[channels, height, width]`.
 * @param kernel - Height and width of the windows, or one number for both.
 * @param options - Each a number, or a pair for height and width: `stride`, by default the kernel; `padding`, default 0, at most half of the
 * kernel; `dilation`, default 1. `ceilMode`: also windows that begin in the image, or in the padding before it, and reach beyond what
 * is behind it; default false.
 * @returns Shape `[batch, channels, rows, columns]`, or without the batch, in the dtype of x;
 * `rows = ⌊(height + 2 padding − dilation (kernelHeight − 1) − 1) / stride⌋ + 1`, ⌈ ⌉ in ceil mode.
 * @throws {@link ShapeError} if a window exceeds the padded images, has no element in them, or the padding exceeds half of it.
 *
 * **Derivative.** `ȳ` goes to the largest element of its window; of equal ones to the first, row by row, as in PyTorch (where {@link max}
 * shares it). The second derivative is 0.
 *
 * @example
 * ```ts
 * const x = tensor([[[[1, 5, 2], [3, 4, 8]]]]);
 * maxPool2d(x, 2).toArray(); // => [[[[5]]]]
 * maxPool2d(x, 2, { stride: 1 }).toArray(); // => [[[[5, 8]]]]
 * maxPool2d(x, [1, 2], { ceilMode: true }).toArray(); // => [[[[5, 2], [4, 8]]]]
 * ```
 * @see PyTorch, `max_pool2d`.
 */
export interface MaxPool2d {
  <A extends Shape, D extends DType>(
    x: Tensor<A, D>,
    kernel: number | readonly [height: number, width: number],
    options?: {
      readonly stride?: number | readonly [height: number, width: number];
      readonly padding?: number | readonly [height: number, width: number];
      readonly dilation?: number | readonly [height: number, width: number];
      readonly ceilMode?: boolean;
    },
  ): Tensor<PoolShape<A>, D>;
}

export const maxPool2d: MaxPool2d = /* @__PURE__ */ defineOp({
  name: "maxPool2d",
  inputs: ["x"],
  args: [kernelArgument, strideOption, paddingOption, dilationOption, ceilOption],
  refine: (attrs, x) => poolingOf("maxPool2d", x.shape, attrs),
  shape: (x, { count }) => [...x.shape.slice(0, -2), ...count],
  // Where in its plane each result comes from.
  saves: (x, { count }) => [{ shape: [sizeOf(x.shape.slice(0, -2)), count[0] * count[1]], dtype: "int32" }],
  forward: (y, x, attrs, [places]) => maxPool(y.data, places!.data, x.data, windowsOver(x.shape, attrs)),
  vjp: {
    x(cotangent, { node, saved: [places] }) {
      const { shape } = node.inputs[0]!;
      const [planes, count] = places!.shape as readonly number[] as readonly [number, number]; // as saved
      const plane = sizeOf(shape.slice(-2));
      const none: Tensor = zeros([planes, plane], { dtype: cotangent.dtype });
      return reshape(scatterAdd(none, places!, reshape(cotangent, [planes, count])), shape);
    },
  },
  formula: { value: "yᵢ = max x over window i", x: "x̄ = Σ ȳᵢ where x is the first maximum of window i" },
});
