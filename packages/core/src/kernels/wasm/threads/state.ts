/**
 * What threads tell each other: 32-bit numbers in the heap, read and written with Atomics. The numbers of the fields are also in the
 * text of the worker, which is made from them.
 */
export const fields = {
  /** Chunks of the present job that nobody has claimed. Who lowers it by one owns the chunk of that number. */
  unclaimed: 0,
  /** Chunks that workers have done since the job began. */
  done: 1,
  /** Grows with every job; sleeping workers wait for that. */
  signal: 2,
  /** Workers that sleep, or are about to. */
  sleeping: 3,
  /** Workers that look for work. */
  ready: 4,
  /** 1: workers shall end. */
  stopped: 5,
  // The present job: a module (its number, and where its bytes are), which of its functions, and where the parameters are.
  module: 6,
  address: 7,
  length: 8,
  function: 9,
  parameters: 10,
  /** From here on, for each thread: 1 + the chunk that it claimed and could not do. */
  failed: 11,
} as const;
