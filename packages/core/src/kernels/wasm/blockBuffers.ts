import type { Data } from "../../tensor/dtype.ts";
import { copyBool, copyFloat32, copyFloat64 } from "./blockCopy.ts";
import { type LoopBody, slotBytes, slotsOf } from "./blockLoop.ts";
import type { Heap } from "./heap.ts";

/** Copies between ordinary arrays and the slots of a loop's body, of which there may be several sets in a heap. */
export class BlockBuffers {
  /** Of an element of the body's dtype. */
  readonly bytes: number;
  private readonly heap: Heap;
  private readonly body: LoopBody;
  private readonly table: number;

  constructor(heap: Heap, body: LoopBody) {
    this.heap = heap;
    this.body = body;
    this.bytes = body.dtype === "float32" ? 4 : 8;
    this.table = (slotsOf(body) - 1) * slotBytes;
  }

  /** Fills a slot of the set at `base` with `n` elements from `start` on. */
  copyIn(base: number, slot: number, data: Data, start: number, n: number): void {
    const { views } = this.heap;
    const address = base + slot * slotBytes;
    // An operand has the dtype of the body, or is bool.
    if (this.body.operands[slot] === "condition") copyBool(views.bool, address, data as Uint8Array, start, n);
    else if (this.bytes === 4) copyFloat32(views.float32, address / 4, data as Float32Array, start, n);
    else copyFloat64(views.float64, address / 8, data as Float64Array, start, n);
  }

  copyOut(base: number, slot: number, data: Data, start: number, n: number): void {
    const { views } = this.heap;
    const address = base + slot * slotBytes;
    // A result has the dtype of the body.
    if (this.bytes === 4) copyFloat32(data as Float32Array, start, views.float32, address / 4, n);
    else copyFloat64(data as Float64Array, start, views.float64, address / 8, n);
  }

  /** Writes the numbers that all elements share. */
  writeUniforms(base: number, uniforms: readonly Data[]): void {
    const table = (base + this.table) / 8;
    for (let k = 0; k < uniforms.length; k++) this.heap.views.float64[table + k] = uniforms[k]![0]!;
  }
}
