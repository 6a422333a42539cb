import { averagePool, type Divisors, spreadAverages } from "../../kernels/js/pool.ts";
import { flag, positional } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import type { PoolShape, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import {
  ceilOption,
  kernelArgument,
  type Pooling,
  paddingOption,
  poolingOf,
  strideOption,
  windowsOver,
} from "./_pooling.ts";

/**
 * The mean of each window of each channel: `y[n, c, i, j] = Σ x[n, c, i s + p, j s + q] / m` over p and q, with stride s, zeros around x, and
 * m elements in the window.
 *
 * @param x - Shape `[batch, channels, height, width]`, or `[channels, height, width]`.
 * @param kernel - Height and width of the windows, or one number for both.
 * @param options - Each a number, or a pair for height and width: `stride`, by default the kernel; `padding`, default 0, at most half of the
 * kernel. `ceilMode`: also windows that begin in the image, or in the padding before it, and reach beyond what is behind it, which is no
 * part of them; default false. `countIncludePad`: do zeros of the padding count in m; default true.
 * @returns Shape `[batch, channels, rows, columns]`, or without the batch; integers give float32;
 * `rows = ⌊(height + 2 padding − kernelHeight) / stride⌋ + 1`, ⌈ ⌉ in ceil mode.
 * @throws {@link ShapeError} if a window exceeds the padded images, or the padding half of it.
 *
 * **Derivative.** `ȳ / m` goes to each element of the window.
 *
 * @example
 * ```ts
 * const x = tensor([[[[1, 5, 2], [3, 7, 8]]]]);
 * avgPool2d(x, 2).toArray(); // => [[[[4]]]]
 * avgPool2d(x, [2, 1], { padding: [1, 0] }).toArray(); // => [[[[0.5, 2.5, 1], [1.5, 3.5, 4]]]]
 * avgPool2d(x, [2, 1], { padding: [1, 0], countIncludePad: false }).toArray(); // => [[[[1, 5, 2], [3, 7, 8]]]]
 * ```
 * @see PyTorch, `avg_pool2d`.
 */
export interface AvgPool2d {
  <A extends Shape, D extends DType>(
    x: Tensor<A, D>,
    kernel: number | readonly [height: number, width: number],
    options?: {
      readonly stride?: number | readonly [height: number, width: number];
      readonly padding?: number | readonly [height: number, width: number];
      readonly ceilMode?: boolean;
      readonly countIncludePad?: boolean;
    },
  ): Tensor<PoolShape<A>, ToFloat<D>>;
}

interface Averages extends Pooling {
  readonly countIncludePad: boolean;
}

export const avgPool2d: AvgPool2d = /* @__PURE__ */ defineOp({
  name: "avgPool2d",
  inputs: ["x"],
  dtype: "float",
  args: [kernelArgument, strideOption, paddingOption, ceilOption, flag("countIncludePad", true)],
  refine: (attrs, x): Averages => ({
    ...poolingOf("avgPool2d", x.shape, attrs),
    countIncludePad: attrs.countIncludePad,
  }),
  shape: (x, { count }) => [...x.shape.slice(0, -2), ...count],
  forward: (y, x, attrs) => averagePool(y.data, x.data, windowsOver(x.shape, attrs), divisorsOf(x.shape, attrs)),
  vjp: { x: (cotangent, { node, attrs }) => spread(cotangent, node.inputs[0]!.shape, attrs) },
  formula: { value: "yᵢ = Σ x / m over window i", x: "x̄ = Σ ȳᵢ / m over its windows" },
});

/** The transpose of the op above. */
const spread: (y: Tensor, shape: readonly number[], attrs: Averages) => Tensor = /* @__PURE__ */ defineOp({
  name: "avgPool2d.vjp.x",
  inputs: ["x"],
  args: [
    positional("shape", (_, given) => given as readonly number[]), // the shape of an input
    positional("pooling", (_, given) => given as Averages), // the attributes of the op above
  ],
  shape: (_, { shape }) => shape,
  forward: (y, x, { shape, pooling }) =>
    spreadAverages(y.data, x.data, windowsOver(shape, pooling), divisorsOf(shape, pooling)),
  vjp: { x: (cotangent, { attrs: { pooling } }) => again(cotangent, pooling) },
  formula: { value: "y = Σ xᵢ / m over its windows", x: "x̄ᵢ = Σ ȳ / m over window i" },
});

function again(x: Tensor, { kernel, stride, padding, count, countIncludePad }: Averages): Tensor {
  // In the mode that gives as many windows.
  const floor = poolingOf("avgPool2d", x.shape, { kernel, stride, padding, ceilMode: false }).count;
  const ceilMode = floor[0] !== count[0] || floor[1] !== count[1];
  return avgPool2d(x, kernel, { stride, padding, ceilMode, countIncludePad });
}

/** How many elements the windows have: those of the padding count if they are asked to, those behind it never. */
function divisorsOf(shape: readonly number[], { kernel, stride, padding, count, countIncludePad }: Averages): Divisors {
  const along = (axis: 0 | 1): number[] => {
    const size = shape[shape.length - 2 + axis]!;
    const around = countIncludePad ? padding[axis] : 0;
    return Array.from({ length: count[axis] }, (_, i) => {
      const start = i * stride[axis] - padding[axis];
      return Math.min(start + kernel[axis], size + around) - Math.max(start, -around);
    });
  };
  return [along(0), along(1)];
}
