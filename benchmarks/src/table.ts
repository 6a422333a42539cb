import { judge } from "./aims.ts";
import { fastest, type Outcomes } from "./outcomes.ts";
import type { Results } from "./rounds.ts";
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

/** One table a workload for the terminal: who, how long, and how much longer than tapegrad's best. */
export function printTables(results: Results): void {
  const { outcomes, absent } = results;
  for (const [workload, byName] of outcomes) if (byName.size > 0) printTable(workload, byName);
  printAims(results);
  for (const { contestant, reason } of absent) console.log(`${contestant.title}: not measured, ${reason}`);
}

function printTable({ title }: Workload, outcomes: Outcomes): void {
  console.log(`\n${title}`);
  const unit = fastest(outcomes, "tapegrad-");
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

function printAims(results: Results): void {
  const judgements = judge(results).filter(({ reached }) => reached !== null);
  console.log(`\n${judgements.filter(({ met }) => met).length} of ${judgements.length} aims met`);
  for (const { workload, aim, reached, met } of judgements)
    console.log(`${met ? "✓" : "✗"} ${aim.padEnd(42)} ${reached!.padStart(9)}   ${workload}`);
  console.log();
}
