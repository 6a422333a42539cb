import { type Assembler, type Code, doWhile, type Func, i32, types, v128 } from "../../kernels/wasm/assembler.ts";
import { OperandCode, sharedNumber, storedTogether, type Walk } from "../../kernels/wasm/operand.ts";
import { emitValues, type Value, Vectors } from "../../kernels/wasm/vector.ts";
import type { Expression } from "../../op/readers/expression.ts";
import { hostUniforms, lower } from "../../op/readers/simd.ts";
import type { Slot } from "./graph.ts";
import type { LoopItem, LoopPart } from "./items.ts";

/** What a loop needs to know of the program around it. */
export interface Surroundings {
  readonly addressOf: (slot: Slot) => number;
  /** Is a slot's value looked at by anyone outside this loop? */
  readonly isStored: (slot: Slot) => boolean;
  /** The address of so many bytes that are the program's for good. */
  readonly reserve: (bytes: number) => number;
  /** The address of so many bytes that may be used while an item runs. */
  readonly scratch: (bytes: number) => number;
  /** A number that all elements share: known now, or at an address of a float64 in the heap. */
  readonly uniform: (part: LoopPart, node: Expression) => { readonly value: number } | { readonly address: number };
}

/**
 * A function that runs a loop on buffers whose places are known. Whole vectors are read and written, the last of a row runs over into the
 * next row, which is written after it, or into the spare bytes behind a buffer.
 */
export function addLoop(asm: Assembler, relaxed: boolean, loop: LoopItem, around: Surroundings): Func {
  const { dtype, size, parts } = loop;
  const reads = new OperandCode(dtype);
  const { lanes } = reads;
  const columns = loop.columns ?? size;
  const rows = size / columns;
  const walks = new Set(parts.flatMap((part) => part.walks));
  const rowBytes = columns * lanes.bytes;
  return asm.func(null, [], (local) => {
    const v = new Vectors(relaxed);
    // Bytes from the beginning of a buffer: of whole operands, in a row, and of the element that a column has for this row.
    const whole = local(types.i32);
    const inRow = rows > 1 && walks.has("row") ? local(types.i32) : whole;
    const inColumn = walks.has("column") ? local(types.i32) : null;
    const inputs = new Map<Value, Code>();
    const perRow: Code[] = [];

    const codeOf = (slot: Slot, walk: Walk, condition: boolean): Code => {
      const address = around.addressOf(slot);
      if (walk === "one") return reads.repeated(condition, i32.const(0), address);
      if (walk === "column") {
        const once = local(types.v128);
        const at = condition ? reads.narrowed(inColumn!.get) : inColumn!.get;
        perRow.push(once.set(reads.repeated(condition, at, address)));
        return once.get;
      }
      const cursor = walk === "row" ? inRow : whole;
      return condition ? reads.conditions(local, reads.narrowed(cursor.get), address) : v128.load(cursor.get, address);
    };
    const computed = new Map<Slot, Value>();
    const read = (slot: Slot, walk: Walk, condition: boolean): Value => {
      const here = walk === "whole" ? computed.get(slot) : undefined;
      if (here !== undefined) return here;
      const value = v.input(`slot ${slot.id} ${walk} ${condition}`, walk === "one");
      if (!inputs.has(value)) inputs.set(value, codeOf(slot, walk, condition));
      return value;
    };
    const stores: { readonly slot: Slot; readonly value: Value }[] = [];
    for (const part of parts) {
      const { work, form, step } = part;
      const nodes = hostUniforms(work.roots);
      const isSingle = form === "exact" || form === "single";
      const shared = nodes.map((node) => {
        const known = around.uniform(part, node);
        if ("value" in known) return isSingle ? v.float32.const(known.value) : v.float64.const(known.value);
        const value = v.input(`uniform ${known.address} ${isSingle}`, true);
        inputs.set(value, sharedNumber(isSingle ? "float32" : "float64", i32.const(0), known.address));
        return value;
      });
      const results = lower(
        v,
        work.roots,
        form,
        (name) => {
          const i = work.inputs.indexOf(name);
          return read(step.inputs[i]!.slot, part.walks[i]!, part.conditions[i]!);
        },
        (node) => shared[nodes.indexOf(node)]!,
      );
      for (const [k, value] of results.entries()) {
        const slot = part.made[k]!;
        if (work.overwritten === null) computed.set(slot, value);
        if (work.overwritten !== null || around.isStored(slot)) stores.push({ slot, value });
      }
    }
    const { setup, code } = emitValues(
      stores.map(({ value }) => value),
      inputs,
      local,
    );
    const store = (k: number, result: Code): Code => v128.store(whole.get, result, around.addressOf(stores[k]!.slot));
    const turn = storedTogether(local, code, store);
    const next = [whole.add(16), inRow === whole ? [] : inRow.add(16)];
    if (rows === 1) {
      const once = rowBytes <= 16;
      return [
        setup,
        perRow,
        whole.set(i32.const(0)),
        once ? turn : doWhile([turn, next], i32.ltU(whole.get, i32.const(rowBytes))),
      ];
    }
    const end = local(types.i32);
    return [
      setup,
      end.set(i32.const(0)),
      inColumn === null ? [] : inColumn.set(i32.const(0)),
      doWhile(
        [
          whole.set(end.get),
          end.add(rowBytes),
          inRow === whole ? [] : inRow.set(i32.const(0)),
          perRow,
          doWhile([turn, next], i32.ltU(whole.get, end.get)),
          inColumn === null ? [] : inColumn.add(lanes.bytes),
        ],
        i32.ltU(end.get, i32.const(size * lanes.bytes)),
      ),
    ];
  });
}
