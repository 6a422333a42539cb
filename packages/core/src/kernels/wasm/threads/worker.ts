import type { WasmMemory } from "../platform.ts";
import { fields } from "./state.ts";

/** What a worker is given when it starts. */
export interface WorkerData {
  readonly memory: WasmMemory;
  /** Where the state lies in the heap, in 32-bit numbers. */
  readonly state: number;
  /** Which thread it is; the main thread is 0. */
  readonly thread: number;
}

/**
 * How long a worker that has nothing to do keeps looking before it sleeps, in milliseconds. Products follow each other within such
 * times; to be woken takes 10 to 50 µs, and more where all cores are busy.
 */
const patience = 0.1;

/**
 * The program of a worker, `work(data)`. It is text, so that no bundler has to find a file. A worker takes no messages: the main
 * thread is busy while there is work, and whatever it says lies in the heap.
 */
export const workerSource: string = `
const fields = ${JSON.stringify(fields)};

function work({ memory, state: start, thread }) {
  const state = new Int32Array(memory.buffer).subarray(start);
  const modules = new Map();

  // The functions of the job's module, compiled here when it is met for the first time.
  function functionsOf(module, address, length) {
    let functions = modules.get(module);
    if (functions === undefined) {
      // The memory may have grown on another thread; growing it by nothing makes that known here.
      if (address + length > memory.buffer.byteLength) memory.grow(0);
      const bytes = new Uint8Array(memory.buffer, address, length).slice(); // no compiler takes shared bytes
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
      functions = Object.values(exports);
      modules.set(module, functions);
    }
    return functions;
  }

  Atomics.add(state, fields.ready, 1);
  for (;;) {
    const signal = Atomics.load(state, fields.signal);
    let until = performance.now() + ${patience};
    do {
      if (Atomics.load(state, fields.stopped) === 1) return;
      const chunk = Atomics.load(state, fields.unclaimed) - 1;
      if (chunk < 0 || Atomics.compareExchange(state, fields.unclaimed, chunk + 1, chunk) !== chunk + 1) continue;
      // The job is read only now: while a chunk of it is claimed and not done, the main thread leaves it as it is.
      try {
        const functions = functionsOf(state[fields.module], state[fields.address], state[fields.length]);
        functions[state[fields.function]](chunk, state[fields.parameters], thread);
      } catch {
        // The main thread will do it, and so find the error where it can be caught.
        Atomics.store(state, fields.failed + thread, chunk + 1);
        Atomics.sub(state, fields.ready, 1);
        Atomics.add(state, fields.done, 1);
        return;
      }
      Atomics.add(state, fields.done, 1);
      until = performance.now() + ${patience};
    } while (performance.now() < until);
    Atomics.add(state, fields.sleeping, 1);
    Atomics.wait(state, fields.signal, signal);
    Atomics.sub(state, fields.sleeping, 1);
  }
}
`;
