/** Milliseconds of work after which other things get their turn: less than a frame. */
const turn = 12;

/** Lets timers, input and drawing have their turn in a long loop, and ends it when a signal says so. */
export class Turns {
  private readonly signal: AbortSignal | undefined;
  private last = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.signal = signal;
  }

  /** To be awaited between steps. @throws The signal's reason once it has aborted. */
  async next(): Promise<void> {
    if (performance.now() - this.last >= turn) {
      await otherTasks();
      this.last = performance.now();
    }
    this.signal?.throwIfAborted();
  }
}

function otherTasks(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void }; // Node has it, browsers do not
  return new Promise((resolve) => {
    if (setImmediate !== undefined) {
      setImmediate(resolve);
      return;
    }
    // Not setTimeout: browsers make every one of a series wait for 4 ms.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
