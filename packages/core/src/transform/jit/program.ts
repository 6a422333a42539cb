import { type Heap, spareBytes, wasmHeap } from "../../kernels/wasm/heap.ts";
import { keptBytes } from "../../op/readers/laneSimd.ts";
import { reshape } from "../../ops/movement/reshape.ts";
import { sameShape } from "../../shape/sizes.ts";
import type { Op } from "../../tape/op.ts";
import { allocate, type Data } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { DeferredGradient } from "../../tensor/watch.ts";
import { type EmittedSegment, emitSegment } from "./emit.ts";
import { type Graph, madeBy, type Result, type Slot, type Step, type Use } from "./graph.ts";
import { fuse, type Item, itemOf, stepsOf } from "./items.ts";
import type { Surroundings } from "./loop.ts";
import { type Lifetime, layOut } from "./memory.ts";
import { HeapView, type Resident, residentOf } from "./residents.ts";
import { type Segment, schedule } from "./schedule.ts";
import { type Given, Uniforms } from "./uniforms.ts";

type Action = (given: Given) => void;

/** A result, made anew at each call. */
type Make = (given: Given) => Tensor;

const alignment = 64;

/**
 * A graph made ready to be run again and again: emitted code where there is some, ops' own kernels between it, on buffers that are made
 * once.
 */
export class Program {
  /** In the order of {@link Graph.results}. */
  readonly results: readonly Make[];
  readonly segments: readonly Segment[];
  readonly emitted: readonly EmittedSegment[];
  /** Of all buffers, those of arguments and constants included. */
  readonly bytes: number;
  /** What the same buffers would take if none were used again. */
  readonly bytesWithoutReuse: number;
  /** Is it in the middle of a call? */
  isRunning = false;
  private readonly actions: readonly Action[];
  private readonly finish: readonly Action[];
  private readonly fail: readonly (() => void)[];

  /** @param profile - Is the time to be taken that each item takes? */
  constructor(graph: Graph, profile: boolean) {
    const heap = wasmHeap();
    const compiler = new Compiler(graph, heap, this, profile);
    this.segments = compiler.segments;
    this.emitted = compiler.emitted;
    this.actions = compiler.actions;
    this.finish = compiler.finish;
    this.fail = compiler.fail;
    this.results = compiler.results;
    this.bytes = compiler.bytes;
    this.bytesWithoutReuse = compiler.bytesWithoutReuse;
    if (heap !== null) arenas.register(this, { heap, parts: compiler.allocated });
  }

  /** Runs it; results are to be made right afterwards, before it is run again. */
  run(given: Given): void {
    const { actions, finish } = this;
    this.isRunning = true;
    try {
      for (let i = 0; i < actions.length; i++) actions[i]!(given);
    } catch (error) {
      // A check has refused a value, or a call of the program has thrown.
      for (const fail of this.fail) fail();
      throw error;
    } finally {
      this.isRunning = false;
    }
    for (let i = 0; i < finish.length; i++) finish[i]!(given);
  }
}

/** A part of the heap that belongs to a program. */
interface Allocated {
  readonly address: number;
  readonly bytes: number;
}

const arenas = /* @__PURE__ */ new FinalizationRegistry<{ heap: Heap; parts: readonly Allocated[] }>(
  ({ heap, parts }) => {
    for (const { address, bytes } of parts) heap.release(address, bytes);
  },
);

/** Which of the two copies of a slot's values is the present one. */
interface Copies {
  heap: boolean;
  script: boolean;
}

/** Turns a graph into a list of actions. */
class Compiler {
  readonly segments: readonly Segment[];
  readonly emitted: EmittedSegment[] = [];
  readonly actions: Action[] = [];
  readonly finish: Action[] = [];
  readonly fail: (() => void)[] = [];
  readonly results: readonly Make[];
  arena = 0;
  private scratch = 0;
  bytes = 0;
  bytesWithoutReuse = 0;
  private readonly graph: Graph;
  private readonly heap: Heap | null;
  private readonly program: Program;
  private readonly profile: boolean;
  /** What the emitted segments do, in the order of the segments. */
  private readonly items: readonly (readonly Item[] | null)[];
  /** Slots that are read by another item than the one that computes them. Others need no buffer. */
  private readonly stored = new Set<Slot>();
  private readonly copies = new Map<Slot, Copies>();
  private readonly offsets = new Map<Slot, number>();
  private readonly buffers = new Map<Slot, Data>();
  private readonly reserved: Allocated[] = [];
  private readonly residents = new Map<Slot, Resident>();
  private readonly uniforms: Uniforms;
  /** Storages that the program overwrites, and whether emitted code does so. */
  private readonly overwritten = new Set<Slot>();

