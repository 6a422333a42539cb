import type { VectorDType, Walk } from "../../kernels/wasm/operand.ts";
import { BuiltOp } from "../../op/build.ts";
import { canVectorize, type LaneFunction } from "../../op/readers/laneSimd.ts";
import { conditionInputs, type VectorForm, vectorForm } from "../../op/readers/simd.ts";
import type { CopyWork, ElementsWork, LanesWork, ProductWork, Work } from "../../op/work.ts";
import type { LaneLayout } from "../../shape/lanes.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { DType } from "../../tensor/dtype.ts";
import { hasEffect, madeBy, type Slot, type Step, type Use } from "./graph.ts";

/** An op as a part of a loop. */
export interface LoopPart {
  readonly step: Step;
  readonly work: ElementsWork;
  readonly form: VectorForm;
  /** For each of the work's inputs. */
  readonly walks: readonly Walk[];
  /** Which inputs are conditions. */
  readonly conditions: readonly boolean[];
  /** What it computes: a slot for each root. */
  readonly made: readonly Slot[];
}

/** Some ops in one loop over rows of elements. */
export interface LoopItem {
  readonly kind: "loop";
  readonly dtype: VectorDType;
  readonly size: number;
  /** Elements in a row; `null` where it does not matter. */
  columns: number | null;
  readonly parts: LoopPart[];
}

/** A product of matrices. */
export interface ProductItem {
  readonly kind: "product";
  readonly dtype: VectorDType;
  readonly step: Step;
  readonly work: ProductWork;
}

/** A program over lanes, and its buffers. */
export interface LanePart {
  readonly code: LaneFunction;
  readonly layout: LaneLayout;
  readonly reads: readonly Slot[];
  readonly writes: readonly Slot[];
  /** The numeric arguments it takes. */
  readonly numbers: readonly number[];
}

/** A reduction, a softmax and the like. */
export interface LaneItem {
  readonly kind: "lanes";
  readonly dtype: VectorDType;
  readonly step: Step;
  readonly parts: readonly LanePart[];
}

/** A copy of elements in another order. */
export interface CopyItem {
  readonly kind: "copy";
  readonly dtype: DType;
  readonly step: Step;
  readonly work: CopyWork;
}

/** What emitted code does in one go. */
export type Item = LoopItem | ProductItem | LaneItem | CopyItem;

/** The steps of an item. */
export function stepsOf(item: Item): readonly Step[] {
  return item.kind === "loop" ? item.parts.map(({ step }) => step) : [item.step];
}

const items = new WeakMap<Step, Item | null>();

/** A step as an item by itself; `null` if no code is emitted for it. */
export function itemOf(step: Step): Item | null {
  let item = items.get(step);
  if (item === undefined) {
    item = makeItem(step);
    items.set(step, item);
  }
  return item;
}

function makeItem(step: Step): Item | null {
  const { op, attrs, inputs, outputs, saved } = step;
  if (op.draws || !(op instanceof BuiltOp) || op.work === null) return null;
  const work: Work | null = op.work(inputs, attrs);
  if (work === null || (saved.length > 0 && work.kind !== "lanes")) return null;
  if (work.kind === "lanes") return lanesOf(step, work);
  const target = outputs[0] ?? inputs[0]!;
  const { dtype } = target;
  if (work.kind === "copy")
    return dtype === "bool" || target.slot.size === 0 ? null : { kind: "copy", dtype, step, work };
  if (dtype !== "float32" && dtype !== "float64") return null;
  return work.kind === "product" ? { kind: "product", dtype, step, work } : loopOf(step, work, target, dtype);
}

function lanesOf(step: Step, { steps }: LanesWork): LaneItem | null {
  const { attrs, inputs, outputs, saved } = step;
  const sources = [...inputs, ...saved];
  const targets = [...outputs, ...saved];
  const { dtype } = targets[0]!;
  if (dtype !== "float32" && dtype !== "float64") return null;
  const parts: LanePart[] = [];
  for (const lane of steps) {
    const { program } = lane;
    const reads = lane.reads.map((k) => sources[k]!);
    const writes = lane.writes.map((k) => targets[k]!);
    const layout = lane.layout(reads[0]!.shape, attrs);
    const perLane = reads.slice(program.elements.length).map((read) => read.dtype);
    if (layout === null || layout.outer * layout.n * layout.inner === 0) return null;
    if ([...writes, ...reads.slice(0, program.elements.length)].some((use) => use.dtype !== dtype)) return null;
    const code = { program, apart: layout.apart, dtype, perLane };
    // Where they are approximations, vectors are for float32, whose last digit they do not touch.
    if (!canVectorize(code) || (dtype === "float64" && !program.exact)) return null;
    const numbers = program.attrs.map((name) => (attrs as { readonly [name: string]: number })[name]!);
    parts.push({ code, layout, reads: reads.map(({ slot }) => slot), writes: writes.map(({ slot }) => slot), numbers });
  }
  return { kind: "lanes", dtype, step, parts };
}

