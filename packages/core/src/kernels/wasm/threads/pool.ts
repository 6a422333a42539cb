import type { Heap } from "../heap.ts";
import type { ThreadModule } from "./module.ts";
import { startWorker } from "./platform.ts";
import { fields } from "./state.ts";

/**
 * Workers that share chunks of work with the main thread. They start by themselves in their own time; until one is ready, or if none
 * ever is, the main thread does everything. It never waits for a worker that has not claimed a chunk.
 */
export class ThreadPool {
  private readonly heap: Heap;
  private readonly threads: number;
  /** {@link fields}; a view of shared memory stays valid when that grows. */
  private readonly state: Int32Array;

  constructor(heap: Heap, threads: number) {
    this.heap = heap;
    this.threads = threads;
    const length = fields.failed + threads;
    // Never given back: a worker that starts late must still find that it is not wanted any more.
    const start = heap.allocate(length * 4) / 4;
    this.state = heap.views.int32.subarray(start, start + length).fill(0);
    for (let thread = 1; thread < threads; thread++) startWorker({ memory: heap.memory, state: start, thread });
  }

  /** Workers that look for work. */
  get ready(): number {
    return Atomics.load(this.state, fields.ready);
  }

  run(module: ThreadModule, name: string, parameters: number, chunks: number): void {
    const { state } = this;
    [state[fields.address], state[fields.length]] = module.inHeap(this.heap);
    state[fields.module] = module.id;
    state[fields.function] = module.indexOf(name);
    state[fields.parameters] = parameters;
    Atomics.store(state, fields.done, 0);
    Atomics.store(state, fields.unclaimed, chunks);
    Atomics.add(state, fields.signal, 1);
    if (Atomics.load(state, fields.sleeping) > 0) Atomics.notify(state, fields.signal);
    const run = module.exports[name]!;
    let others = chunks;
    try {
      for (let chunk = this.claim(); chunk >= 0; chunk = this.claim()) {
        others--;
        run(chunk, parameters, 0);
      }
    } finally {
      // If a chunk threw, there may be some that nobody has claimed.
      others -= Atomics.exchange(state, fields.unclaimed, 0);
      while (Atomics.load(state, fields.done) < others);
    }
    for (let thread = 1; thread < this.threads; thread++) {
      const failed = Atomics.exchange(state, fields.failed + thread, 0);
      if (failed > 0) run(failed - 1, parameters, 0);
    }
  }

  /** Makes the workers end. */
  stop(): void {
    Atomics.store(this.state, fields.stopped, 1);
    Atomics.add(this.state, fields.signal, 1);
    Atomics.notify(this.state, fields.signal);
  }

  /** The number of a chunk that is now the caller's; -1 if there is none left. */
  private claim(): number {
    for (;;) {
      const chunk = Atomics.load(this.state, fields.unclaimed) - 1;
      if (chunk < 0 || Atomics.compareExchange(this.state, fields.unclaimed, chunk + 1, chunk) === chunk + 1)
        return chunk;
    }
  }
}
