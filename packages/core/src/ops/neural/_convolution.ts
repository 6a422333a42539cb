import { areElements, fold, unfold, type Windows } from "../../kernels/js/unfold.ts";
import { multiply } from "../../kernels/wasm/gemm/multiply.ts";
import { heapWindows } from "../../kernels/wasm/windows.ts";
import { positional } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import type { TensorType } from "../../tape/op.ts";
import { allocate } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Pair } from "./_windows.ts";

// A convolution `y = x ⋆ w` is linear in the images x and in the kernels w. With a third tensor of the shape of y, `T(x, w, y) = Σ y · (x ⋆ w)`
// is linear in each of the three, and its derivative with respect to one of them is an op of the two others. So these three ops are
// each other's derivatives, of any order:
//
//   correlate(x, w)  = ∂T/∂y   images from images and kernels: conv2d
//   spread(y, w)     = ∂T/∂x   its transpose in the images: convTranspose2d
//   overlap(x, y)    = ∂T/∂w   its transpose in the kernels
//
// Each is a product of matrices for each image: of the kernels, a row for each, with the windows of the image, a column for each. Only the
// windows of one image exist at a time, so that memory does not grow with the batch, and an image has the bits that it has alone.

/** How kernels move over images. */
export interface Moves {
  readonly stride: Pair;
  readonly dilation: Pair;
  /** How far above and left of the image the first window begins. */
  readonly before: Pair;
  readonly groups: number;
}

/** With the last two sizes of the result: of images for the first two ops, of kernels for the third. */
export interface SizedMoves extends Moves {
  readonly size: Pair;
}

const moves = /* @__PURE__ */ positional("moves", (_, given) => given as SizedMoves); // made by the functions in this folder

type ConvolutionOp = (a: Tensor, b: Tensor, moves: SizedMoves) => Tensor;

/** `y = x ⋆ w`, for x `[batch, in, …]` and w `[out, in / groups, …]`. */
export const correlate: ConvolutionOp = /* @__PURE__ */ defineOp({
  name: "conv2d",
  inputs: ["x", "kernel"],
  dtype: "number",
  args: [moves],
  refine: ({ moves }) => moves,
  shape: (x, w, { size }) => [x.shape[0]!, w.shape[0]!, ...size],
  forward(y, x, w, attrs) {
    const plan = planOf(x, w, y, attrs);
    const { images, groups, outs, terms, places, windows } = plan;
    const sizes = { m: outs, n: places, k: terms, transposeA: false, transposeB: false };
    const heap = areElements(windows) ? null : heapWindows(windows, [x.data, w.data, y.data]);
    if (heap !== null) {
      const [kernels, result] = [heap.allocate(w.size), heap.allocate(outs * places)];
      const kernelBytes = (w.size / groups) * w.data.BYTES_PER_ELEMENT;
      heap.write(kernels, w.data, 0, w.size);
      for (let i = 0; i < images * groups; i++) {
        heap.fill(x.data, i * plan.imageSize);
        heap.multiply(sizes, kernels + (i % groups) * kernelBytes, heap.columns, result);
        heap.read(result, y.data, i * outs * places, outs * places);
      }
      heap.release();
      return;
    }
    const columns = areElements(windows) ? null : allocate(x.dtype, terms * places);
    for (let i = 0; i < images * groups; i++) {
      const image = i * plan.imageSize;
      if (columns !== null) unfold(columns, x.data, image, windows);
      const wStart = (i % groups) * outs * terms;
      multiply(y.data, i * outs * places, w.data, wStart, columns ?? x.data, columns === null ? image : 0, sizes);
    }
  },
  vjp: {
    x: (cotangent, { node, kernel, attrs }) => spread(cotangent, kernel, sized(attrs, node.inputs[0]!)),
    kernel: (cotangent, { node, x, attrs }) => overlap(x, cotangent, sized(attrs, node.inputs[1]!)),
  },
  formula: { value: "y = x ⋆ w", x: "x̄ = ȳ ∗ w", kernel: "w̄ = x ⋆ ȳ" },
});