  constructor(graph: Graph, heap: Heap | null, program: Program, profile: boolean) {
    this.program = program;
    this.profile = profile;
    this.graph = graph;
    this.heap = heap;
    this.uniforms = new Uniforms(heap, (slot) => this.script(slot));
    this.segments = schedule(graph.steps, (step) => heap !== null && this.canEmit(step));
    this.items = this.segments.map(({ emitted, steps }) => (emitted ? fuse(steps) : null));
    this.findStored();
    this.placeBuffers();
    for (const slot of graph.slots) this.copies.set(slot, { heap: false, script: slot.source.kind !== "computed" });
    this.segments.forEach(({ steps }, i) => {
      const items = this.items[i]!;
      if (items !== null) this.addEmitted(steps, items);
      else for (const step of steps) this.addScript(step);
    });
    for (const slot of this.overwritten) this.settle(slot);
    this.results = graph.results.map((result) => this.resultMaker(result));
    this.addGradients();
  }

  /** What of the heap is the program's own. */
  get allocated(): readonly Allocated[] {
    const { arena, bytes, uniforms, reserved } = this;
    return [...(arena === 0 ? [] : [{ address: arena, bytes }]), ...uniforms.allocated, ...reserved];
  }

  private placeBuffers(): void {
    const { heap } = this;
    if (heap === null) return;
    const lives = new Map<Slot, { first: number; last: number }>();
    const live = (slot: Slot, at: number): void => {
      if (slot.source.kind === "parameter") return;
      const known = lives.get(slot);
      // What comes from outside is copied in before anything runs.
      if (known === undefined) lives.set(slot, { first: slot.source.kind === "computed" ? at : -1, last: at });
      else known.last = at;
    };
    let at = 0;
    this.segments.forEach(({ steps }, i) => {
      // What emitted code takes from JavaScript is copied in before the first of its items.
      if (this.items[i] !== null)
        for (const step of steps)
          for (const { slot } of step.inputs)
            if (slot.source.kind !== "computed" || !madeHere(steps, slot)) live(slot, at);
      for (const item of this.items[i] ?? steps) {
        const own = "op" in item ? [item] : stepsOf(item);
        const used = own.flatMap((step) => [...step.inputs, ...madeBy(step)].map(({ slot }) => slot));
        for (const slot of used) {
          if (this.items[i] === null ? lives.has(slot) : this.isStored(slot)) live(slot, at);
        }
        at++;
      }
    });
    for (const slot of this.wanted()) if (lives.has(slot)) live(slot, at);
    // A constant is copied in once, and stays.
    for (const [slot, life] of lives) if (slot.source.kind === "constant") life.last = at;
    const slots = [...lives.keys()];
    const lifetimes: Lifetime[] = slots.map((slot) => ({ bytes: bytesOf(slot), ...lives.get(slot)! }));
    const { offsets, bytes } = layOut(lifetimes, alignment, spareBytes);
    this.bytes = bytes;
    this.bytesWithoutReuse = lifetimes.reduce(
      (sum, life) => sum + Math.ceil((life.bytes + spareBytes) / alignment) * alignment,
      0,
    );
    const kept = this.items.flatMap((items) => items ?? []).map(keptBytesOf);
    const scratchBytes = Math.max(0, ...kept);
    this.bytes += scratchBytes + spareBytes;
    if (this.bytes > spareBytes) this.arena = heap.allocate(this.bytes);
    this.scratch = this.arena + Math.ceil(bytes / alignment) * alignment;
    slots.forEach((slot, i) => {
      this.offsets.set(slot, offsets[i]!);
    });
  }

  /** Slots that someone looks at after the last step. */
  private wanted(): readonly Slot[] {
    const { results, gradients } = this.graph;
    return [
      ...results.map(({ slot }) => slot),
      ...[...gradients.values()].flatMap((gradient) => (gradient === null ? [] : [gradient.slot])),
    ];
  }

  private addressOf(slot: Slot): number {
    if (slot.source.kind === "parameter") return this.resident(slot).address;
    const offset = this.offsets.get(slot);
    if (offset === undefined) throw new TypeError("a slot without a buffer has no address");
    return this.arena + offset;
  }

  private resident(slot: Slot): Resident {
    let resident = this.residents.get(slot);
    if (resident === undefined) {
      if (slot.source.kind !== "parameter") throw new TypeError("only a parameter is resident");
      resident = residentOf(this.heap!, slot.source.tensor);
      this.residents.set(slot, resident);
    }
    return resident;
  }

  private view(slot: Slot): HeapView {
    return new HeapView(this.heap!, slot.dtype, this.addressOf(slot), slot.size);
  }

