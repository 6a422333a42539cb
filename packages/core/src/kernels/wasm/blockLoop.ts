import {
  type Assembler,
  type Code,
  doWhile,
  type Func,
  f32,
  f32x4,
  f64,
  f64x2,
  i32,
  type Lanes,
  type Local,
  types,
  v128,
} from "./assembler.ts";
import { emitValues, type Value, Vectors } from "./vector.ts";

/** What an elementwise loop computes. */
export interface LoopBody {
  readonly dtype: "float32" | "float64";
  /** Values have the dtype; conditions are the bytes of a bool tensor. */
  readonly operands: readonly ("values" | "condition")[];
  /** Where results go: the slots of operands that they overwrite, or slots behind those of the operands. */
  readonly outputs: readonly number[];
  /** How many numbers there are that all elements share, and as what the body takes them. */
  readonly uniforms: number;
  readonly uniformDtype: "float32" | "float64";
  /** The results from the operands, a condition as wide as the lanes of the dtype, and the shared numbers. */
  readonly compute: (v: Vectors, operands: readonly Value[], uniforms: readonly Value[]) => readonly Value[];
}

/** How an operand goes along with rows of results: one element for each, a row for all rows, an element a row, one for all. */
export type Walk = "whole" | "row" | "column" | "one";

/** Elements of one operand that a block has room for, in bytes. Two or three of them stay in the processor's first cache. */
export const blockBytes = 32768;
/** From slot to slot: what vectors run over the end, and no two slots at the same place of a page, which the processor mixes up. */
export const slotBytes: number = blockBytes + 64;

/** Slots that a body works on, the last of which holds the shared numbers as float64. */
export function slotsOf({ operands, outputs }: LoopBody): number {
  return Math.max(operands.length, ...outputs.map((slot) => slot + 1)) + 1;
}

/** Bytes of a condition among those of a whole vector: one for each lane, zeros for the rest of it. */
const spread = {
  float32: [0, 4, 4, 4, 1, 4, 4, 4, 2, 4, 4, 4, 3, 4, 4, 4],
  float64: [0, 4, 4, 4, 4, 4, 4, 4, 1, 4, 4, 4, 4, 4, 4, 4],
};

/**
 * Adds the function `(rows, rowBytes, base)` that fills rows of results. Slot `k` is at `base + k slotBytes`; its operand is repeated as
 * `walks[k]` says. Rows are filled in whole vectors, from the first on, each of which may run over into the next row.
 */
export function addBlockLoop(
  asm: Assembler,
  name: string | null,
  relaxed: boolean,
  body: LoopBody,
  walks: readonly Walk[],
): Func {
  const { dtype, operands, outputs } = body;
  const { i32: int, v128: vector } = types;
  const lanes: Lanes = dtype === "float32" ? f32x4 : f64x2;
  const table = (slotsOf(body) - 1) * slotBytes;
  // Conditions take a byte where values take four or eight.
  const shift = dtype === "float32" ? 2 : 3;
  return asm.func(name, [int, int, int], (local, rows, rowBytes, base) => {
    const v = new Vectors(relaxed);
    // Addresses in slot 0 that belong to the current element: in a whole operand, in a row, in a column.
    const cursors = { whole: local(int), row: local(int), column: local(int) };
    const bytes = { whole: local(int), row: local(int), column: local(int) };
    const end = local(int);
    const has = (walk: Walk, kind: string): boolean => walks.some((one, k) => one === walk && operands[k] === kind);
    /** Of bytes instead of whole elements. */
    const narrowed = (cursor: Local): Code =>
      i32.add(base!.get, i32.shrU(i32.sub(cursor.get, base!.get), i32.const(shift)));

    const splat = (k: number, address: Code): Code =>
      operands[k] === "condition"
        ? lanes.ne(v128.load8Splat(address, k * slotBytes), lanes.const(0))
        : dtype === "float32"
          ? v128.load32Splat(address, k * slotBytes)
          : v128.load64Splat(address, k * slotBytes);
    const perRow: Code[] = [];
    const codeOf = (k: number): Code => {
      const walk = walks[k]!;
      const condition = operands[k] === "condition";
      if (walk === "one") return splat(k, base!.get);
      if (walk === "column") {
        const once = local(vector);
        perRow.push(once.set(splat(k, (condition ? bytes : cursors).column.get)));
        return once.get;
      }
      if (!condition) return v128.load(cursors[walk].get, k * slotBytes);
      const loaded = v128.load32Zero(bytes[walk].get, k * slotBytes);
      const once = local(vector);
      return lanes.ne(v128.shuffle(once.tee(loaded), once.get, spread[dtype]), lanes.const(0));
    };
    const values = walks.map((walk, k) => v.input(`operand ${k}`, walk === "one"));
    const shared = Array.from({ length: body.uniforms }, (_, k) => v.input(`uniform ${k}`, true));
    const inputs = new Map<Value, Code>();
    for (const [k, value] of values.entries()) inputs.set(value, codeOf(k));
    for (const [k, value] of shared.entries())
      inputs.set(
        value,
        body.uniformDtype === "float64"
          ? v128.load64Splat(base!.get, table + 8 * k)
          : f32x4.splat(f32.demote(f64.load(base!.get, table + 8 * k))),
      );

    const { setup, code } = emitValues(body.compute(v, values, shared), inputs, local);
    // All results before the first of them is stored: it may overwrite what another one is made of.
    const results = code.map((one) => {
      const result = local(vector);
      return { set: result.set(one), get: result.get };
    });
    return [
      setup,
      cursors.whole.set(base!.get),
      has("column", "values") || has("column", "condition") ? cursors.column.set(base!.get) : [],
      doWhile(
        [
          end.set(i32.add(cursors.whole.get, rowBytes!.get)),
          has("whole", "condition") ? bytes.whole.set(narrowed(cursors.whole)) : [],
          has("row", "values") ? cursors.row.set(base!.get) : [],
          has("row", "condition") ? bytes.row.set(base!.get) : [],
          has("column", "condition") ? bytes.column.set(narrowed(cursors.column)) : [],
          perRow,
          doWhile(
            [
              results.map(({ set }) => set),
              results.map(({ get }, k) => v128.store(cursors.whole.get, get, outputs[k]! * slotBytes)),
              has("row", "values") ? cursors.row.add(16) : [],
              has("whole", "condition") ? bytes.whole.add(lanes.lanes) : [],
              has("row", "condition") ? bytes.row.add(lanes.lanes) : [],
              cursors.whole.add(16),
            ],
            i32.ltU(cursors.whole.get, end.get),
          ),
          cursors.whole.set(end.get),
          has("column", "values") || has("column", "condition") ? cursors.column.add(lanes.bytes) : [],
          rows!.add(-1),
        ],
        rows!.get,
      ),
    ];
  });
}
