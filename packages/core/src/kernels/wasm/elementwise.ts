import { broadcastStrides } from "../../shape/broadcast.ts";
import type { Data } from "../../tensor/dtype.ts";
import { addBlockLoop, blockBytes, type LoopBody, slotBytes, slotsOf, type Walk } from "./blockLoop.ts";
import type { Heap } from "./heap.ts";

/** Row-major elements of a shape. */
interface Elements {
  readonly data: Data;
  readonly shape: readonly number[];
  readonly size: number;
}

type BlockLoop = (rows: number, rowBytes: number, base: number) => void;

/** Fewer elements are copied one by one: a view and its `set` cost more. */
const fewElements = 32;

/**
 * An elementwise loop over ordinary arrays: a block of each operand is copied into the heap, worked on while it is in the cache, and the
 * results copied out. The buffers are the same for all kernels, so the heap does not grow with what is computed.
 */
export class ElementwiseKernel {
  private readonly heap: Heap;
  private readonly body: LoopBody;
  private readonly base: number;
  private readonly bytes: number;
  private readonly perBlock: number;
  /** The loop for operands without repetition, and those for others, by how each operand goes along. */
  private plain: BlockLoop | null = null;
  private readonly others = new Map<number, BlockLoop>();

  constructor(heap: Heap, body: LoopBody) {
    this.heap = heap;
    this.body = body;
    this.bytes = body.dtype === "float32" ? 4 : 8;
    this.perBlock = blockBytes / this.bytes;
    this.base = buffersOf(heap, slotsOf(body));
  }

  /** Fills `out` from inputs that are repeated to its shape. `uniforms` are the numbers that all elements share. */
  run(out: Elements, inputs: readonly Elements[], uniforms: readonly Data[]): void {
    const { size } = out;
    if (size === 0) return;
    let walks = 0;
    for (let k = 0; k < inputs.length; k++) {
      const n = inputs[k]!.size;
      if (n === size) continue;
      if (n !== 1) {
        this.writeUniforms(uniforms);
        this.runRows(out, inputs);
        return;
      }
      walks |= one << (2 * k);
    }
    this.writeUniforms(uniforms);
    const loop = this.loop(walks);
    const slot = this.body.outputs[0]!;
    if (size <= this.perBlock) {
      for (let k = 0; k < inputs.length; k++) this.copyIn(k, inputs[k]!.data, 0, inputs[k]!.size);
      loop(1, size * this.bytes, this.base);
      this.copyOut(slot, out.data, 0, size);
      return;
    }
    for (let k = 0; k < inputs.length; k++) if (inputs[k]!.size === 1) this.copyIn(k, inputs[k]!.data, 0, 1);
    for (let start = 0; start < size; start += this.perBlock) {
      const n = Math.min(this.perBlock, size - start);
      for (let k = 0; k < inputs.length; k++) if (inputs[k]!.size !== 1) this.copyIn(k, inputs[k]!.data, start, n);
      loop(1, n * this.bytes, this.base);
      this.copyOut(slot, out.data, start, n);
    }
  }

  /** Overwrites those of the operands, all of one size, that the body has as outputs. */
  overwrite(operands: readonly Data[], uniforms: readonly Data[]): void {
    const size = operands[0]!.length;
    this.writeUniforms(uniforms);
    const loop = this.loop(0);
    for (let start = 0; start < size; start += this.perBlock) {
      const n = Math.min(this.perBlock, size - start);
      for (let k = 0; k < operands.length; k++) this.copyIn(k, operands[k]!, start, n);
      loop(1, n * this.bytes, this.base);
      for (const slot of this.body.outputs) this.copyOut(slot, operands[slot]!, start, n);
    }
  }

  /**
   * Repeats along axes. Neighbouring axes along which the same inputs are repeated are one; the last such axis are the elements of a row,
   * the one before it the rows of a call, and an odometer over the rest finds where each call begins.
   */
  private runRows(out: Elements, inputs: readonly Elements[]): void {
    const axes = joinedAxes(out.shape, inputs);
    const row = axes.at(-1)!;
    const column = axes.at(-2) ?? { size: 1, strides: inputs.map(() => 0) };
    const outer = axes.slice(0, -2);
    let walks = 0;
    for (let k = 0; k < inputs.length; k++) {
      const [along, down] = [row.strides[k] !== 0, column.strides[k] !== 0];
      walks |= (along ? (down || column.size === 1 ? whole : onlyRow) : down ? onlyColumn : one) << (2 * k);
    }
    const loop = this.loop(walks);
    const starts = inputs.map(() => 0);
    const index = outer.map(() => 0);
    const size = row.size * column.size;
    for (let start = 0; start < out.size; start += size) {
      this.runPlane(loop, out.data, start, row, column, inputs, starts);
      for (let axis = outer.length - 1; axis >= 0; axis--) {
        const { size: extent, strides } = outer[axis]!;
        for (let k = 0; k < inputs.length; k++) starts[k]! += strides[k]!;
        if (++index[axis]! < extent) break;
        for (let k = 0; k < inputs.length; k++) starts[k]! -= strides[k]! * extent;
        index[axis] = 0;
      }
    }
  }

