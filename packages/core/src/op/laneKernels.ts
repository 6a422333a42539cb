import type { Heap } from "../kernels/wasm/heap.ts";
import { LaneBlocks, type LaneFunctionInHeap } from "../kernels/wasm/laneBlocks.ts";
import { addLaneLoop, canVectorize, keptBytes, type LaneFunction } from "./readers/laneSimd.ts";

/** Makes an emitted kernel of a lane program; `null` where vectors cannot compute it. */
export type LaneKernels = (heap: Heap, parts: LaneFunction) => LaneBlocks | null;

/**
 * The only one there is. Definitions bring it along, because it is large: a program whose ops have no use for it (the sums that undo
 * broadcasting are all that most have) does not carry it.
 */
export const emittedLanes: LaneKernels = (heap, parts) => {
  if (!canVectorize(parts)) return null;
  const assembler = heap.assembler();
  addLaneLoop(assembler, "lanes", heap.relaxed, parts);
  const { lanes } = heap.instantiate(assembler);
  return new LaneBlocks(heap, lanes as LaneFunctionInHeap, (n) => keptBytes(parts, n)); // as it was just written
};
