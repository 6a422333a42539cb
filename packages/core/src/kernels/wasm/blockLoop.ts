import { type Assembler, type Code, doWhile, type Func, i32, type Local, types, v128 } from "./assembler.ts";
import { OperandCode, sharedNumber, storedTogether, type VectorDType, type Walk } from "./operand.ts";
import { emitValues, type Value, Vectors } from "./vector.ts";

/** What an elementwise loop computes. */
export interface LoopBody {
  readonly dtype: VectorDType;
  /** Values have the dtype; conditions are the bytes of a bool tensor. */
  readonly operands: readonly ("values" | "condition")[];
  /** Where results go: the slots of operands that they overwrite, or slots behind those of the operands. */
  readonly outputs: readonly number[];
  /** How many numbers there are that all elements share, and as what the body takes them. */
  readonly uniforms: number;
  readonly uniformDtype: VectorDType;
  /** The results from the operands, a condition as wide as the lanes of the dtype, and the shared numbers. */
  readonly compute: (v: Vectors, operands: readonly Value[], uniforms: readonly Value[]) => readonly Value[];
}

/** Elements of one operand that a block has room for, in bytes. Two or three of them stay in the processor's first cache. */
export const blockBytes = 32768;
/** From slot to slot: what vectors run over the end, and no two slots at the same place of a page, which the processor mixes up. */
export const slotBytes: number = blockBytes + 64;

/** Slots that a body works on, the last of which holds the shared numbers as float64. */
export function slotsOf({ operands, outputs }: LoopBody): number {
  return Math.max(operands.length, ...outputs.map((slot) => slot + 1)) + 1;
}

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
  const reads = new OperandCode(dtype);
  const { lanes } = reads;
  const table = (slotsOf(body) - 1) * slotBytes;
  return asm.func(name, [int, int, int], (local, rows, rowBytes, base) => {
    const v = new Vectors(relaxed);
    // Addresses in slot 0 that belong to the current element: in a whole operand, in a row, in a column.
    const cursors = { whole: local(int), row: local(int), column: local(int) };
    const bytes = { whole: local(int), row: local(int), column: local(int) };
    const end = local(int);
    const has = (walk: Walk, kind: string): boolean => walks.some((one, k) => one === walk && operands[k] === kind);
    /** Of bytes instead of whole elements. */
    const narrowed = (cursor: Local): Code => i32.add(base!.get, reads.narrowed(i32.sub(cursor.get, base!.get)));

    const perRow: Code[] = [];
    const codeOf = (k: number): Code => {
      const walk = walks[k]!;
      const condition = operands[k] === "condition";
      const offset = k * slotBytes;
      if (walk === "one") return reads.repeated(condition, base!.get, offset);
      if (walk === "column") {
        const once = local(vector);
        perRow.push(once.set(reads.repeated(condition, (condition ? bytes : cursors).column.get, offset)));
        return once.get;
      }
      return condition ? reads.conditions(local, bytes[walk].get, offset) : v128.load(cursors[walk].get, offset);
    };
    const values = walks.map((walk, k) => v.input(`operand ${k}`, walk === "one"));
    const shared = Array.from({ length: body.uniforms }, (_, k) => v.input(`uniform ${k}`, true));
    const inputs = new Map<Value, Code>();
    for (const [k, value] of values.entries()) inputs.set(value, codeOf(k));
    for (const [k, value] of shared.entries())
      inputs.set(value, sharedNumber(body.uniformDtype, base!.get, table + 8 * k));

    const { setup, code } = emitValues(body.compute(v, values, shared), inputs, local);
    const store = (k: number, result: Code): Code => v128.store(cursors.whole.get, result, outputs[k]! * slotBytes);
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
              storedTogether(local, code, store),
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
