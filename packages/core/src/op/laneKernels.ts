import type { Heap } from "../kernels/wasm/heap.ts";
import { LaneBlocks } from "../kernels/wasm/laneBlocks.ts";
import { canComeInPieces, laneCode } from "./readers/laneBlockCode.ts";
import { canVectorize, type LaneFunction } from "./readers/laneSimd.ts";

/** Makes an emitted kernel of a lane program; `null` where vectors cannot compute it. */
export type LaneKernels = (heap: Heap, parts: LaneFunction) => LaneBlocks | null;

/**
 * The only one there is. Definitions bring it along, because it is large: a program whose ops have no use for it (the sums that undo
 * broadcasting are all that most have) does not carry it.
 */
export const emittedLanes: LaneKernels = (heap, parts) =>
  canVectorize(parts) && canComeInPieces(parts.program) ? new LaneBlocks(heap, laneCode(heap, parts)) : null;
