import { whole } from "../../arguments.ts";
import type { Assembler } from "./assembler.ts";
import { wasmHeap } from "./heap.ts";
import { ThreadModule } from "./threads/module.ts";
import { cores } from "./threads/platform.ts";
import { ThreadPool } from "./threads/pool.ts";

/** A module that runs on every thread. Written with the heap's assembler, it imports nothing but the memory. */
export function threadModule(assembler: Assembler): ThreadModule {
  return new ThreadModule(wasmHeap()!, assembler); // whoever has an assembler has a heap
}

/**
 * Calls `module.exports[name](chunk, parameters, thread)` for every chunk from 0 to `chunks - 1`, in any order, shared by all threads;
 * returns when all are done. Chunks must not depend on each other.
 */
export function runChunks(module: ThreadModule, name: string, parameters: number, chunks: number): void {
  const workers = chunks > 1 ? startedPool() : null;
  if (workers !== null && workers.ready > 0) {
    workers.run(module, name, parameters, chunks);
    return;
  }
  const run = module.exports[name]!;
  for (let chunk = 0; chunk < chunks; chunk++) run(chunk, parameters, 0);
}

/** How many threads would share work that is given now. The first call starts them, so it is for those who have much to do. */
export function threadCount(): number {
  return 1 + (startedPool()?.ready ?? 0);
}

/** More threads than this are used only where a program asks for them: few products gain from them, and others may need the cores. */
const defaultMaximum = 4;
/** More than this many are a mistake. */
const maximum = 256;

let wanted: number | null = null;
let pool: ThreadPool | null = null;

function startedPool(): ThreadPool | null {
  const threads = getThreads();
  if (pool === null && threads > 1) {
    const heap = wasmHeap();
    if (heap?.shared === true) pool = new ThreadPool(heap, threads);
  }
  return pool;
}

/**
 * Sets how many threads large matrix products and large elementwise operations are shared among, the calling one among them. Results have the
 * same bits with any number. Workers start with the first large operation and never keep a program from ending.
 *
 * Without it there are as many as the machine has cores, up to 4. Where memory cannot be shared with workers (a page that is not
 * cross-origin isolated) everything runs on one thread.
 *
 * @param n - From 1 (no workers) to 256.
 * @throws {@link DomainError} if it is no whole number in this range.
 *
 * @example
 * ```ts
 * setThreads(1);
 * getThreads(); // => 1
 * ```
 */
export function setThreads(n: number): void {
  whole("setThreads", "n", n, { min: 1, max: maximum });
  if (n === getThreads()) return;
  wanted = n;
  pool?.stop();
  pool = null;
}

/**
 * How many threads large operations are shared among where the platform allows it; see {@link setThreads}.
 *
 * @returns A whole number from 1 on.
 *
 * @example
 * ```ts
 * setThreads(2);
 * getThreads(); // => 2
 * ```
 */
export function getThreads(): number {
  wanted ??= Math.min(cores(), defaultMaximum);
  return wanted;
}
