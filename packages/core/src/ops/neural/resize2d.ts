import { ShapeError } from "../../errors.ts";
import { addToPlanes, resizePlanes, type Taps } from "../../kernels/js/resize.ts";
import { choice, flag, positional } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Dyn, Dynamic, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { eachAxis, type Pair, requireImages } from "./_windows.ts";

/** The shape of images `A` resized to `H × W`. */
export type ResizeShape<A extends Shape, H extends number, W extends number> =
  Dyn<A> extends true ? Dynamic : A extends [...infer P extends Shape, unknown, unknown] ? [...P, H, W] : Dynamic;

/**
 * Images in another size: `y[n, c, i, j] = x[n, c, r, s]`, the element at `r = ⌊i height / newHeight⌋`, or bilinearly between the four
 * elements around it. (That place is computed in float32, as in PyTorch, and rounding may make it the element before or behind.)
 *
 * @param x - Shape `[batch, channels, height, width]`, or `[channels, height, width]`.
 * @param size - `[newHeight, newWidth]`, or one number for both.
 * @param options - `mode`: `"nearest"`, the default, or `"bilinear"`. `alignCorners`, for bilinear: do the centres of the corner elements keep
 * their places, and not, as by default, the edges of the images? Then position i is read at `i (height − 1) / (newHeight − 1)`, otherwise
 * at `(i + ½) height / newHeight − ½`, 0 at least.
 * @returns Shape `[batch, channels, newHeight, newWidth]`, or without the batch; integers give float32.
 * @throws {@link ShapeError} if x has other axes, or a height or width of 0.
 *
 * **Derivative.** `ȳ` goes to the elements that were read, with their weights.
 *
 * @example
 * ```ts
 * const x = tensor([[[[0, 4]]]]);
 * resize2d(x, [1, 4]).toArray(); // => [[[[0, 0, 4, 4]]]]
 * resize2d(x, [1, 4], { mode: "bilinear" }).toArray(); // => [[[[0, 1, 3, 4]]]]
 * resize2d(x, [1, 5], { mode: "bilinear", alignCorners: true }).toArray(); // => [[[[0, 1, 2, 3, 4]]]]
 * ```
 * @see PyTorch, `interpolate`.
 */
export interface Resize2d {
  <A extends Shape, D extends DType, const H extends number, const W extends number = H>(
    x: Tensor<A, D>,
    size: H | readonly [height: H, width: W],
    options?: { readonly mode?: "nearest" | "bilinear"; readonly alignCorners?: boolean },
  ): Tensor<ResizeShape<A, H, W>, ToFloat<D>>;
}

interface Resizing {
  readonly size: Pair;
  readonly mode: "nearest" | "bilinear";
  readonly alignCorners: boolean;
}

export const resize2d: Resize2d = /* @__PURE__ */ defineOp({
  name: "resize2d",
  inputs: ["x"],
  dtype: "float",
  args: [
    positional("size", (where, given) => eachAxis(where, "size", given, 2, 1) as readonly number[] as Pair), // of two
    choice("mode", ["nearest", "bilinear"]),
    flag("alignCorners"),
  ],
  shape(x, { size }) {
    requireImages("resize2d", x.shape, "height, width");
    if (x.shape.slice(-2).includes(0)) {
      const expected = "must have a height and a width from 1 on";
      throw new ShapeError({ where: "resize2d", argument: "x", expected, received: `shape ${formatShape(x.shape)}` });
    }
    return [...x.shape.slice(0, -2), ...size];
  },
  forward: (y, x, attrs) => resizePlanes(y.data, x.data, ...planOf(x.shape, attrs)),
  vjp: { x: (cotangent, { node, attrs }) => addBack(cotangent, node.inputs[0]!.shape, attrs) },
  formula: ({ mode }) =>
    mode === "bilinear"
      ? { value: "yᵢ = Σⱼ wᵢⱼ xⱼ over 4 neighbours", x: "x̄ⱼ = Σᵢ wᵢⱼ ȳᵢ" }
      : { value: "yᵢ = the nearest of x", x: "x̄ = Σ ȳᵢ where x was read" },
});

/** The transpose of the op above. */
const addBack: (y: Tensor, shape: readonly number[], attrs: Resizing) => Tensor = /* @__PURE__ */ defineOp({
  name: "resize2d.vjp.x",
  inputs: ["x"],
  args: [
    positional("shape", (_, given) => given as readonly number[]), // the shape of an input
    positional("resizing", (_, given) => given as Resizing), // the attributes of the op above
  ],
  shape: (_, { shape }) => shape,
  forward: (y, x, { shape, resizing }) => addToPlanes(y.data, x.data, ...planOf(shape, resizing)),
  vjp: {
    x: (cotangent, { attrs }) => {
      const { size, mode, alignCorners } = attrs.resizing;
      return resize2d(cotangent, size, { mode, alignCorners });
    },
  },
  formula: { value: "y = Σ xᵢ where y was read", x: "x̄ᵢ = what was read of ȳ" },
});

type Plan = [planes: number, rows: Taps, columns: Taps, width: number, planeSize: number];

function planOf(shape: readonly number[], attrs: Resizing): Plan {
  const [height, width] = shape.slice(-2) as readonly number[] as Pair; // images, as was checked
  const planes = sizeOf(shape.slice(0, -2));
  return [planes, tapsOf(height, attrs.size[0], attrs), tapsOf(width, attrs.size[1], attrs), width, height * width];
}

function tapsOf(n: number, size: number, { mode, alignCorners }: Resizing): Taps {
  const taps = { first: new Int32Array(size), second: new Int32Array(size), weight: new Float64Array(size) };
  const scale = alignCorners && mode === "bilinear" ? (size > 1 ? (n - 1) / (size - 1) : 0) : n / size;
  for (let i = 0; i < size; i++) {
    const at =
      mode === "nearest"
        ? Math.fround(Math.fround(scale) * i) // in float32, as PyTorch does: it is another element in one of 250 pairs of sizes
        : alignCorners
          ? i * scale
          : Math.max(0, (i + 0.5) * scale - 0.5);
    const first = Math.min(Math.floor(at), n - 1);
    taps.first[i] = first;
    taps.second[i] = mode === "nearest" ? first : Math.min(first + 1, n - 1);
    taps.weight[i] = mode === "nearest" || first === n - 1 ? 0 : at - first;
  }
  return taps;
}
