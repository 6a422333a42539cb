import { hasEffect, madeBy, type Slot, type Step } from "./graph.ts";

/** Steps that run one after the other on the same side: in emitted code, or in JavaScript. */
export interface Segment {
  readonly emitted: boolean;
  readonly steps: readonly Step[];
}

interface Placed {
  readonly emitted: boolean;
  readonly level: number;
}

/**
 * The order in which steps run: as few segments as possible, each of steps that can run as emitted code or of steps that cannot.
 *
 * A step runs after all whose results it needs, after those that read what it overwrites, and before those that read what it has
 * written. What draws numbers, calls the program or checks values keeps its order, and nothing is overwritten before a check that stood
 * before it. Everything else may move.
 */
export function schedule(steps: readonly Step[], isEmitted: (step: Step) => boolean): readonly Segment[] {
  const placed = new Map<Step, Placed>();
  const producer = new Map<Slot, Placed>();
  /** Of storages that are overwritten: who wrote and who read since. */
  const writers = new Map<Slot, Placed>();
  const readers = new Map<Slot, Placed[]>();
  let lastEffect: Placed | null = null;
  for (const step of steps) {
    const emitted = isEmitted(step);
    // JavaScript of a level runs before the emitted code of that level.
    const after = (other: Placed): number => (other.emitted && !emitted ? other.level + 1 : other.level);
    let level = 0;
    for (const { slot } of step.inputs) {
      for (const other of [producer.get(slot), writers.get(slot)])
        if (other !== undefined) level = Math.max(level, after(other));
    }
    const overwritten = step.op.mutates.map((position) => step.inputs[position]!.slot);
    for (const slot of overwritten)
      for (const reader of readers.get(slot) ?? []) level = Math.max(level, after(reader));
    if (lastEffect !== null && hasEffect(step)) level = Math.max(level, after(lastEffect));
    const place: Placed = { emitted, level };
    placed.set(step, place);
    for (const { slot } of madeBy(step)) producer.set(slot, place);
    for (const { slot } of step.inputs) {
      const known = readers.get(slot);
      if (known === undefined) readers.set(slot, [place]);
      else known.push(place);
    }
    for (const slot of overwritten) {
      writers.set(slot, place);
      readers.set(slot, []);
    }
    if (hasEffect(step) && !emitted) lastEffect = place;
  }
  /** For each level what runs in JavaScript, and then what is emitted. */
  const levels: Step[][] = [];
  for (const step of steps) {
    const { level, emitted } = placed.get(step)!;
    const at = 2 * level + Number(emitted);
    while (levels.length <= at) levels.push([]);
    levels[at]!.push(step);
  }
  return levels.flatMap((own, at) => (own.length === 0 ? [] : [{ emitted: at % 2 === 1, steps: own }]));
}