  /** The values of a slot as JavaScript has them, at each call. */
  private script(slot: Slot): (given: Given) => Data {
    const { source } = slot;
    switch (source.kind) {
      case "argument": {
        const { index } = source;
        return ({ args }) => args[index]!.data;
      }
      case "gradient": {
        const { leaf } = source;
        return () => leaf.grad!.data;
      }
      case "parameter":
      case "constant": {
        const { tensor } = source;
        return () => tensor.data;
      }
      case "computed": {
        const data = this.buffer(slot);
        return () => data;
      }
    }
  }

  /** The program's own array for what is computed. */
  private buffer(slot: Slot): Data {
    let data = this.buffers.get(slot);
    if (data === undefined) {
      data = allocate(slot.dtype, slot.size);
      this.buffers.set(slot, data);
    }
    return data;
  }

  /** Sees to it that emitted code finds the present values of a slot. */
  private bringToHeap(slot: Slot): void {
    const copies = this.copies.get(slot)!;
    if (copies.heap) return;
    copies.heap = true;
    const view = this.view(slot);
    const { source } = slot;
    if (source.kind === "constant") {
      view.array.set(source.tensor.data);
      return;
    }
    if (source.kind === "parameter" && !this.overwritten.has(slot)) {
      const { tensor } = source;
      const resident = this.resident(slot);
      this.actions.push(() => {
        const { count } = tensor.version!;
        if (resident.seen === count) return;
        view.array.set(tensor.data);
        resident.seen = count;
      });
      return;
    }
    const script = this.script(slot);
    this.actions.push((given) => {
      view.array.set(script(given));
    });
  }

  /** Sees to it that JavaScript finds the present values of a slot. */
  private bringToScript(slot: Slot): void {
    const copies = this.copies.get(slot)!;
    if (copies.script) return;
    copies.script = true;
    const view = this.view(slot);
    const script = this.script(slot);
    this.actions.push((given) => {
      script(given).set(view.array as never); // of the same kind
    });
  }

  private canEmit(step: Step): boolean {
    const item = itemOf(step);
    if (item === null) return false;
    // The scalars that a loop reads before it begins are JavaScript's.
    const shared = item.kind === "loop" ? step.inputs.slice(item.parts[0]!.work.inputs.length) : [];
    return shared.every(({ slot }) => this.isScalarOfScript(slot));
  }

  private isScalarOfScript(slot: Slot): boolean {
    const maker = this.graph.steps.find((step) => madeBy(step).some((made) => made.slot === slot));
    return maker === undefined || itemOf(maker) === null;
  }

  private findStored(): void {
    const madeIn = new Map<Slot, Item>();
    this.segments.forEach(({ steps }, i) => {
      for (const item of this.items[i] ?? steps) {
        const own = "op" in item ? [item] : stepsOf(item);
        for (const step of own) {
          for (const { slot } of step.inputs) if ("op" in item || madeIn.get(slot) !== item) this.stored.add(slot);
          for (const { slot } of madeBy(step)) if (!("op" in item)) madeIn.set(slot, item);
          // A loop leaves out what nobody reads; all other emitted code writes whatever it computes.
          if (!("op" in item) && item.kind !== "loop") for (const { slot } of madeBy(step)) this.stored.add(slot);
        }
      }
    });
    for (const slot of this.wanted()) this.stored.add(slot);
  }

  private isStored(slot: Slot): boolean {
    return this.stored.has(slot);
  }

  private addEmitted(steps: readonly Step[], items: readonly Item[]): void {
    const made = new Set<Slot>();
    for (const step of steps) {
      const shared = this.sharedOf(step);
      for (const { slot } of step.inputs)
        if (shared.includes(slot)) this.bringToScript(slot);
        else if (!made.has(slot)) this.bringToHeap(slot);
      for (const { slot } of madeBy(step)) made.add(slot);
    }
    const around: Surroundings = {
      addressOf: (slot) => this.addressOf(slot),
      isStored: (slot) => this.isStored(slot),
      uniform: (part, node) => this.uniforms.of(part, node),
      scratch: () => this.scratch,
      reserve: (bytes) => {
        const address = this.heap!.allocate(bytes);
        this.reserved.push({ address, bytes });
        return address;
      },
    };
    const segment = emitSegment(this.heap!, items, around, this.profile);
    this.emitted.push(segment);
    this.actions.push(...this.uniforms.take());
    this.actions.push(segment.run);
    for (const step of steps) this.noteWritten(step, { heap: true, script: false });
  }

  /** The scalars of a step that a loop reads before it begins. */
  private sharedOf(step: Step): readonly Slot[] {
    const item = itemOf(step);
    if (item?.kind !== "loop") return [];
    return step.inputs.slice(item.parts[0]!.work.inputs.length).map(({ slot }) => slot);
  }

  private noteWritten(step: Step, copies: Copies): void {
    for (const { slot } of madeBy(step)) this.copies.set(slot, { ...copies });
    for (const position of step.op.mutates) {
      const { slot } = step.inputs[position]!;
      this.overwritten.add(slot);
      this.copies.set(slot, { ...copies });
    }
  }

