import { broadcastStrides } from "../../shape/broadcast.ts";
import type { Data } from "../../tensor/dtype.ts";
import { BlockBuffers } from "./blockBuffers.ts";
import { addBlockLoop, blockBytes, type LoopBody, slotBytes, slotsOf } from "./blockLoop.ts";
import type { Heap } from "./heap.ts";
import type { Walk } from "./operand.ts";
import { fewestForThreads, hasThreads, isSlow, ThreadedBlocks } from "./threadedBlocks.ts";

/** Row-major elements of a shape. */
interface Elements {
  readonly data: Data;
  readonly shape: readonly number[];
  readonly size: number;
}

type BlockLoop = (rows: number, rowBytes: number, base: number) => void;

/**
 * An elementwise loop over ordinary arrays: a block of each operand is copied into the heap, worked on while it is in the cache, and the
 * results copied out. The buffers are the same for all kernels, so the heap does not grow with what is computed.
 */
export class ElementwiseKernel {
  private readonly heap: Heap;
  private readonly body: LoopBody;
  private readonly buffers: BlockBuffers;
  private readonly base: number;
  private readonly perBlock: number;
  /** The loop for operands without repetition, and those for others, by how each operand goes along. */
  private plain: BlockLoop | null = null;
  private readonly others = new Map<number, BlockLoop>();
  /** Known once it has been asked for. */
  private slow: boolean | null = null;
  private readonly threaded = new Map<number, ThreadedBlocks>();
  /** How the latest repeated operands were walked: as a rule the next ones have the same shapes. */
  private latest: RowPlan | null = null;

  constructor(heap: Heap, body: LoopBody) {
    this.heap = heap;
    this.body = body;
    this.buffers = new BlockBuffers(heap, body);
    this.perBlock = blockBytes / this.buffers.bytes;
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
        this.buffers.writeUniforms(this.base, uniforms);
        this.runRows(out, inputs);
        return;
      }
      walks |= one << (2 * k);
    }
    const { base, buffers } = this;
    const slot = this.body.outputs[0]!;
    if (size <= this.perBlock) {
      const loop = this.loop(walks);
      buffers.writeUniforms(base, uniforms);
      for (let k = 0; k < inputs.length; k++) buffers.copyIn(base, k, inputs[k]!.data, 0, inputs[k]!.size);
      loop(1, size * buffers.bytes, base);
      buffers.copyOut(base, slot, out.data, 0, size);
    } else if (this.sharesThreads(size)) {
      this.blocksOfThreads(walks).run(
        out.data,
        inputs.map(({ data }) => data),
        uniforms,
      );
    } else this.runBlocks(walks, out, inputs, uniforms);
  }

  private runBlocks(walks: number, out: Elements, inputs: readonly Elements[], uniforms: readonly Data[]): void {
    const { base, buffers } = this;
    const { size } = out;
    const loop = this.loop(walks);
    buffers.writeUniforms(base, uniforms);
    for (let k = 0; k < inputs.length; k++) if (inputs[k]!.size === 1) buffers.copyIn(base, k, inputs[k]!.data, 0, 1);
    for (let start = 0; start < size; start += this.perBlock) {
      const n = Math.min(this.perBlock, size - start);
      for (let k = 0; k < inputs.length; k++)
        if (inputs[k]!.size !== 1) buffers.copyIn(base, k, inputs[k]!.data, start, n);
      loop(1, n * buffers.bytes, base);
      buffers.copyOut(base, this.body.outputs[0]!, out.data, start, n);
    }
  }

  /** Overwrites those of the operands, all of one size, that the body has as outputs. */
  overwrite(operands: readonly Data[], uniforms: readonly Data[]): void {
    const { base, buffers } = this;
    const size = operands[0]!.length;
    const loop = this.loop(0);
    buffers.writeUniforms(base, uniforms);
    for (let start = 0; start < size; start += this.perBlock) {
      const n = Math.min(this.perBlock, size - start);
      for (let k = 0; k < operands.length; k++) buffers.copyIn(base, k, operands[k]!, start, n);
      loop(1, n * buffers.bytes, base);
      for (const slot of this.body.outputs) buffers.copyOut(base, slot, operands[slot]!, start, n);
    }
  }

  /** A call for each plane of rows; an odometer over the axes before finds where each begins. */
  private runRows(out: Elements, inputs: readonly Elements[]): void {
    if (this.latest === null || !isFor(this.latest, out, inputs)) this.latest = planRows(out, inputs);
    const { row, column, outer, walks } = this.latest;
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
    const { base, buffers } = this;
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
          buffers.copyIn(base, k, inputs[k]!.data, starts[k]! + i * down + j * along, count);
        }
        loop(rows, elements * buffers.bytes, base);
        buffers.copyOut(base, this.body.outputs[0]!, out, start + i * n + j, rows * elements);
      }
    }
  }

  private loop(walks: number): BlockLoop {
    if (walks === 0 && this.plain !== null) return this.plain;
    let loop = this.others.get(walks);
    if (loop === undefined) {
      const heap = this.heap;
      const asm = heap.assembler();
      addBlockLoop(asm, "loop", heap.relaxed, this.body, this.namesOf(walks));
      const { loop: made } = heap.instantiate(asm);
      loop = made as BlockLoop; // of that signature
      this.others.set(walks, loop);
      if (walks === 0) this.plain = loop;
    }
    return loop;
  }

  private sharesThreads(size: number): boolean {
    if (size < fewestForThreads) return false;
    this.slow ??= isSlow(this.body);
    return this.slow && hasThreads();
  }

  private blocksOfThreads(walks: number): ThreadedBlocks {
    let blocks = this.threaded.get(walks);
    if (blocks === undefined) {
      blocks = new ThreadedBlocks(this.body, this.namesOf(walks));
      this.threaded.set(walks, blocks);
    }
    return blocks;
  }

  private namesOf(walks: number): readonly Walk[] {
    return this.body.operands.map((_, k) => walkNames[(walks >> (2 * k)) & 3]!);
  }
}