/** The images whose windows are `y`-fold kernels, added up where they overlap: y `[batch, out, …]`, w `[out, in / groups, …]`. */
export const spread: ConvolutionOp = /* @__PURE__ */ defineOp({
  name: "convTranspose2d",
  inputs: ["x", "kernel"],
  dtype: "number",
  args: [moves],
  refine: ({ moves }) => moves,
  shape: (y, w, { size, groups }) => [y.shape[0]!, w.shape[1]! * groups, ...size],
  forward(x, y, w, attrs) {
    const plan = planOf(x, w, y, attrs);
    const { images, groups, outs, terms, places, windows } = plan;
    const columns = areElements(windows) ? null : allocate(x.dtype, terms * places);
    const sizes = { m: terms, n: places, k: outs, transposeA: true, transposeB: false };
    if (columns !== null) x.data.fill(0);
    for (let i = 0; i < images * groups; i++) {
      const image = i * plan.imageSize;
      const wStart = (i % groups) * outs * terms;
      multiply(columns ?? x.data, columns === null ? image : 0, w.data, wStart, y.data, i * outs * places, sizes);
      if (columns !== null) fold(x.data, image, columns, windows);
    }
  },
  vjp: {
    x: (cotangent, { node, kernel, attrs }) => correlate(cotangent, kernel, sized(attrs, node.inputs[0]!)),
    kernel: (cotangent, { node, x, attrs }) => overlap(cotangent, x, sized(attrs, node.inputs[1]!)),
  },
  formula: { value: "y = x ∗ w", x: "x̄ = ȳ ⋆ w", kernel: "w̄ = ȳ ⋆ x" },
});

/** For each element of each kernel the sum of what it meets in x `[batch, in, …]`, times y `[batch, out, …]` there. */
const overlap: ConvolutionOp = /* @__PURE__ */ defineOp({
  name: "conv2dKernel",
  inputs: ["x", "y"],
  dtype: "number",
  args: [moves],
  refine: ({ moves }) => moves,
  shape: (x, y, { size, groups }) => [y.shape[1]!, x.shape[1]! / groups, ...size],
  forward(w, x, y, attrs) {
    const plan = planOf(x, w, y, attrs);
    const { images, groups, outs, terms, places, windows } = plan;
    const heap = areElements(windows) ? null : heapWindows(windows, [x.data, w.data, y.data]);
    const columns = heap !== null || areElements(windows) ? null : allocate(x.dtype, terms * places);
    const product = allocate(w.dtype, outs * terms);
    // A float32 sum would lose digits with every image.
    const sums = w.dtype === "float32" ? new Float64Array(w.size) : w.data;
    const sizes = { m: outs, n: terms, k: places, transposeA: false, transposeB: true };
    sums.fill(0);
    const [parts, result] = heap === null ? [0, 0] : [heap.allocate(outs * places), heap.allocate(outs * terms)];
    for (let i = 0; i < images * groups; i++) {
      const image = i * plan.imageSize;
      if (heap !== null) {
        heap.fill(x.data, image);
        heap.write(parts, y.data, i * outs * places, outs * places);
        heap.multiply(sizes, parts, heap.columns, result);
        heap.read(result, product, 0, outs * terms);
      } else {
        if (columns !== null) unfold(columns, x.data, image, windows);
        multiply(product, 0, y.data, i * outs * places, columns ?? x.data, columns === null ? image : 0, sizes);
      }
      const start = (i % groups) * outs * terms;
      for (let j = 0; j < product.length; j++) sums[start + j]! += product[j]!;
    }
    heap?.release();
    if (sums !== w.data) w.data.set(sums);
  },
  vjp: {
    x: (cotangent, { node, y, attrs }) => spread(y, cotangent, sized(attrs, node.inputs[0]!)),
    y: (cotangent, { node, x, attrs }) => correlate(x, cotangent, sized(attrs, node.inputs[1]!)),
  },
  formula: { value: "w = x ⋆ y", x: "x̄ = y ∗ w̄", y: "ȳ = x ⋆ w̄" },
});

/** The same moves, where the result has the shape of `like`. */
function sized(attrs: SizedMoves, { shape }: TensorType): SizedMoves {
  return { ...attrs, size: shape.slice(2) as readonly number[] as Pair }; // images and kernels have four axes
}

/** Sizes of the products: for each image and each group `[outs, terms] · [terms, places]`. */
function planOf(x: TensorType, w: TensorType, y: TensorType, { stride, dilation, before, groups }: Moves) {
  const [images, ins, height, width] = x.shape as [number, number, number, number];
  const [outs, , kernelHeight, kernelWidth] = w.shape as [number, number, number, number];
  const [, , rows, columns] = y.shape as [number, number, number, number];
  const channels = ins / groups;
  const windows: Windows = {
    ...{ channels, height, width, stride, dilation, before },
    kernel: [kernelHeight, kernelWidth],
    count: [rows, columns],
  };
  return {
    images,
    groups,
    outs: outs / groups,
    terms: channels * kernelHeight * kernelWidth,
    places: rows * columns,
    imageSize: channels * height * width,
    windows,
  };
}
