import type { Data } from "../../../tensor/dtype.ts";
import { type Gemm, gemm } from "../../js/gemm.ts";
import { type Heap, wasmHeap } from "../heap.ts";
import { exactTerms } from "./blocks.ts";
import { type FloatType, formats } from "./format.ts";
import { type HeapProduct, isWorthThreads, ProductKernel, termsPerBlock } from "./kernel.ts";
import { Slabs } from "./slabs.ts";

/** Sizes and dtype of a product of matrices in the heap. */
export interface HeapGemm extends Gemm {
  readonly dtype: FloatType;
}

/**
 * `C = A B` for row-major matrices without gaps at addresses in the heap; C overlaps neither of the others. On all threads if that is
 * worth it. Up to 64 bytes behind A and B are read, and not used.
 */
export function multiplyInHeap(sizes: HeapGemm, a: number, b: number, c: number): void {
  const { dtype, m, n, k } = sizes;
  const { size } = formats[dtype];
  const heap = wasmHeap()!; // whoever has an address has a heap
  if (k === 0) {
    heap.views[dtype].fill(0, c / size, c / size + m * n);
    return;
  }
  if (m === 0 || n === 0) return;
  slabsOf(heap, dtype).kernel.run(described(sizes, a, b, c));
}

/**
 * The same as an emitted function `(0, address, 0)` that other modules import: `address` has a description of this product, for which
 * {@link preparedBytes} are free there. `null` for a product that is empty, or large enough for threads.
 */
export function preparedInHeap(sizes: HeapGemm, a: number, b: number, c: number, address: number): unknown {
  if (sizes.k === 0 || sizes.m === 0 || sizes.n === 0 || isWorthThreads(sizes)) return null;
  const { kernel } = slabsOf(wasmHeap()!, sizes.dtype); // whoever has an address has a heap
  kernel.prepare(described(sizes, a, b, c), address);
  return kernel.function;
}

function described(sizes: HeapGemm, a: number, b: number, c: number): HeapProduct {
  const { dtype, m, n, k, transposeA, transposeB } = sizes;
  const { size } = formats[dtype];
  return {
    m,
    n,
    k,
    termsPerBlock: termsPerBlock(dtype, k),
    a,
    aStride: (transposeA ? m : k) * size,
    b,
    bStride: (transposeB ? k : n) * size,
    c,
    cStride: n * size,
    transposeA,
    transposeB,
    first: true,
  };
}

/** Products of few terms and less work than this are left to JavaScript, which has the same bits for them. In multiplications. */
const smallProduct = 4096;

/**
 * `C = A B` for row-major matrices that begin at the given offsets of their buffers, as {@link gemm} computes it, in emitted code
 * where there is some for the dtype.
 *
 * Sums of up to {@link exactTerms} terms have the bits of {@link gemm}. Longer ones run in the dtype itself, so that an element is off
 * by at most `k ε Σ |aᵢₚ bₚⱼ|` with ε half the distance from 1 to the next number. Either way its bits depend on its row of A and its
 * column of B alone.
 */
export function multiply(c: Data, cStart: number, a: Data, aStart: number, b: Data, bStart: number, sizes: Gemm): void {
  const heap = c instanceof Float32Array || c instanceof Float64Array ? wasmHeap() : null;
  const { m, n, k } = sizes;
  if (heap === null || m === 0 || n === 0 || (k <= exactTerms && !(sameDtype(a, b, c) && m * n * k >= smallProduct))) {
    gemm(c, cStart, a, aStart, b, bStart, sizes);
    return;
  }
  const floats = c as Float32Array | Float64Array; // or there would be no heap
  slabsOf(heap, floats instanceof Float32Array ? "float32" : "float64").multiply(
    floats,
    cStart,
    a,
    aStart,
    b,
    bStart,
    sizes,
  );
}

/** If not, the numbers that emitted code reads were rounded to C's dtype; those that the reference reads are not. */
function sameDtype(a: Data, b: Data, c: Data): boolean {
  return a.constructor === c.constructor && b.constructor === c.constructor;
}

/** Kernels by dtype, for multiplying and adding with one rounding and with two. */
const made: { [kind: string]: Slabs } = {};

function slabsOf(heap: Heap, type: FloatType): Slabs {
  const kind = heap.relaxed ? type : plain[type];
  let slabs = made[kind];
  if (slabs === undefined) {
    slabs = new Slabs(heap, type, new ProductKernel(heap, type));
    made[kind] = slabs;
  }
  return slabs;
}

const plain = { float32: "float32, plain", float64: "float64, plain" };
