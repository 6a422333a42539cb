import type { Heap } from "../heap.ts";
import type { ThreadModule } from "../threads/module.ts";
import { getThreads, runChunks, threadCount, threadModule } from "../threads.ts";
import { addProduct, productFields, workBytes } from "./blocks.ts";
import { type FloatType, type Format, formatOf, formats } from "./format.ts";

/** A product whose operands lie in the heap; strides are in bytes, from row to row as stored. */
export interface HeapProduct {
  m: number;
  n: number;
  k: number;
  /** Terms that are added up before they go to the product: {@link termsPerBlock} of the whole sum. */
  termsPerBlock: number;
  a: number;
  aStride: number;
  b: number;
  bStride: number;
  c: number;
  cStride: number;
  transposeA: boolean;
  transposeB: boolean;
  /** Set C, or add to it? */
  first: boolean;
}

/** Products of less work than this run on one thread: to wake another takes as long. In multiplications. */
const worthThreads = 2 ** 20;
/** Is a product large enough to be shared? */
export function isWorthThreads({ m, n, k }: { readonly m: number; readonly n: number; readonly k: number }): boolean {
  return m * n * k >= worthThreads;
}

/** Bytes of the description of a product. */
export const preparedBytes: number = 4 * productFields.length;

/** Parts of C that there should be for each thread, so that one that is interrupted does not make the others wait. */
const partsPerThread = 4;
/** Tiles up and down, and across, that a part should have: smaller ones would spend their time on packing. */
const leastTiles = 4;

/**
 * Sums of more than a format's `terms` are cut into blocks, as equal as can be. A function of the length of the sum alone, so that an
 * element of C has the same bits whatever stands around it.
 */
export function termsPerBlock(type: FloatType, k: number): number {
  return Math.ceil(k / Math.ceil(k / formats[type].terms));
}

/** The emitted product for one dtype, and what it needs of the heap. */
export class ProductKernel {
  private readonly heap: Heap;
  private readonly format: Format;
  private readonly module: ThreadModule;
  private readonly product: ThreadModule["exports"][string];
  private readonly fields: number;
  private work = 0;
  private workThreads = 0;
  /** Room for prepared products, which stays where it is. */
  private ownWork = 0;

  constructor(heap: Heap, type: FloatType) {
    const assembler = heap.assembler();
    addProduct(assembler, type, heap.relaxed);
    this.heap = heap;
    this.format = formatOf(type, heap.relaxed);
    this.module = threadModule(assembler);
    this.product = this.module.exports.product!;
    this.fields = heap.allocate(productFields.length * 4);
  }

  /** The emitted function, for other modules to import: it computes a product that {@link prepare} has described. */
  get function(): unknown {
    return this.product;
  }

  /**
   * Describes a product that is too small for threads, at an address in the heap where {@link preparedBytes} are free: calling the
   * emitted function with `(0, address, 0)` computes it, as often as one likes.
   */
  prepare(p: HeapProduct, address: number): void {
    if (this.ownWork === 0) this.ownWork = this.heap.allocate(workBytes(this.format));
    this.write(p, p.m, p.n, 1, address, this.ownWork);
  }

  /** Computes C. Up to 64 bytes behind A and B are read, and not used. */
  run(p: HeapProduct): void {
    const { m, n } = p;
    const threads = isWorthThreads(p) ? threadCount() : 1;
    // A worker that becomes ready meanwhile takes part too.
    this.makeRoom(threads === 1 ? 1 : getThreads());
    let rows = m;
    let columns = n;
    while (Math.ceil(m / rows) * Math.ceil(n / columns) < (threads === 1 ? 1 : threads * partsPerThread)) {
      // The side that is cut is the longer one: the blocks of both operands are packed once for each part.
      const { columns: tileColumns, rows: tileRows } = this.format;
      const wide = columns > leastTiles * tileColumns;
      if (wide && columns > rows) columns = roundUp(columns / 2, tileColumns);
      else if (rows > leastTiles * tileRows) rows = roundUp(rows / 2, tileRows);
      else if (wide) columns = roundUp(columns / 2, tileColumns);
      else break;
    }
    const across = Math.ceil(n / columns);
    this.write(p, rows, columns, across, this.fields, this.work);
    const chunks = across * Math.ceil(m / rows);
    if (chunks === 1) this.product(0, this.fields, 0);
    else runChunks(this.module, "product", this.fields, chunks);
  }

  /** In the order of {@link productFields}. */
  private write(p: HeapProduct, rows: number, columns: number, across: number, fields: number, work: number): void {
    const { int32 } = this.heap.views;
    let at = fields >> 2;
    int32[at++] = p.m;
    int32[at++] = p.n;
    int32[at++] = p.k;
    int32[at++] = p.termsPerBlock;
    int32[at++] = p.a;
    int32[at++] = p.aStride;
    int32[at++] = p.b;
    int32[at++] = p.bStride;
    int32[at++] = p.c;
    int32[at++] = p.cStride;
    int32[at++] = p.transposeA ? 1 : 0;
    int32[at++] = p.transposeB ? 1 : 0;
    int32[at++] = p.first ? 1 : 0;
    int32[at++] = rows;
    int32[at++] = columns;
    int32[at++] = across;
    int32[at] = work;
  }

  private makeRoom(threads: number): void {
    if (threads <= this.workThreads) return;
    const bytes = workBytes(this.format);
    if (this.workThreads > 0) this.heap.release(this.work, this.workThreads * bytes);
    this.workThreads = 0;
    this.work = this.heap.allocate(threads * bytes);
    this.workThreads = threads;
  }
}

function roundUp(x: number, step: number): number {
  return Math.ceil(x / step) * step;
}
