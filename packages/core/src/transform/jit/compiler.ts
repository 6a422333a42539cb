import type { Heap } from "../../kernels/wasm/heap.ts";
import { reshape } from "../../ops/movement/reshape.ts";
import { sameShape } from "../../shape/sizes.ts";
import type { Op } from "../../tape/op.ts";
import { allocate, type Data } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { beforeOverwriting } from "../../tensor/version.ts";
import { DeferredGradient } from "../../tensor/watch.ts";
import { type EmittedSegment, emitSegment } from "./emit.ts";
import { type Graph, madeBy, type Result, type Slot, type Step, type Use } from "./graph.ts";
import { fuse, type Item, itemOf } from "./items.ts";
import type { Surroundings } from "./loop.ts";
import { type ItemsOfSegments, Placement } from "./placement.ts";
import { type Allocated, HeapView, type Resident, residentOf } from "./residents.ts";
import { type Segment, schedule } from "./schedule.ts";
import { type Given, Uniforms } from "./uniforms.ts";

/** A part of a call. */
export type Action = (given: Given) => void;

/** A result, made anew at each call. */
export type Make = (given: Given) => Tensor;

/** Which of the two copies of a slot's values is the present one. */
interface Copies {
  heap: boolean;
  script: boolean;
}

/** Turns a graph into a list of actions. */
export class Compiler {
  readonly segments: readonly Segment[];
  readonly emitted: EmittedSegment[] = [];
  readonly actions: Action[] = [];
  readonly finish: Action[] = [];
  readonly fail: (() => void)[] = [];
  readonly results: readonly Make[];
  /** Where the buffers are, and how many bytes they take. */
  readonly placement: Placement;
  private readonly arena: number;
  private readonly graph: Graph;
  private readonly heap: Heap | null;
  /** What deferred gradients keep alive: whoever owns the buffers. */
  private readonly owner: object;
  private readonly profile: boolean;
  private readonly copies = new Map<Slot, Copies>();
  private readonly buffers = new Map<Slot, Data>();
  private readonly reserved: Allocated[] = [];
  private readonly residents = new Map<Slot, Resident>();
  private readonly uniforms: Uniforms;
  /** Storages that the program overwrites, and whether emitted code does so. */
  private readonly overwritten = new Set<Slot>();

  constructor(graph: Graph, heap: Heap | null, owner: object, profile: boolean) {
    this.owner = owner;
    this.profile = profile;
    this.graph = graph;
    this.heap = heap;
    this.uniforms = new Uniforms(heap, (slot) => this.script(slot));
    const makers = new Map(graph.steps.flatMap((step) => madeBy(step).map(({ slot }) => [slot, step] as const)));
    this.segments = schedule(graph.steps, (step) => heap !== null && canEmit(step, makers));
    const items: ItemsOfSegments = this.segments.map(({ emitted, steps }) => (emitted ? fuse(steps) : null));
    this.placement = new Placement(graph, this.segments, items);
    const { bytes } = this.placement;
    this.arena = bytes === 0 ? 0 : heap!.allocate(bytes); // without a heap nothing is emitted, and nothing placed
    for (const slot of graph.slots) this.copies.set(slot, { heap: false, script: slot.source.kind !== "computed" });
    this.segments.forEach(({ steps }, i) => {
      const own = items[i]!;
      if (own !== null) this.addEmitted(steps, own);
      else for (const step of steps) this.addScript(step);
    });
    for (const slot of this.overwritten) this.settle(slot);
    this.results = graph.results.map((result) => this.resultMaker(result));
    this.addGradients();
  }

  /** What of the heap is the program's own. */
  get allocated(): readonly Allocated[] {
    const { arena, placement, uniforms, reserved } = this;
    return [...(arena === 0 ? [] : [{ address: arena, bytes: placement.bytes }]), ...uniforms.allocated, ...reserved];
  }

  private addressOf(slot: Slot): number {
    if (slot.source.kind === "parameter") return this.resident(slot).address;
    const offset = this.placement.offsets.get(slot);
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

  private addEmitted(steps: readonly Step[], items: readonly Item[]): void {
    const made = new Set<Slot>();
    for (const step of steps) {
      const shared = sharedOf(step).map(({ slot }) => slot);
      for (const { slot } of step.inputs)
        if (shared.includes(slot)) this.bringToScript(slot);
        else if (!made.has(slot)) this.bringToHeap(slot);
      for (const { slot } of madeBy(step)) made.add(slot);
    }
    const around: Surroundings = {
      addressOf: (slot) => this.addressOf(slot),
      isStored: (slot) => this.placement.isStored(slot),
      uniform: (part, node) => this.uniforms.of(part, node),
      scratch: () => this.arena + this.placement.scratchOffset,
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
    this.actions.unshift(() => beforeOverwriting(tensor));
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
        // It keeps the owner of the buffer that it reads.
        const deferred = new DeferredGradient(() => make(none), this.owner);
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

/** Is code emitted for a step, whose inputs some steps make? */
function canEmit(step: Step, makers: ReadonlyMap<Slot, Step>): boolean {
  if (itemOf(step) === null) return false;
  // What a loop reads before it begins JavaScript must have.
  return sharedOf(step).every(({ slot }) => {
    const maker = makers.get(slot);
    return maker === undefined || itemOf(maker) === null;
  });
}

/** The scalars of a step that a loop reads before it begins. */
function sharedOf(step: Step): readonly Use[] {
  const item = itemOf(step);
  return item?.kind === "loop" ? step.inputs.slice(item.parts[0]!.work.inputs.length) : [];
}

const none: Given = { args: [] };

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