  /** As many rows at a time as a block has room for, or a row in several blocks. */
  private runPlane(
    loop: BlockLoop,
    out: Data,
    start: number,
    row: Axis,
    column: Axis,
    inputs: readonly Elements[],
    starts: readonly number[],
  ): void {
    const [n, m] = [row.size, column.size];
    const width = Math.min(n, this.perBlock);
    const height = Math.max(1, Math.floor(this.perBlock / n));
    for (let i = 0; i < m; i += height) {
      const rows = Math.min(height, m - i);
      for (let j = 0; j < n; j += width) {
        const elements = Math.min(width, n - j);
        for (let k = 0; k < inputs.length; k++) {
          const [along, down] = [row.strides[k]!, column.strides[k]!];
          const count = (along === 0 ? 1 : elements) * (down === 0 ? 1 : rows);
          this.copyIn(k, inputs[k]!.data, starts[k]! + i * down + j * along, count);
        }
        loop(rows, elements * this.bytes, this.base);
        this.copyOut(this.body.outputs[0]!, out, start + i * n + j, rows * elements);
      }
    }
  }

  private loop(walks: number): BlockLoop {
    if (walks === 0 && this.plain !== null) return this.plain;
    let loop = this.others.get(walks);
    if (loop === undefined) {
      const { heap, body } = this;
      const asm = heap.assembler();
      addBlockLoop(
        asm,
        "loop",
        heap.relaxed,
        body,
        body.operands.map((_, k) => walkNames[(walks >> (2 * k)) & 3]!),
      );
      const { loop: made } = heap.instantiate(asm);
      loop = made as BlockLoop; // of that signature
      this.others.set(walks, loop);
      if (walks === 0) this.plain = loop;
    }
    return loop;
  }

  private copyIn(slot: number, data: Data, start: number, n: number): void {
    const { views } = this.heap;
    const address = this.base + slot * slotBytes;
    // An operand has the dtype of the body, or is bool.
    if (this.body.operands[slot] === "condition") copyBool(views.bool, address, data as Uint8Array, start, n);
    else if (this.bytes === 4) copyFloat32(views.float32, address / 4, data as Float32Array, start, n);
    else copyFloat64(views.float64, address / 8, data as Float64Array, start, n);
  }

  private copyOut(slot: number, data: Data, start: number, n: number): void {
    const { views } = this.heap;
    const address = this.base + slot * slotBytes;
    // A result has the dtype of the body.
    if (this.bytes === 4) copyFloat32(data as Float32Array, start, views.float32, address / 4, n);
    else copyFloat64(data as Float64Array, start, views.float64, address / 8, n);
  }

  private writeUniforms(uniforms: readonly Data[]): void {
    const table = (this.base + (slotsOf(this.body) - 1) * slotBytes) / 8;
    for (let k = 0; k < uniforms.length; k++) this.heap.views.float64[table + k] = uniforms[k]![0]!;
  }
}

// One function for each dtype: loops that see arrays of several kinds take several times as long for few elements.

function copyFloat32(to: Float32Array, at: number, from: Float32Array, start: number, n: number): void {
  if (n < fewElements) for (let i = 0; i < n; i++) to[at + i] = from[start + i]!;
  else to.set(start === 0 && n === from.length ? from : from.subarray(start, start + n), at);
}

function copyFloat64(to: Float64Array, at: number, from: Float64Array, start: number, n: number): void {
  if (n < fewElements) for (let i = 0; i < n; i++) to[at + i] = from[start + i]!;
  else to.set(start === 0 && n === from.length ? from : from.subarray(start, start + n), at);
}

function copyBool(to: Uint8Array, at: number, from: Uint8Array, start: number, n: number): void {
  if (n < fewElements) for (let i = 0; i < n; i++) to[at + i] = from[start + i]!;
  else to.set(start === 0 && n === from.length ? from : from.subarray(start, start + n), at);
}

/** Walks of operands as numbers of two bits: see {@link Walk}. */
const [whole, onlyRow, onlyColumn, one] = [0, 1, 2, 3];
const walkNames: readonly Walk[] = ["whole", "row", "column", "one"];

/** Elements along one or more axes, and how far apart they are in each input. */
interface Axis {
  readonly size: number;
  readonly strides: readonly number[];
}

/** The axes of a shape, those joined to one that all inputs walk as one. */
function joinedAxes(shape: readonly number[], inputs: readonly Elements[]): readonly Axis[] {
  const strides = inputs.map((x) => broadcastStrides(x.shape, shape));
  const axes: Axis[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (size === 1) continue;
    const next = { size, strides: strides.map((stride) => stride[axis]!) };
    const last = axes[0];
    if (last?.strides.every((stride, k) => next.strides[k] === stride * last.size)) {
      axes[0] = { size: size * last.size, strides: last.strides };
    } else axes.unshift(next);
  }
  return axes;
}

/** Buffers for as many slots as any kernel has needed so far, of each heap. */
const buffers = new WeakMap<Heap, { readonly base: number; readonly slots: number }>();

function buffersOf(heap: Heap, slots: number): number {
  const known = buffers.get(heap);
  if (known !== undefined && known.slots >= slots) return known.base;
  // Earlier kernels keep the smaller ones.
  const made = { base: heap.allocate(Math.max(slots, 8) * slotBytes), slots: Math.max(slots, 8) };
  buffers.set(heap, made);
  return made.base;
}