function loopOf(step: Step, work: ElementsWork, target: Use, dtype: LoopItem["dtype"]): LoopItem | null {
  const { roots, mode } = work;
  const form = vectorForm(roots, dtype, mode);
  if (form === null || target.slot.size === 0) return null;
  const chosen = conditionInputs(roots);
  const conditions = work.inputs.map((name) => chosen.has(name));
  let columns: number | null = null;
  const walks: Walk[] = [];
  for (let i = 0; i < work.inputs.length; i++) {
    const input = step.inputs[i]!;
    if (input.dtype !== (conditions[i] ? "bool" : dtype)) return null;
    const found = walkOf(input.shape, target.shape);
    if (found === null || (found.columns !== null && columns !== null && found.columns !== columns)) return null;
    columns ??= found.columns;
    walks.push(found.walk);
  }
  const made = work.overwritten === null ? [target.slot] : work.overwritten.map((i) => step.inputs[i]!.slot);
  const part: LoopPart = { step, work, form, walks, conditions, made };
  return { kind: "loop", dtype, size: target.slot.size, columns, parts: [part] };
}

/** How an operand of one shape is repeated to another; `null` for a way that a loop over rows cannot go. */
function walkOf(shape: readonly number[], out: readonly number[]): { walk: Walk; columns: number | null } | null {
  const [size, all] = [sizeOf(shape), sizeOf(out)];
  if (size === all) return { walk: "whole", columns: null };
  if (size === 1) return { walk: "one", columns: null };
  const padded = [...new Array<number>(out.length - shape.length).fill(1), ...shape];
  const first = padded.findIndex((n, axis) => n !== 1 && out[axis] === n);
  if (padded.every((n, axis) => (axis < first ? n === 1 : n === out[axis]))) return { walk: "row", columns: size };
  const last = padded.findLastIndex((n) => n !== 1);
  if (padded.every((n, axis) => (axis > last ? n === 1 : n === out[axis])))
    return { walk: "column", columns: all / size };
  return null;
}

/** Larger loops than this are not put together only because they are of one size: what they read would not stay in the cache. */
const smallLoop = 4096;
/** So many items are looked at for a loop that a step can be part of. */
const lookedBack = 64;
/** More ops than this in a loop need more registers than there are, and longer to be compiled. */
const mostParts = 48;

/**
 * The items that some steps make, in an order that keeps what depends on what: elementwise ops of one size are put into one loop, where
 * intermediate results stay in registers.
 */
export function fuse(steps: readonly Step[]): readonly Item[] {
  const list: Item[] = [];
  const producer = new Map<Slot, number>();
  const readers = new Map<Slot, number>();
  for (const step of steps) {
    const own = itemOf(step)!; // of a step that code is emitted for
    const overwritten = step.op.mutates.map((position) => step.inputs[position]!.slot);
    let after = 0;
    for (const { slot } of step.inputs) after = Math.max(after, producer.get(slot) ?? 0);
    for (const slot of overwritten) after = Math.max(after, readers.get(slot) ?? 0);
    let at = own.kind === "loop" ? joinable(list, own, after, step) : -1;
    if (at < 0) at = list.push(own.kind === "loop" ? { ...own, parts: [...own.parts] } : own) - 1;
    else {
      const loop = list[at] as LoopItem; // joinable gives those
      loop.parts.push(...(own as LoopItem).parts);
      loop.columns ??= (own as LoopItem).columns;
    }
    for (const { slot } of madeBy(step)) producer.set(slot, at);
    for (const slot of overwritten) producer.set(slot, at);
    for (const { slot } of step.inputs) readers.set(slot, Math.max(at, readers.get(slot) ?? 0));
  }
  return list;
}

/** The place of the loop that a step can be part of, not before place `after`; −1 if there is none. */
function joinable(list: readonly Item[], own: LoopItem, after: number, step: Step): number {
  for (let at = Math.max(after, list.length - lookedBack); at < list.length; at++) {
    const item = list[at]!;
    if (item.kind !== "loop" || item.size !== own.size || item.dtype !== own.dtype) continue;
    if (item.columns !== null && own.columns !== null && item.columns !== own.columns) continue;
    if (item.parts.length >= mostParts) continue;
    // What is computed in the loop can be had element by element only; and what it overwrites is gone for another part.
    if (!fits(item, own.parts[0]!)) continue;
    const feeds = step.inputs.some(({ slot }) => item.parts.some(({ made }) => made.includes(slot)));
    if (feeds || own.size <= smallLoop) return at;
  }
  return -1;
}

function fits(loop: LoopItem, { step, work, walks }: LoopPart): boolean {
  const mutates = hasEffect(step);
  for (const part of loop.parts) {
    for (let i = 0; i < work.inputs.length; i++)
      if (part.made.includes(step.inputs[i]!.slot) && (walks[i] !== "whole" || part.work.overwritten !== null))
        return false;
    // Scalars that all elements share are read before the loop.
    for (let i = work.inputs.length; i < step.inputs.length; i++)
      if (part.made.includes(step.inputs[i]!.slot)) return false;
    if (mutates && part.step.inputs.some(({ slot }) => work.overwritten?.some((k) => step.inputs[k]!.slot === slot)))
      return false;
  }
  return true;
}
