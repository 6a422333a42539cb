import {
  type Assembler,
  type Code,
  type Func,
  type Local,
  type MakeLocal,
  type Type,
  types,
} from "../../kernels/wasm/assembler.ts";
import type { LaneProgram } from "../lanes.ts";
import { isCondition } from "./expression.ts";
import { LaneColumns } from "./laneColumns.ts";
import type { LaneFunction } from "./laneNodes.ts";
import { LaneRows, rowStateBytes } from "./laneRows.ts";
import type { LaneParameters, LaneStage } from "./laneWriter.ts";
import { vectorEmitter } from "./simd.ts";

export type { LaneFunction } from "./laneNodes.ts";

const { i32: int, f64: double } = types;

/** Can vectors compute it? If so, sums have the bits of the JavaScript loop wherever the program is exact. */
export function canVectorize({ program, apart, perLane }: LaneFunction): boolean {
  const { passes, outputs, picks } = program;
  const roots = [...passes.flat().map(({ of }) => of), ...outputs];
  if (roots.some(isCondition) || perLane.includes("bool")) return false;
  // Down columns each lane would pick an element of its own.
  if (apart && picks.some(({ place }) => place.operation !== "constant")) return false;
  return [...program.level.keys()].every(
    ({ operation, operands }) => operands.length === 0 || vectorEmitter(operation) !== undefined,
  );
}

/** Bytes that a function needs at `kept` for lanes of `n` elements. */
export function keptBytes({ program, apart }: LaneFunction, n: number): number {
  return program.kept.length * (apart ? n : n + 2) * (apart ? 32 : 8);
}

/**
 * Adds the function `(outer, n, inner, …outs, …elements, …perLane, kept, …attrs)`: addresses of what the program writes and reads, where it
 * may keep values (see {@link keptBytes}), and the numeric arguments as f64. `outer` and `inner` are those of a `LaneLayout`; where
 * elements are neighbours `inner` is 1 and not looked at. Neither is 0.
 *
 * Vectors may read and write up to 28 bytes beyond the end of a buffer, and nothing that is written may overlap with what is read.
 */
export function addLaneLoop(asm: Assembler, name: string | null, relaxed: boolean, parts: LaneFunction): Func {
  return asm.func(name, parametersOf(parts), (local, ...given) =>
    write(parts, relaxed, local, named(parts.program, given), null),
  );
}

/**
 * Adds the functions `"pass 0"`, `"pass 1"`, …, one more than the program has passes, for lanes that come in pieces: see
 * {@link LaneStage}. Parameters are those of {@link addLaneLoop}, then `state`, `first` and `count`; `outer` is 1, `n` the length of whole
 * lanes, and addresses are those of the piece. Pieces, but for the last of a lane, have a multiple of eight elements. Nothing is kept.
 */
export function addLaneStages(asm: Assembler, relaxed: boolean, parts: LaneFunction): void {
  const program = { ...parts.program, kept: [] };
  for (let pass = 0; pass <= program.passes.length; pass++)
    asm.func(`pass ${pass}`, [...parametersOf(parts), int, int, int], (local, ...given) => {
      const [state, first, count] = given.slice(-3) as [Local, Local, Local];
      const params = named(program, given.slice(0, -3));
      return write({ ...parts, program }, relaxed, local, params, { pass, state, first, count });
    });
}

/** Bytes of the state of lanes that come in pieces, from what is known of one reduction, or of one picked element, to the next. */
export function slotBytes({ apart }: LaneFunction, inner: number): number {
  return apart ? 8 * (inner + 4) : rowStateBytes;
}

function write(
  parts: LaneFunction,
  relaxed: boolean,
  local: MakeLocal,
  params: LaneParameters,
  stage: LaneStage | null,
): Code {
  return new (parts.apart ? LaneColumns : LaneRows)(parts, relaxed, local, params, stage).write();
}

function parametersOf({ program }: LaneFunction): readonly Type[] {
  const addresses = program.outputs.length + program.elements.length + program.perLane.length + 1;
  return [int, int, int, ...new Array<Type>(addresses).fill(int), ...program.attrs.map(() => double)];
}

function named({ outputs, elements, perLane }: LaneProgram, given: readonly Local[]): LaneParameters {
  const [outer, n, inner, ...rest] = given as [Local, Local, Local, ...Local[]];
  return {
    outer,
    n,
    inner,
    outs: rest.splice(0, outputs.length),
    elements: rest.splice(0, elements.length),
    perLane: rest.splice(0, perLane.length),
    kept: rest.shift()!,
    attrs: rest,
  };
}
