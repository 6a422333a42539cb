import { type Assembler, type Code, f64, i32, types } from "../../kernels/wasm/assembler.ts";
import { multiplyInHeap } from "../../kernels/wasm/gemm/multiply.ts";
import type { Heap } from "../../kernels/wasm/heap.ts";
import { addLaneLoop, keptBytes } from "../../op/readers/laneSimd.ts";
import type { Item, LanePart, ProductItem } from "./items.ts";
import { addLoop, type Surroundings } from "./loop.ts";

/** Code for the items of a segment, and how to run it. */
export interface EmittedSegment {
  readonly run: () => void;
  readonly items: readonly Item[];
  /** Of the module. */
  readonly bytes: number;
}

/**
 * One function that does what some items do, one after the other. Products are called through an import: their kernels are a module that
 * all programs share.
 */
export function emitSegment(heap: Heap, items: readonly Item[], around: Surroundings): EmittedSegment {
  const assembler = heap.assembler();
  const calls: (() => void)[] = [];
  const call = assembler.importFunction("call", [types.i32]);
  const parts = items.map((item) => {
    if (item.kind === "loop") return addLoop(assembler, heap.relaxed, item, around).call();
    if (item.kind === "lanes") return item.parts.map((part) => callLanes(heap, assembler, part, around));
    return call.call(i32.const(calls.push(productOf(item, around)) - 1));
  });
  assembler.func("run", [], () => parts);
  const { run } = heap.instantiate(assembler, { call: (index: number) => calls[index]!() });
  return { run: run as () => void, items, bytes: assembler.bytes().length }; // exported just now
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

function productOf({ work, step, dtype }: ProductItem, { addressOf }: Surroundings): () => void {
  const { m, n, k, transposeA, transposeB, batch } = work;
  const sizes = { dtype, m, n, k, transposeA, transposeB };
  const size = dtype === "float32" ? 4 : 8;
  const [a, b] = step.inputs.map(({ slot }) => addressOf(slot)) as [number, number];
  const c = addressOf(step.outputs[0]!.slot);
  const [only] = batch;
  if (batch.length === 1) {
    const [aStart, bStart] = [a + only!.a * size, b + only!.b * size];
    return () => multiplyInHeap(sizes, aStart, bStart, c);
  }
  return () => {
    for (let i = 0; i < batch.length; i++)
      multiplyInHeap(sizes, a + batch[i]!.a * size, b + batch[i]!.b * size, c + i * m * n * size);
  };
}
