import type { Heap } from "../../kernels/wasm/heap.ts";
import type { LaneCode, LaneFunctionInHeap } from "../../kernels/wasm/laneBlocks.ts";
import type { LanePick, LaneProgram } from "../lanes.ts";
import { addLaneLoop, addLaneStages, keptBytes, type LaneFunction, slotBytes } from "./laneSimd.ts";
import { start } from "./laneWriter.ts";

/** Can its lanes come in pieces? Elements are picked before the first of them, so their places must be known. */
export function canComeInPieces({ picks, perLane }: LaneProgram): boolean {
  return picks.every(({ place }: LanePick) => place.operation === "constant" || perLane.includes(place.name));
}

/** The emitted code of a program, for a heap that lanes are copied into. */
export function laneCode(heap: Heap, parts: LaneFunction): LaneCode {
  const { passes, picks, elements, perLane } = parts.program;
  const assembler = heap.assembler();
  addLaneLoop(assembler, "whole", heap.relaxed, parts);
  const { whole } = heap.instantiate(assembler);
  let stages: readonly LaneFunctionInHeap[] | null = null;
  return {
    whole: whole as LaneFunctionInHeap, // of that signature
    passes() {
      if (stages === null) {
        const pieces = heap.assembler();
        addLaneStages(pieces, heap.relaxed, parts);
        const exports = heap.instantiate(pieces);
        stages = [...passes, null].map((_, k) => exports[`pass ${k}`] as LaneFunctionInHeap); // likewise
      }
      return stages;
    },
    keptBytes: (n) => keptBytes(parts, n),
    starts: passes.flat().map(({ kind }) => start[kind]),
    picks: picks.map(({ input, place }) => ({
      input: elements.indexOf(input.name),
      place: place.value,
      placeInput: place.operation === "constant" ? null : elements.length + perLane.indexOf(place.name),
    })),
    slotBytes: (inner) => slotBytes(parts, inner),
  };
}
