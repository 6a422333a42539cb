import type { LaneLayout } from "../../shape/lanes.ts";
import type { Data } from "../../tensor/dtype.ts";
import { type Heap, spareBytes } from "./heap.ts";

/** A function over lanes in the heap: see `addLaneLoop` and `addLaneStages`. */
export type LaneFunctionInHeap = (...args: readonly number[]) => void;

/** The emitted code of a lane program. */
export interface LaneCode {
  /** Whole lanes. */
  readonly whole: LaneFunctionInHeap;
  /** Lanes that come in pieces: one function for each pass, made when they are needed. */
  readonly passes: () => readonly LaneFunctionInHeap[];
  readonly keptBytes: (n: number) => number;
  /** What accumulators begin with, in the order in which the state of pieces has them. */
  readonly starts: readonly number[];
  /** Elements that are picked: of which input, at which place, or at the place that this input says for each lane. */
  readonly picks: readonly { readonly input: number; readonly place: number; readonly placeInput: number | null }[];
  /** Bytes of the state for each of those. */
  readonly slotBytes: (inner: number) => number;
}

/** An operand of a lane function: one value for each element, or one for each lane. */
export interface LaneOperand {
  readonly data: Data;
  readonly each: boolean;
}

/** Lanes that are worked on together: those of `outer` from `o` on, each with `columns` from `i` on, and of them some elements. */
interface Part {
  readonly o: number;
  readonly outer: number;
  readonly i: number;
  readonly columns: number;
  readonly first: number;
  readonly count: number;
}

/** So much of all operands is copied in at a time: it stays in the processor's second cache. */
const blockBytes = 1 << 17;
/** Room for all operands of a call. Lanes that do not fit in it come in pieces. */
const regionBytes = 8 * blockBytes;
/** In pieces, columns are taken so many at a time: longer rows are hardly copied faster. */
const mostColumns = 256;
/** Fewer elements are copied one by one: a view and its `set` cost more. */
const fewElements = 48;

const regions = new WeakMap<Heap, number>();

/**
 * Runs a lane function on ordinary arrays: as many lanes at a time as a block has room for are copied into the heap, and their results
 * out. Lanes that are too long for that come in pieces, once for each pass. So the heap does not grow with what is computed.
 */
export class LaneBlocks {
  private readonly heap: Heap;
  private readonly code: LaneCode;
  private readonly region: number;
  private readonly args: number[] = [];

  constructor(heap: Heap, code: LaneCode) {
    this.heap = heap;
    this.code = code;
    let region = regions.get(heap);
    if (region === undefined) {
      region = heap.allocate(regionBytes);
      regions.set(heap, region);
    }
    this.region = region;
  }

  fill(outs: readonly LaneOperand[], ins: readonly LaneOperand[], layout: LaneLayout, attrs: readonly number[]): void {
    const { outer, n, inner, apart } = layout;
    const operands = [...outs, ...ins];
    let bytes = 0;
    for (const { data, each } of operands) bytes += data.BYTES_PER_ELEMENT * (each ? n : 1);
    // Columns in whole vectors.
    const lanes = Math.max(apart ? 4 : 1, Math.floor(blockBytes / bytes));
    const columns = !apart || inner <= lanes ? inner : lanes & -4;
    const together = Math.min(outer, Math.max(1, Math.floor(lanes / columns)));
    const end = this.place(operands, together * columns, n, together, n, columns);
    if (end + this.code.keptBytes(n) > this.region + regionBytes) {
      this.fillInPieces(outs, ins, layout, attrs);
      return;
    }
    const { args } = this;
    args.push(end, ...attrs);
    for (let o = 0; o < outer; o += together)
      for (let i = 0; i < inner; i += columns) {
        const [rows, width] = [Math.min(together, outer - o), Math.min(columns, inner - i)];
        const part = { o, outer: rows, i, columns: width, first: 0, count: n };
        [args[0], args[2]] = [rows, width];
        this.copyIn(operands, outs.length, part, layout);
        this.code.whole(...args);
        this.copyOut(outs, part, layout);
      }
  }