/** Walks of operands as numbers of two bits: see {@link Walk}. */
const [whole, onlyRow, onlyColumn, one] = [0, 1, 2, 3];
const walkNames: readonly Walk[] = ["whole", "row", "column", "one"];

/** Elements along one or more axes, and how far apart they are in each input. */
interface Axis {
  readonly size: number;
  readonly strides: readonly number[];
}

/**
 * How repeated operands are walked. Neighbouring axes along which the same ones are repeated are one; the last such axis are the elements
 * of a row, the one before it the rows of a plane.
 */
interface RowPlan {
  readonly shapes: readonly (readonly number[])[];
  readonly row: Axis;
  readonly column: Axis;
  readonly outer: readonly Axis[];
  readonly walks: number;
}

function planRows(out: Elements, inputs: readonly Elements[]): RowPlan {
  const axes = joinedAxes(out.shape, inputs);
  const row = axes.at(-1)!;
  const column = axes.at(-2) ?? { size: 1, strides: inputs.map(() => 0) };
  let walks = 0;
  for (let k = 0; k < inputs.length; k++) {
    const [along, down] = [row.strides[k] !== 0, column.strides[k] !== 0];
    walks |= (along ? (down || column.size === 1 ? whole : onlyRow) : down ? onlyColumn : one) << (2 * k);
  }
  return { shapes: [out, ...inputs].map(({ shape }) => shape), row, column, outer: axes.slice(0, -2), walks };
}

/** Was the plan made for these shapes? */
function isFor({ shapes }: RowPlan, out: Elements, inputs: readonly Elements[]): boolean {
  for (let k = 0; k <= inputs.length; k++) {
    const [shape, known] = [k === 0 ? out.shape : inputs[k - 1]!.shape, shapes[k]!];
    if (shape.length !== known.length) return false;
    for (let axis = 0; axis < shape.length; axis++) if (shape[axis] !== known[axis]) return false;
  }
  return true;
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
