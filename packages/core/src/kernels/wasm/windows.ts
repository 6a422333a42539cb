import type { Data } from "../../tensor/dtype.ts";
import type { Windows } from "../js/unfold.ts";
import { types } from "./assembler.ts";
import { addStridedCopy, type StridedCopy } from "./copy.ts";
import { type FloatType, formats } from "./gemm/format.ts";
import { type HeapGemm, multiplyInHeap } from "./gemm/multiply.ts";
import { type Heap, wasmHeap } from "./heap.ts";

/** More numbers than this, 16 MB of float32, are not put into the heap at once. */
const mostNumbers = 2 ** 22;
/** Fewer than this are written as fast one by one, and need no code of their own. The products have the same bits either way. */
const fewNumbers = 1024;

type CopyFunction = (to: number, from: number) => void;

/** Emitted copies by the windows they are for; a model has few of them. */
const copies = new Map<string, CopyFunction>();

/**
 * The windows of one image at a time as columns of a matrix in the heap, as `unfold` writes them, made by emitted code: vectors at a time, of
 * an image with its padding around it.
 */
export class HeapWindows {
  private readonly heap: Heap;
  private readonly dtype: FloatType;
  private readonly windows: Windows;
  private readonly paddedWidth: number;
  private readonly paddedSize: number;
  private readonly copy: CopyFunction;
  private readonly buffers: (readonly [address: number, bytes: number])[] = [];
  private readonly padded: number;
  /** Where the matrix is. */
  readonly columns: number;

  constructor(heap: Heap, dtype: FloatType, windows: Windows) {
    const { channels, height, width, kernel, dilation, count, stride, before } = windows;
    this.heap = heap;
    this.dtype = dtype;
    this.windows = windows;
    const reach = (axis: 0 | 1): number => (count[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
    const paddedHeight = Math.max(reach(0), before[0] + height);
    this.paddedWidth = Math.max(reach(1), before[1] + width);
    this.paddedSize = paddedHeight * this.paddedWidth;
    this.copy = copyOf(heap, dtype, {
      shape: [channels, ...kernel, ...count],
      strides: [this.paddedSize, dilation[0] * this.paddedWidth, dilation[1], stride[0] * this.paddedWidth, stride[1]],
      offset: 0,
    });
    this.padded = this.allocate(channels * this.paddedSize);
    this.columns = this.allocate(channels * kernel[0] * kernel[1] * count[0] * count[1]);
    const { size } = formats[dtype];
    heap.views[dtype].fill(0, this.padded / size, this.padded / size + channels * this.paddedSize);
  }

  /** The address of so many numbers, until {@link release}. */
  allocate(count: number): number {
    const bytes = Math.max(1, count) * formats[this.dtype].size;
    const address = this.heap.allocate(bytes);
    this.buffers.push([address, bytes]);
    return address;
  }

  /** Fills the matrix with the windows of the image that begins at `start`. */
  fill(image: Data, start: number): void {
    const { channels, height, width, before } = this.windows;
    const [view, first] = [this.heap.views[this.dtype], this.padded / formats[this.dtype].size];
    if (width === this.paddedWidth && height * width === this.paddedSize)
      view.set(image.subarray(start, start + channels * height * width), first);
    else {
      let from = start;
      for (let c = 0; c < channels; c++) {
        for (let i = 0; i < height; i++, from += width) {
          const to = first + c * this.paddedSize + (before[0] + i) * this.paddedWidth + before[1];
          for (let j = 0; j < width; j++) view[to + j] = image[from + j]!;
        }
      }
    }
    this.copy(this.columns, this.padded);
  }

  write(address: number, from: Data, start: number, count: number): void {
    this.heap.views[this.dtype].set(from.subarray(start, start + count), address / formats[this.dtype].size);
  }

  read(address: number, to: Data, start: number, count: number): void {
    const first = address / formats[this.dtype].size;
    to.set(this.heap.views[this.dtype].subarray(first, first + count), start);
  }

  multiply(sizes: Omit<HeapGemm, "dtype">, a: number, b: number, c: number): void {
    multiplyInHeap({ ...sizes, dtype: this.dtype }, a, b, c);
  }

  release(): void {
    for (const [address, bytes] of this.buffers) this.heap.release(address, bytes);
  }
}

/** Windows in the heap for arrays of one float dtype; `null` where they have several, are too many, or there is no heap. */
export function heapWindows(windows: Windows, arrays: readonly Data[]): HeapWindows | null {
  const { channels, kernel, count } = windows;
  const size = channels * kernel[0] * kernel[1] * count[0] * count[1];
  const is = (type: typeof Float32Array | typeof Float64Array): boolean => arrays.every((data) => data instanceof type);
  const dtype = is(Float32Array) ? "float32" : is(Float64Array) ? "float64" : null;
  const heap = dtype === null || size < fewNumbers || size > mostNumbers ? null : wasmHeap();
  return heap === null ? null : new HeapWindows(heap, dtype!, windows); // or there would be no heap
}

function copyOf(heap: Heap, dtype: FloatType, copy: StridedCopy): CopyFunction {
  const key = `${dtype} ${copy.shape} ${copy.strides}`;
  let made = copies.get(key);
  if (made === undefined) {
    const assembler = heap.assembler();
    const inner = addStridedCopy(assembler, dtype === "float64" ? 8 : 4, copy);
    assembler.func("copy", [types.i32, types.i32], (_, to, from) => inner.call(to!.get, from!.get));
    made = heap.instantiate(assembler).copy as CopyFunction; // as just exported
    copies.set(key, made);
  }
  return made;
}