  private fillInPieces(
    outs: readonly LaneOperand[],
    ins: readonly LaneOperand[],
    layout: LaneLayout,
    attrs: readonly number[],
  ): void {
    const { outer, n, inner } = layout;
    const { args, code } = this;
    const operands = [...outs, ...ins];
    const passes = code.passes();
    const columns = Math.min(inner, mostColumns);
    let bytes = 0;
    for (const { data, each } of operands) if (each) bytes += data.BYTES_PER_ELEMENT * columns;
    const length = Math.max(8, Math.floor(blockBytes / bytes) & -8);
    const state = this.place(operands, columns, length, 1, n, columns);
    args.push(state, ...attrs, state, 0, 0);
    const [first, count] = [args.length - 2, args.length - 1];
    const writesEach = outs.some(({ each }) => each);
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i += columns) {
        const width = Math.min(columns, inner - i);
        args[2] = width;
        this.begin(state, ins, o, i, width, layout);
        const lane = { o, outer: 1, i, columns: width };
        this.copyIn(operands, outs.length, { ...lane, first: 0, count: 0 }, layout);
        for (const [k, pass] of passes.entries())
          for (let at = 0; at < n; at += length) {
            const isLast = k === passes.length - 1;
            const part = { ...lane, first: at, count: isLast && !writesEach ? 0 : Math.min(length, n - at) };
            [args[first], args[count]] = [at, part.count];
            this.copyIn(operands, outs.length, part, layout, true);
            pass(...args);
            if (isLast) this.copyOut(outs, part, layout);
            if (part.count === 0) break;
          }
      }
  }

  /** Addresses of all operands for so many lanes of `length` elements, as the first arguments; gives the end. */
  private place(
    operands: readonly LaneOperand[],
    lanes: number,
    length: number,
    outer: number,
    n: number,
    inner: number,
  ): number {
    const { args } = this;
    args.length = 0;
    args.push(outer, n, inner);
    let address = this.region;
    for (const { data, each } of operands) {
      args.push(address);
      address += (data.BYTES_PER_ELEMENT * lanes * (each ? length : 1) + spareBytes + 15) & -16;
    }
    return address;
  }

  /** The state before the first piece of some lanes. */
  private begin(
    state: number,
    ins: readonly LaneOperand[],
    o: number,
    i: number,
    columns: number,
    { n, inner, apart }: LaneLayout,
  ): void {
    const { starts, picks, slotBytes } = this.code;
    const { float64 } = this.heap.views;
    const size = slotBytes(columns) / 8;
    for (const [k, start] of starts.entries()) float64.fill(start, state / 8 + k * size, state / 8 + (k + 1) * size);
    for (const [k, { input, place, placeInput }] of picks.entries())
      for (let c = 0; c < columns; c++) {
        const at = placeInput === null ? place : ins[placeInput]!.data[o * inner + i + c]!;
        const value = ins[input]!.data[(o * n + at) * inner + i + c]!;
        const slot = state / 8 + (starts.length + k) * size;
        // Of a lane of neighbours both halves of a vector are the same.
        float64[slot + c] = value;
        if (!apart) float64[slot + 1] = value;
      }
  }

  /** Copies inputs into the heap; `elements` alone where those for each lane are there already. */
  private copyIn(
    operands: readonly LaneOperand[],
    from: number,
    part: Part,
    layout: LaneLayout,
    elements = false,
  ): void {
    for (let k = from; k < operands.length; k++) {
      const { data, each } = operands[k]!;
      if (elements && !each) continue;
      this.copy(data, k, each, part, layout, true);
    }
  }

  private copyOut(outs: readonly LaneOperand[], part: Part, layout: LaneLayout): void {
    for (let k = 0; k < outs.length; k++) this.copy(outs[k]!.data, k, outs[k]!.each, part, layout, false);
  }

  private copy(
    data: Data,
    k: number,
    each: boolean,
    { o, outer, i, columns, first, count }: Part,
    { n, inner }: LaneLayout,
    into: boolean,
  ): void {
    const view = viewOf(this.heap, data);
    let at = this.args[3 + k]! / data.BYTES_PER_ELEMENT;
    let start = (each ? o * n + first : o) * inner + i;
    let rows = outer * (each ? count : 1);
    // Whole rows are neighbours.
    let length = columns;
    if (columns === inner) [length, rows] = [columns * rows, 1];
    for (let row = 0; row < rows; row++, at += length, start += inner) {
      if (into) copyRun(view, at, data, start, length);
      else copyRun(data, start, view, at, length);
    }
  }
}

function viewOf({ views }: Heap, data: Data): Data {
  if (data instanceof Float32Array) return views.float32;
  if (data instanceof Float64Array) return views.float64;
  return data instanceof Int32Array ? views.int32 : views.bool;
}

function copyRun(to: Data, at: number, from: Data, start: number, n: number): void {
  if (n < fewElements) for (let i = 0; i < n; i++) to[at + i] = from[start + i]!;
  else to.set(start === 0 && n === from.length ? from : from.subarray(start, start + n), at);
}
