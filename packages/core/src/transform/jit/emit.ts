import { type Assembler, type Code, f64, i32, types } from "../../kernels/wasm/assembler.ts";
import { addStridedCopy } from "../../kernels/wasm/copy.ts";
import { preparedBytes } from "../../kernels/wasm/gemm/kernel.ts";
import { type HeapGemm, multiplyInHeap, preparedInHeap } from "../../kernels/wasm/gemm/multiply.ts";
import type { Heap } from "../../kernels/wasm/heap.ts";
import { addLaneLoop, keptBytes } from "../../op/readers/laneSimd.ts";
import type { Item, LanePart, ProductItem } from "./items.ts";
import { addLoop, type Surroundings } from "./loop.ts";

/** Code for the items of a segment, and how to run it. */
export interface EmittedSegment {
  readonly run: () => void;
  readonly items: readonly Item[];
  /** The mean time that each item took, in microseconds; `null` if it is not taken. */
  readonly times: (() => readonly number[]) | null;
  /** Of the module. */
  readonly bytes: number;
}

const three = [types.i32, types.i32, types.i32];
const nothing = (): void => {};

/**
 * One function that does what some items do, one after the other. Products are imported: their kernels are a module that all programs
 * share, and large ones go through JavaScript, which shares them among threads.
 */
export function emitSegment(
  heap: Heap,
  items: readonly Item[],
  around: Surroundings,
  profile: boolean,
): EmittedSegment {
  const assembler = heap.assembler();
  const calls: (() => void)[] = [];
  const call = assembler.importFunction("call", [types.i32]);
  const small = {
    float32: assembler.importFunction("float32", three),
    float64: assembler.importFunction("float64", three),
  };
  const imports: { [name: string]: unknown } = {
    call: (index: number) => calls[index]!(),
    float32: nothing,
    float64: nothing,
  };
  const parts = items.map((item) => {
    if (item.kind === "loop") return addLoop(assembler, heap.relaxed, item, around).call();
    if (item.kind === "lanes") return item.parts.map((part) => callLanes(heap, assembler, part, around));
    if (item.kind === "copy") {
      const [from, to] = [item.step.inputs[0]!, item.step.outputs[0]!].map(({ slot }) =>
        i32.const(around.addressOf(slot)),
      );
      return addStridedCopy(assembler, item.dtype === "float64" ? 8 : 4, item.work).call(to!, from!);
    }
    return productsOf(item, around).map(({ sizes, a, b, c }) => {
      const description = around.reserve(preparedBytes);
      const product = preparedInHeap(sizes, a, b, c, description);
      if (product === null) return call.call(i32.const(calls.push(() => multiplyInHeap(sizes, a, b, c)) - 1));
      imports[item.dtype] = product;
      return small[item.dtype].call(i32.const(0), i32.const(description), i32.const(0));
    });
  });
  const names = parts.map((_, k) => (profile ? `item ${k}` : null));
  const functions = parts.map((part, k) => assembler.func(names[k]!, [], () => part));
  assembler.func("run", [], () => functions.map((one) => one.call()));
  const exports = heap.instantiate(assembler, imports) as {
    readonly run: () => void;
    readonly [name: string]: () => void;
  }; // exported just now
  const bytes = assembler.bytes().length;
  if (!profile) return { run: exports.run, items, times: null, bytes };
  const runItems = names.map((name) => exports[name!]!);
  const sums = items.map(() => 0);
  let runs = 0;
  const run = (): void => {
    runs++;
    for (const [k, runItem] of runItems.entries()) {
      const start = milliseconds();
      runItem();
      sums[k]! += milliseconds() - start;
    }
  };
  return { run, items, times: () => sums.map((sum) => (1000 * sum) / Math.max(1, runs)), bytes };
}

/** Since some moment. Every platform has this clock; types of the language alone do not say so. */
function milliseconds(): number {
  return (globalThis as unknown as { readonly performance: { now(): number } }).performance.now();
}

function callLanes(heap: Heap, assembler: Assembler, part: LanePart, { addressOf, scratch }: Surroundings): Code {
  const { code, layout, reads, writes, numbers } = part;
  const { outer, n, inner } = layout;
  const kept = scratch(keptBytes(code, n));
  return addLaneLoop(assembler, null, heap.relaxed, code).call(
    ...[outer, n, inner, ...writes.map(addressOf), ...reads.map(addressOf), kept].map((x) => i32.const(x)),
    ...numbers.map((x) => f64.const(x)),
  );
}

/** One product for each matrix of a stack: where it begins in the operands and in the result. */
function productsOf(
  { work, step, dtype }: ProductItem,
  { addressOf }: Surroundings,
): readonly { readonly sizes: HeapGemm; readonly a: number; readonly b: number; readonly c: number }[] {
  const { m, n, k, transposeA, transposeB, batch } = work;
  const sizes = { dtype, m, n, k, transposeA, transposeB };
  const size = dtype === "float32" ? 4 : 8;
  const [a, b] = step.inputs.map(({ slot }) => addressOf(slot)) as [number, number];
  const c = addressOf(step.outputs[0]!.slot);
  return batch.map((start, i) => ({ sizes, a: a + start.a * size, b: b + start.b * size, c: c + i * m * n * size }));
}
