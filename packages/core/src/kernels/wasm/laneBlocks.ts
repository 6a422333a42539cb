import type { LaneLayout } from "../../shape/lanes.ts";
import type { Data } from "../../tensor/dtype.ts";
import { type Heap, spareBytes } from "./heap.ts";

/** A function over lanes in the heap: `(outer, n, inner, …outs, …elements, …perLane, kept, …attrs)`. */
export type LaneFunctionInHeap = (...args: readonly number[]) => void;

/** An operand of a lane function: one value for each element, or one for each lane. */
export interface LaneOperand {
  readonly data: Data;
  readonly each: boolean;
}

/** So much of all operands is copied in at a time: it stays in the processor's second cache. */
const blockBytes = 1 << 17;
/** Fewer elements are copied one by one: a view and its `set` cost more. */
const fewElements = 48;

/**
 * Runs a lane function on ordinary arrays: as many lanes at a time as a block has room for are copied into the heap, and their results
 * out. Lanes that lie apart are cut into columns.
 */
export class LaneBlocks {
  private readonly heap: Heap;
  private readonly run: LaneFunctionInHeap;
  private readonly keptBytes: (n: number) => number;
  private args: number[] = [];

  constructor(heap: Heap, run: LaneFunctionInHeap, keptBytes: (n: number) => number) {
    this.heap = heap;
    this.run = run;
    this.keptBytes = keptBytes;
  }

  fill(outs: readonly LaneOperand[], ins: readonly LaneOperand[], layout: LaneLayout, attrs: readonly number[]): void {
    const { outer, n, inner, apart } = layout;
    const operands = [...outs, ...ins];
    let bytes = 0;
    for (const { data, each } of operands) bytes += data.BYTES_PER_ELEMENT * (each ? n : 1);
    const lanes = Math.max(apart ? 4 : 1, Math.floor(blockBytes / bytes));
    const width = apart ? Math.min(inner, lanes < inner ? lanes & -4 : inner) : 1;
    const height = apart ? (width < inner ? 1 : Math.max(1, Math.floor(lanes / inner))) : lanes;
    const count = Math.min(outer, height) * width;
    const block = this.reserve(operands, count, n);
    const { args } = this;
    args.length = 0;
    args.push(0, n, width);
    let address = block.address;
    for (const operand of operands) {
      args.push(address);
      address += sizeIn(operand, count, n);
    }
    args.push(address, ...attrs);
    for (let o = 0; o < outer; o += height) {
      args[0] = Math.min(height, outer - o);
      for (let i = 0; i < inner; i += width) {
        const columns = Math.min(width, inner - i);
        args[2] = columns;
        for (let k = outs.length; k < operands.length; k++) this.copy(operands[k]!, k, o, i, columns, layout, true);
        this.run(...args);
        for (let k = 0; k < outs.length; k++) this.copy(operands[k]!, k, o, i, columns, layout, false);
      }
    }
    block.release();
  }

  /** Copies lanes of one operand into the heap, or out of it. */
  private copy(
    { data, each }: LaneOperand,
    k: number,
    o: number,
    i: number,
    columns: number,
    { n, inner }: LaneLayout,
    into: boolean,
  ): void {
    const view = viewOf(this.heap, data);
    const rows = (each ? n : 1) * this.args[0]!;
    let at = this.args[3 + k]! / data.BYTES_PER_ELEMENT;
    let start = o * (each ? n : 1) * inner + i;
    const [length, count] = columns === inner ? [rows * inner, 1] : [columns, rows];
    for (let row = 0; row < count; row++, at += length, start += inner) {
      if (into) copy(view, at, data, start, length);
      else copy(data, start, view, at, length);
    }
  }

  /** Room for a block: the one that all share, or more of it where a single lane is that long. */
  private reserve(
    operands: readonly LaneOperand[],
    count: number,
    n: number,
  ): { readonly address: number; readonly release: () => void } {
    let bytes = this.keptBytes(n) + spareBytes;
    for (const operand of operands) bytes += sizeIn(operand, count, n);
    const { heap } = this;
    if (bytes > sharedBytes) {
      const address = heap.allocate(bytes);
      return { address, release: () => heap.release(address, bytes) };
    }
    let address = shared.get(heap);
    if (address === undefined) {
      address = heap.allocate(sharedBytes);
      shared.set(heap, address);
    }
    return { address, release: nothing };
  }
}

const sharedBytes = 4 * blockBytes;
const shared = new WeakMap<Heap, number>();
const nothing = (): void => {};

/** Bytes of an operand in a block, with what vectors run over its end; a whole number of vectors. */
function sizeIn({ data, each }: LaneOperand, count: number, n: number): number {
  return (data.BYTES_PER_ELEMENT * count * (each ? n : 1) + spareBytes + 15) & -16;
}

function viewOf({ views }: Heap, data: Data): Data {
  if (data instanceof Float32Array) return views.float32;
  if (data instanceof Float64Array) return views.float64;
  return data instanceof Int32Array ? views.int32 : views.bool;
}

function copy(to: Data, at: number, from: Data, start: number, n: number): void {
  if (n < fewElements) for (let i = 0; i < n; i++) to[at + i] = from[start + i]!;
  else to.set(start === 0 && n === from.length ? from : from.subarray(start, start + n), at);
}
