import type { Data } from "../../tensor/dtype.ts";
import { i32, types } from "./assembler.ts";
import { BlockBuffers } from "./blockBuffers.ts";
import { addBlockLoop, blockBytes, type LoopBody, slotBytes, slotsOf } from "./blockLoop.ts";
import { type Heap, wasmHeap } from "./heap.ts";
import type { Walk } from "./operand.ts";
import type { ThreadModule } from "./threads/module.ts";
import { runChunks, threadCount, threadModule } from "./threads.ts";
import { Vectors } from "./vector.ts";

/** Blocks that are in the heap at a time: enough that no thread waits long for the last of them, few enough to stay in the second cache. */
const blocksAtOnce = 16;
/** With fewer elements the threads gain less than it costs to call them. */
export const fewestForThreads: number = 2 ** 18;
/**
 * With fewer values in its graph a loop takes too little longer than copying to and from shared memory: exp (63) and tanh (67) gain 1.2
 * times on two threads that have a core each and lose as much where the cores are busy, softplus (98) gains 1.6 and gelu (149) 1.7 times.
 */
const fewestValues = 90;

/** Does a body take so long that threads should share many elements? */
export function isSlow({ operands, uniforms, compute }: LoopBody): boolean {
  const v = new Vectors(true);
  compute(
    v,
    operands.map((_, k) => v.input(`operand ${k}`)),
    Array.from({ length: uniforms }, (_, k) => v.input(`uniform ${k}`, true)),
  );
  return v.size >= fewestValues;
}

/** Are there threads to share something with? The first call starts them. */
export function hasThreads(): boolean {
  return wasmHeap()?.shared === true && threadCount() > 1;
}

/** The loop of a body for blocks that threads share: the main one copies blocks into the shared heap, and results out of it. */
export class ThreadedBlocks {
  private readonly body: LoopBody;
  private readonly buffers: BlockBuffers;
  private readonly module: ThreadModule;
  private readonly heap: Heap;

  constructor(body: LoopBody, walks: readonly Walk[]) {
    const heap = wasmHeap()!; // as isWorthThreads found
    this.heap = heap;
    this.body = body;
    this.buffers = new BlockBuffers(heap, body);
    const assembler = heap.assembler();
    const loop = addBlockLoop(assembler, null, heap.relaxed, body, walks);
    // The parameters: where the first set of slots is, and the bytes of a row in each.
    assembler.func("chunk", [types.i32, types.i32, types.i32], (_, chunk, parameters) =>
      loop.call(
        i32.const(1),
        i32.load(i32.add(parameters!.get, i32.shl(chunk!.get, i32.const(2))), 4),
        i32.add(i32.load(parameters!.get), i32.mul(chunk!.get, i32.const(this.setBytes))),
      ),
    );
    this.module = threadModule(assembler);
  }

  /** Fills `out`, element by element, from inputs that have as many elements, or one. */
  run(out: Data, inputs: readonly Data[], uniforms: readonly Data[]): void {
    const heap = this.heap;
    const buffers = this.buffers;
    const parameterBytes = 4 * (1 + blocksAtOnce);
    const parameters = heap.allocate(parameterBytes);
    const sets = heap.allocate(blocksAtOnce * this.setBytes);
    try {
      for (let set = 0; set < blocksAtOnce; set++) {
        const base = sets + set * this.setBytes;
        buffers.writeUniforms(base, uniforms);
        for (const [k, data] of inputs.entries()) if (data.length === 1) buffers.copyIn(base, k, data, 0, 1);
      }
      heap.views.int32[parameters / 4] = sets;
      const perBlock = blockBytes / buffers.bytes;
      for (let start = 0; start < out.length; start += blocksAtOnce * perBlock)
        this.runBlocks(out, inputs, start, parameters, sets);
    } finally {
      heap.release(sets, blocksAtOnce * this.setBytes);
      heap.release(parameters, parameterBytes);
    }
  }

  private runBlocks(out: Data, inputs: readonly Data[], start: number, parameters: number, sets: number): void {
    const heap = this.heap;
    const buffers = this.buffers;
    const perBlock = blockBytes / buffers.bytes;
    const blocks = Math.min(blocksAtOnce, Math.ceil((out.length - start) / perBlock));
    const sizeOf = (block: number): number => Math.min(perBlock, out.length - start - block * perBlock);
    for (let block = 0; block < blocks; block++) {
      const base = sets + block * this.setBytes;
      heap.views.int32[parameters / 4 + 1 + block] = sizeOf(block) * buffers.bytes;
      for (let k = 0; k < inputs.length; k++)
        if (inputs[k]!.length !== 1) buffers.copyIn(base, k, inputs[k]!, start + block * perBlock, sizeOf(block));
    }
    runChunks(this.module, "chunk", parameters, blocks);
    for (let block = 0; block < blocks; block++) {
      const base = sets + block * this.setBytes;
      buffers.copyOut(base, this.body.outputs[0]!, out, start + block * perBlock, sizeOf(block));
    }
  }

  private get setBytes(): number {
    return slotsOf(this.body) * slotBytes;
  }
}
