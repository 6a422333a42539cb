import { type Heap, wasmHeap } from "../../kernels/wasm/heap.ts";
import { type Action, Compiler, type Make } from "./compiler.ts";
import type { EmittedSegment } from "./emit.ts";
import type { Graph } from "./graph.ts";
import type { Allocated } from "./residents.ts";
import type { Segment } from "./schedule.ts";
import type { Given } from "./uniforms.ts";

/**
 * A graph made ready to be run again and again: emitted code where there is some, ops' own kernels between it, on buffers that are made
 * once.
 */
export class Program {
  /** In the order of {@link Graph.results}. */
  readonly results: readonly Make[];
  readonly segments: readonly Segment[];
  readonly emitted: readonly EmittedSegment[];
  /** Of all buffers, those of arguments and constants included. */
  readonly bytes: number;
  /** What the same buffers would take if none were used again. */
  readonly bytesWithoutReuse: number;
  /** Is it in the middle of a call? */
  isRunning = false;
  private readonly actions: readonly Action[];
  private readonly finish: readonly Action[];
  private readonly fail: readonly (() => void)[];

  /** @param profile - Is the time to be taken that each item takes? */
  constructor(graph: Graph, profile: boolean) {
    const heap = wasmHeap();
    const compiler = new Compiler(graph, heap, this, profile);
    this.segments = compiler.segments;
    this.emitted = compiler.emitted;
    this.actions = compiler.actions;
    this.finish = compiler.finish;
    this.fail = compiler.fail;
    this.results = compiler.results;
    this.bytes = compiler.placement.bytes;
    this.bytesWithoutReuse = compiler.placement.bytesWithoutReuse;
    if (heap !== null) arenas.register(this, { heap, parts: compiler.allocated });
  }

  /** Runs it; results are to be made right afterwards, before it is run again. */
  run(given: Given): void {
    const { actions, finish } = this;
    this.isRunning = true;
    try {
      for (let i = 0; i < actions.length; i++) actions[i]!(given);
    } catch (error) {
      // A check has refused a value, or a call of the program has thrown.
      for (const fail of this.fail) fail();
      throw error;
    } finally {
      this.isRunning = false;
    }
    for (let i = 0; i < finish.length; i++) finish[i]!(given);
  }
}

const arenas = /* @__PURE__ */ new FinalizationRegistry<{ heap: Heap; parts: readonly Allocated[] }>(
  ({ heap, parts }) => {
    for (const { address, bytes } of parts) heap.release(address, bytes);
  },
);
