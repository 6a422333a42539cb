import type { Assembler } from "./assembler.ts";
import { type Heap, wasmHeap } from "./heap.ts";

/** A function that computes one part of some work: which part, where its parameters lie in the heap, and the thread it runs on. */
export type ChunkFunction = (chunk: number, parameters: number, thread: number) => void;

/** A module of which every thread has an instance of its own; this is the main thread's. It imports nothing but the heap's memory. */
export class ThreadModule {
  readonly exports: { readonly [name: string]: ChunkFunction };

  constructor(heap: Heap, assembler: Assembler) {
    const module = new WebAssembly.Module(assembler.bytes());
    const { exports } = new WebAssembly.Instance(module, { env: { memory: heap.memory } });
    this.exports = exports as typeof this.exports; // what a function of the module takes is its writer's care
  }
}

/** Makes a module run on every thread. */
export function threadModule(assembler: Assembler): ThreadModule {
  return new ThreadModule(wasmHeap()!, assembler);
}

/** Calls `module.exports[name](chunk, parameters, thread)` for every chunk from 0 on, in any order, on all threads. */
export function runChunks(module: ThreadModule, name: string, parameters: number, chunks: number): void {
  const run = module.exports[name]!;
  for (let chunk = 0; chunk < chunks; chunk++) run(chunk, parameters, 0);
}

/** How many threads would share work that is given now. */
export function threadCount(): number {
  return 1;
}
