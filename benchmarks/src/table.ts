import type { Outcome, Results } from "./rounds.ts";
import type { Workload } from "./workloads.ts";

/** Three digits that count, in the unit that needs fewest. */
export function formatTime(milliseconds: number): string {
  const [value, unit] =
    milliseconds >= 1000
      ? [milliseconds / 1000, "s"]
      : milliseconds >= 1
        ? [milliseconds, "ms"]
        : [milliseconds * 1000, "µs"];
  return `${value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)} ${unit}`;
}

export const formatRatio = (ratio: number): string => `${ratio.toFixed(ratio >= 100 ? 0 : ratio >= 10 ? 1 : 2)} ×`;

/** The shortest median among those of tapegrad. */
export function best(outcomes: ReadonlyMap<string, Outcome>): number | null {
  const medians = [...outcomes].flatMap(([name, outcome]) =>
    name.startsWith("tapegrad-") && "median" in outcome ? [outcome.median] : [],
  );
  return medians.length === 0 ? null : Math.min(...medians);
}

/** One table a workload for the terminal: who, how long, and how much longer than tapegrad's best. */
export function printTables({ outcomes, absent }: Results): void {
  for (const [workload, byName] of outcomes) printTable(workload, byName);
  console.log();
  for (const { contestant, reason } of absent) console.log(`${contestant.title}: not measured, ${reason}`);
}

function printTable({ title }: Workload, outcomes: ReadonlyMap<string, Outcome>): void {
  console.log(`\n${title}`);
  const unit = best(outcomes);
  for (const [name, outcome] of outcomes) {
    const label = `  ${name.padEnd(18)}`;
    if ("failed" in outcome) console.log(`${label} ${outcome.failed}`);
    else {
      const ratio = unit === null ? "" : formatRatio(outcome.median / unit);
      const noise = `± ${(outcome.spread * 100).toFixed(0)} %`;
      console.log(`${label}${formatTime(outcome.median).padStart(10)}${ratio.padStart(10)}${noise.padStart(9)}`);
    }
  }
}
