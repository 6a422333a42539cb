import { spareBytes } from "../../kernels/wasm/heap.ts";
import { keptBytes } from "../../op/readers/laneSimd.ts";
import { type Graph, madeBy, type Slot, type Step } from "./graph.ts";
import { type Item, stepsOf } from "./items.ts";
import { layOut } from "./memory.ts";
import type { Segment } from "./schedule.ts";

const alignment = 64;

/** What emitted segments do, in the order of the segments; `null` for those that run in JavaScript. */
export type ItemsOfSegments = readonly (readonly Item[] | null)[];

interface Life {
  first: number;
  last: number;
}

/** Where in the program's part of the heap its buffers lie, those of different times in the same place. */
export class Placement {
  /** From the beginning of that part. */
  readonly offsets: ReadonlyMap<Slot, number>;
  /** Room for what an item keeps while it runs. */
  readonly scratchOffset: number;
  /** Of all of it. */
  readonly bytes: number;
  /** What the buffers would take if none were used again. */
  readonly bytesWithoutReuse: number;
  /** Slots that someone else reads than the loop that computes them. Others are in registers, and have no buffer. */
  private readonly stored: ReadonlySet<Slot>;

  constructor(graph: Graph, segments: readonly Segment[], items: ItemsOfSegments) {
    const wanted = wantedOf(graph);
    this.stored = storedOf(segments, items, wanted);
    const lives = this.livesOf(segments, items, wanted);
    const slots = [...lives.keys()];
    const lifetimes = slots.map((slot) => ({ bytes: bytesOf(slot), ...lives.get(slot)! }));
    const { offsets, bytes } = layOut(lifetimes, alignment, spareBytes);
    this.offsets = new Map(slots.map((slot, i) => [slot, offsets[i]!]));
    this.scratchOffset = bytes;
    let scratch = 0;
    for (const list of items) for (const item of list ?? []) scratch = Math.max(scratch, keptBytesOf(item));
    this.bytes = slots.length === 0 && scratch === 0 ? 0 : bytes + scratch + spareBytes;
    this.bytesWithoutReuse = lifetimes.reduce((sum, life) => sum + roundUp(life.bytes + spareBytes), 0);
  }

  isStored(slot: Slot): boolean {
    return this.stored.has(slot);
  }

  /** From which item on each slot holds something in the heap, and up to which. Items of JavaScript count as well. */
  private livesOf(
    segments: readonly Segment[],
    items: ItemsOfSegments,
    wanted: readonly Slot[],
  ): ReadonlyMap<Slot, Readonly<Life>> {
    const lives = new Map<Slot, Life>();
    const live = (slot: Slot, at: number): void => {
      // Parameters have places of their own.
      if (slot.source.kind === "parameter") return;
      const known = lives.get(slot);
      // What comes from outside is copied in before anything runs.
      if (known === undefined) lives.set(slot, { first: slot.source.kind === "computed" ? at : -1, last: at });
      else known.last = at;
    };
    let at = 0;
    for (const [i, { emitted, steps }] of segments.entries()) {
      // What emitted code takes from JavaScript is copied in before the first of its items.
      if (emitted) for (const slot of takenBy(steps)) live(slot, at);
      for (const item of items[i] ?? steps) {
        for (const step of stepsIn(item))
          for (const { slot } of [...step.inputs, ...madeBy(step)])
            if (emitted ? this.stored.has(slot) : lives.has(slot)) live(slot, at);
        at++;
      }
    }
    for (const slot of wanted) if (lives.has(slot)) live(slot, at);
    // A constant is copied in once, and stays.
    for (const [slot, life] of lives) if (slot.source.kind === "constant") life.last = at;
    return lives;
  }
}

/** Slots that someone looks at after the last step. */
function wantedOf({ results, gradients }: Graph): readonly Slot[] {
  return [...results, ...gradients.values()].flatMap((use) => (use === null ? [] : [use.slot]));
}

function storedOf(segments: readonly Segment[], items: ItemsOfSegments, wanted: readonly Slot[]): ReadonlySet<Slot> {
  const stored = new Set(wanted);
  const madeIn = new Map<Slot, Item | Step>();
  for (const [i, { steps }] of segments.entries())
    for (const item of items[i] ?? steps) {
      // A loop leaves out what nobody else reads; everything else writes whatever it computes.
      const inRegisters = "kind" in item && item.kind === "loop";
      for (const step of stepsIn(item)) {
        for (const { slot } of step.inputs) if (!inRegisters || madeIn.get(slot) !== item) stored.add(slot);
        for (const { slot } of madeBy(step)) {
          madeIn.set(slot, item);
          if (!inRegisters) stored.add(slot);
        }
      }
    }
  return stored;
}

function stepsIn(item: Item | Step): readonly Step[] {
  return "op" in item ? [item] : stepsOf(item);
}

/** What some steps read and do not compute. */
function takenBy(steps: readonly Step[]): ReadonlySet<Slot> {
  const made = new Set(steps.flatMap((step) => madeBy(step).map(({ slot }) => slot)));
  return new Set(steps.flatMap((step) => step.inputs.flatMap(({ slot }) => (made.has(slot) ? [] : [slot]))));
}

function keptBytesOf(item: Item): number {
  if (item.kind !== "lanes") return 0;
  return item.parts.reduce((most, { code, layout }) => Math.max(most, keptBytes(code, layout.n)), 0);
}

function bytesOf({ dtype, size }: Slot): number {
  return size * (dtype === "float64" ? 8 : dtype === "bool" ? 1 : 4);
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
