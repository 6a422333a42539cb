import type { Heap } from "../../kernels/wasm/heap.ts";
import type { Slot, Step } from "./graph.ts";

/** Emitted code for some steps, which are run by calling it. */
export interface EmittedSegment {
  readonly run: () => void;
  /** Of which kernels it is made, for those who want to know. */
  readonly kernels: readonly string[];
}

/** Can a step run as emitted code? */
export function canEmit(_step: Step): boolean {
  return false;
}

/** Slots whose values a segment has in registers only: nobody else reads them. */
export function emitSegment(_heap: Heap, _steps: readonly Step[], _addressOf: (slot: Slot) => number): EmittedSegment {
  throw new Error("nothing is emitted yet");
}
