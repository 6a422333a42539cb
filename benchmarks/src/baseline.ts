// Figures of tapegrad kept from an earlier run, and whether a later one is slower. Both are ratios to the calibration loop, so that a machine that is
// slower today is no reason to complain.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { machine } from "./machine.ts";
import type { Figure } from "./outcomes.ts";
import type { Results } from "./rounds.ts";
import { median, spread } from "./statistics.ts";

const file = new URL("../baseline.json", import.meta.url);

interface Entry {
  readonly ratio: number;
  readonly spread: number;
}

export interface Baseline {
  readonly machine: string;
  readonly runtime: string;
  /** By workload, then by variant. */
  readonly entries: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
}

const entryOf = ({ ratios }: Figure): Entry => ({ ratio: median(ratios), spread: spread(ratios) });

/** What to keep of a run. */
export function baselineOf({ outcomes, participants }: Results): Baseline {
  const variants = participants.filter(({ contestant }) => contestant.name.startsWith("tapegrad-"));
  const entries = [...outcomes].map(([{ name }, byName]) => {
    const figures = variants.flatMap(({ contestant }) => {
      const outcome = byName.get(contestant.name);
      return outcome !== undefined && "ratios" in outcome ? [[contestant.name, entryOf(outcome)] as const] : [];
    });
    return [name, Object.fromEntries(figures)] as const;
  });
  return { machine: machine(), runtime: variants[0]?.runtime ?? "", entries: Object.fromEntries(entries) };
}

export function saveBaseline(baseline: Baseline): void {
  writeFileSync(file, `${JSON.stringify(baseline, null, 2)}\n`);
}

/** @throws Error if none was saved yet. */
export function readBaseline(): Baseline {
  if (!existsSync(file)) throw new Error("There is no baseline yet; `pnpm bench --save-baseline` makes one.");
  return JSON.parse(readFileSync(file, "utf8")) as Baseline; // as saveBaseline wrote it
}

export interface Change {
  readonly workload: string;
  readonly variant: string;
  /** New time over old time. */
  readonly factor: number;
  /** A factor from here on is more than noise. */
  readonly limit: number;
  readonly slower: boolean;
}

/** Where noise may make this of a time, the machine was too busy for a comparison. */
const disturbed = 1.5;

/**
 * A ratio counts as slower if it is off by more than three times what typical rounds were off, then and now together, and by more than a tenth:
 * the place of code in memory alone moves a loop by some percent from build to build.
 */
export function compare(before: Baseline, after: Baseline): Change[] {
  return Object.entries(after.entries).flatMap(([workload, variants]) =>
    Object.entries(variants).flatMap(([variant, now]) => {
      const then = before.entries[workload]?.[variant];
      if (then === undefined) return [];
      const limit = 1 + Math.max(0.1, 3 * (then.spread + now.spread));
      const factor = now.ratio / then.ratio;
      return [{ workload, variant, factor, limit, slower: factor > limit }];
    }),
  );
}

/** Says what has become slower; returns how much that is. */
export function printComparison(before: Baseline, after: Baseline): number {
  if (before.machine !== after.machine || before.runtime !== after.runtime)
    console.log(
      `The baseline is from another machine or runtime (${before.machine}, ${before.runtime}): ratios may differ.`,
    );
  const changes = compare(before, after);
  for (const { workload, variant, factor, limit, slower } of changes) {
    const mark = slower ? "✗" : limit > disturbed ? "?" : "✓";
    console.log(
      `${mark} ${workload.padEnd(18)} ${variant.padEnd(18)} ${factor.toFixed(2)} × the time before (noise: up to ${limit.toFixed(2)})`,
    );
  }
  const count = changes.filter(({ slower }) => slower).length;
  const unclear = changes.filter(({ slower, limit }) => !slower && limit > disturbed).length;
  console.log(`${count} of ${changes.length} slower than before`);
  if (unclear > 0) console.log(`${unclear} not judged (?): the machine had too much else to do, then or now`);
  return count;
}
