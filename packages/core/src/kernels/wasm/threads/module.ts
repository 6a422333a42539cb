import type { Assembler } from "../assembler.ts";
import type { Heap } from "../heap.ts";
import { webAssembly } from "../platform.ts";

/** Computes one part of some work: which part, where its parameters lie in the heap, and on which thread, from 0 on. */
export type ChunkFunction = (chunk: number, parameters: number, thread: number) => void;

/** A module of which every thread has an instance of its own; this has the main thread's. */
export class ThreadModule {
  private static count = 0;
  /** By this the workers know it. */
  readonly id: number = ThreadModule.count++;
  readonly exports: { readonly [name: string]: ChunkFunction };
  private readonly bytes: Uint8Array;
  private readonly names: readonly string[];
  private address = 0;

  constructor(heap: Heap, assembler: Assembler) {
    this.bytes = assembler.bytes();
    const module = new webAssembly!.Module(this.bytes);
    const { exports } = new webAssembly!.Instance(module, { env: { memory: heap.memory } });
    this.exports = exports as typeof this.exports; // what a function of the module takes is its writer's care
    this.names = Object.keys(exports);
  }

  /** Where the bytes are in the heap, and how many: workers compile them themselves. */
  inHeap(heap: Heap): [address: number, length: number] {
    if (this.address === 0) {
      this.address = heap.allocate(this.bytes.length);
      heap.views.bool.set(this.bytes, this.address);
    }
    return [this.address, this.bytes.length];
  }

  /** Which of the exported functions it is, in the order of the module. */
  indexOf(name: string): number {
    return this.names.indexOf(name);
  }
}