  private addScript(step: Step): void {
    for (const { slot } of step.inputs) this.bringToScript(slot);
    const { op, attrs } = step;
    const inputs = step.inputs.map((input) => this.operand(input));
    const fixed = inputs.every((input) => input instanceof Tensor) ? (inputs as readonly Tensor[]) : null;
    const outputs = step.outputs.map((output) => this.made(output));
    const saved = step.saved.map((output) => this.made(output));
    this.actions.push((given) => {
      const tensors = fixed ?? inputs.map((input) => (input instanceof Tensor ? input : input(given)));
      runOp(op, outputs, tensors, attrs, saved);
    });
    this.noteWritten(step, { heap: false, script: true });
  }

  /** A tensor that an op's kernel is given: always the same, or one of each call. */
  private operand({ slot, shape, dtype, tensor }: Use): Tensor | Make {
    if (tensor !== null) return tensor;
    if (slot.source.kind === "computed") return new Tensor(shape, dtype, this.buffer(slot));
    const data = this.script(slot);
    return (given) => new Tensor(shape, dtype, data(given));
  }

  private made({ slot, shape, dtype }: Use): Tensor {
    return new Tensor(shape, dtype, this.buffer(slot));
  }

  /** After the last step: a Parameter that was overwritten has its new values, and says so. */
  private settle(slot: Slot): void {
    this.bringToScript(slot);
    if (slot.source.kind !== "parameter") return;
    const { tensor } = slot.source;
    const version = tensor.version!;
    const copies = this.copies.get(slot)!;
    const resident = copies.heap ? this.resident(slot) : null;
    this.finish.push(() => {
      version.count++;
      if (resident !== null) resident.seen = version.count;
    });
    // Where the call ends before that, the copy has values that nobody was told of.
    if (resident !== null)
      this.fail.push(() => {
        resident.seen = -1;
      });
  }

  private resultMaker(result: Result): Make {
    const { base, shape } = result;
    // Each with a history of its own.
    return base === null ? this.maker(result) : () => reshape(base, [...shape]);
  }

  private maker({ slot, shape, tensor }: Use): Make {
    const { source, dtype, size } = slot;
    if (tensor !== null) return () => tensor;
    // Reshaped as the program does it, so that derivatives find what it was made of.
    const inShape = (x: Tensor): Tensor => (sameShape(x.shape, shape) ? x : reshape(x, [...shape]));
    if (source.kind === "argument") return ({ args }) => inShape(args[source.index]!);
    if (source.kind === "gradient") {
      let before: Tensor | null = null;
      // Gradients are set after the last of these.
      this.actions.push(() => {
        before = source.leaf.grad;
      });
      return () => inShape(before!);
    }
    // A copy: the next call writes over the buffer.
    if (this.copies.get(slot)!.script) {
      const data = this.buffer(slot);
      return () => new Tensor(shape, dtype, data.slice());
    }
    const view = this.view(slot);
    return () => {
      const data = allocate(dtype, size);
      data.set(view.array as never); // of the same kind
      return new Tensor(shape, dtype, data);
    };
  }

  private addGradients(): void {
    const mayThrow = this.graph.steps.some(({ op }) => op.draws);
    for (const [leaf, gradient] of this.graph.gradients) {
      const make = gradient === null ? null : this.maker(gradient);
      if (make === null || gradient!.slot.source.kind !== "computed")
        this.finish.push((given) => {
          leaf.grad = make === null ? null : make(given);
        });
      else {
        // It keeps the program, and so the buffer that it reads.
        const deferred = new DeferredGradient(() => make(none), this.program);
        this.finish.push(() => leaf.deferGrad(deferred));
      }
      if (!mayThrow) continue;
      // Where the call ends before that, the gradient is forgotten, or still the one that was there: read before its buffer is written.
      if (this.graph.forgotten.has(leaf))
        this.fail.push(() => {
          leaf.grad = null;
        });
      else this.actions.unshift(() => void leaf.grad);
    }
  }
}

function madeHere(steps: readonly Step[], slot: Slot): boolean {
  return steps.some((step) => madeBy(step).some((made) => made.slot === slot));
}

function keptBytesOf(item: Item): number {
  return item.kind === "lanes" ? Math.max(...item.parts.map(({ code, layout }) => keptBytes(code, layout.n))) : 0;
}

const none: Given = { args: [] };

function bytesOf({ dtype, size }: Slot): number {
  return size * (dtype === "float64" ? 8 : dtype === "bool" ? 1 : 4);
}

function runOp(
  op: Op,
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  attrs: unknown,
  saved: readonly Tensor[],
): void {
  op.forward(outputs, inputs, attrs, saved);
  for (const position of op.mutates) inputs[position]!.version!.count++;
}
