import type { Data } from "../../../tensor/dtype.ts";
import type { Gemm } from "../../js/gemm.ts";
import type { Heap } from "../heap.ts";
import { type FloatType, formats } from "./format.ts";
import { type ProductKernel, termsPerBlock } from "./kernel.ts";

type Floats = Float32Array | Float64Array;

/** Numbers of each matrix that are in the heap at a time: 4 MB of float32. */
const slabSize = 2 ** 20;
/** Terms of longer sums are not all there at a time. */
const slabTerms = 4096;
/** Fewer numbers than this are copied faster one by one than by a call of the engine. */
const fewNumbers = 32;

/** A part of a matrix without gaps: `rows × columns` of one that begins at `start` and has `stride` columns. */
interface Part {
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
}

/** A buffer in the heap that grows to the largest part it was asked to hold. */
class Buffer {
  address = 0;
  private bytes = 0;
  private readonly heap: Heap;

  constructor(heap: Heap) {
    this.heap = heap;
  }

  reserve(bytes: number): void {
    if (bytes <= this.bytes) return;
    if (this.bytes > 0) this.heap.release(this.address, this.bytes);
    this.bytes = 0;
    const wanted = 2 ** Math.ceil(Math.log2(bytes));
    this.address = this.heap.allocate(wanted);
    this.bytes = wanted;
  }
}

/** Products of ordinary typed arrays, which are copied into the heap and out of it: slab by slab, so that they may be of any size. */
export class Slabs {
  readonly kernel: ProductKernel;
  private readonly heap: Heap;
  private readonly type: FloatType;
  private readonly a: Buffer;
  private readonly b: Buffer;
  private readonly c: Buffer;

  constructor(heap: Heap, type: FloatType, kernel: ProductKernel) {
    this.heap = heap;
    this.type = type;
    this.kernel = kernel;
    this.a = new Buffer(heap);
    this.b = new Buffer(heap);
    this.c = new Buffer(heap);
  }

  multiply(c: Floats, cStart: number, a: Data, aStart: number, b: Data, bStart: number, sizes: Gemm): void {
    const { m, n, k, transposeA, transposeB } = sizes;
    const { size } = formats[this.type];
    const block = termsPerBlock(this.type, k);
    const terms = k <= slabTerms ? k : Math.floor(slabTerms / block) * block;
    const side = Math.floor(slabSize / terms);
    const columns = Math.min(n, side, Math.max(1024, Math.floor(slabSize / m)));
    const rows = Math.min(m, side, Math.floor(slabSize / columns));
    this.a.reserve(rows * terms * size);
    this.b.reserve(terms * columns * size);
    this.c.reserve(rows * columns * size);
    for (let j = 0; j < n; j += columns) {
      const across = Math.min(columns, n - j);
      for (let i = 0; i < m; i += rows) {
        const down = Math.min(rows, m - i);
        for (let p = 0; p < k; p += terms) {
          const deep = Math.min(terms, k - p);
          const partOfA = transposeA
            ? { start: aStart + p * m + i, stride: m, rows: deep, columns: down }
            : { start: aStart + i * k + p, stride: k, rows: down, columns: deep };
          const partOfB = transposeB
            ? { start: bStart + j * k + p, stride: k, rows: across, columns: deep }
            : { start: bStart + p * n + j, stride: n, rows: deep, columns: across };
          this.copyIn(this.a.address / size, a, partOfA);
          // All of B stays where it is while rows of A go by.
          if (i === 0 || terms < k) this.copyIn(this.b.address / size, b, partOfB);
          this.kernel.run({
            m: down,
            n: across,
            k: deep,
            termsPerBlock: block,
            a: this.a.address,
            aStride: partOfA.columns * size,
            b: this.b.address,
            bStride: partOfB.columns * size,
            c: this.c.address,
            cStride: across * size,
            transposeA,
            transposeB,
            first: p === 0,
          });
        }
        this.copyOut(c, { start: cStart + i * n + j, stride: n, rows: down, columns: across }, this.c.address / size);
      }
    }
  }

  private copyIn(at: number, from: Data, { start, stride, rows, columns }: Part): void {
    const view = this.heap.views[this.type];
    const whole = columns === stride || rows === 1;
    const length = whole ? rows * columns : columns;
    for (let row = 0; row < (whole ? 1 : rows); row++) {
      const [source, target] = [start + row * stride, at + row * columns];
      if (length < fewNumbers) for (let i = 0; i < length; i++) view[target + i] = from[source + i]!;
      else view.set(length === from.length ? from : from.subarray(source, source + length), target);
    }
  }

  private copyOut(to: Floats, { start, stride, rows, columns }: Part, at: number): void {
    const view = this.heap.views[this.type];
    const whole = columns === stride || rows === 1;
    const length = whole ? rows * columns : columns;
    for (let row = 0; row < (whole ? 1 : rows); row++) {
      const [source, target] = [at + row * columns, start + row * stride];
      if (length < fewNumbers) for (let i = 0; i < length; i++) to[target + i] = view[source + i]!;
      else to.set(view.subarray(source, source + length), target);
    }
  }
}
