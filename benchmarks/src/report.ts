// RESULTS.md: everything that a full run found, what others do faster included.
import { judge } from "./aims.ts";
import { exponent, type Growth } from "./growth.ts";
import { machine } from "./machine.ts";
import { fastest, type Outcome, type Outcomes } from "./outcomes.ts";
import type { Results } from "./rounds.ts";
import type { SideFigure } from "./side.ts";
import { formatRatio, formatTime } from "./table.ts";
import { type Workload, waiting } from "./workloads.ts";

export interface Report {
  readonly results: Results;
  readonly growth: readonly Growth[];
  readonly sides: readonly SideFigure[];
  readonly load: readonly [before: string, after: string];
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}

function setting({ results, load }: Report): string {
  const lines = results.participants.map(({ contestant, version, runtime }) =>
    [contestant.name, contestant.title, version === "" ? "" : `version ${version}`, runtime].filter(Boolean),
  );
  const absent = results.absent.map(({ contestant, reason }) => `- ${contestant.title}: ${reason}`);
  return `${machine()}; ${new Date().toISOString().slice(0, 10)}. Load average before ${load[0]}, after ${load[1]} (the benchmark itself makes 1 to 2);
the calibration loop was typically ± ${(results.unrest * 100).toFixed(0)} % off its median.

${table(
  ["name", "what", "version", "runs in"],
  lines.map(([name, title, ...rest]) => [name!, title!, rest.length > 1 ? rest[0]! : "", rest.at(-1)!]),
)}
${absent.length === 0 ? "" : `\nNot measured:\n\n${absent.join("\n")}\n`}`;
}

function cell(outcome: Outcome | undefined, outcomes: Outcomes): string {
  if (outcome === undefined) return "";
  if ("failed" in outcome) return "failed";
  const time = formatTime(outcome.median);
  return outcome.median === fastest(outcomes) ? `**${time}**` : time;
}

function overview({ outcomes, participants }: Results): string {
  const names = participants.map(({ contestant }) => contestant.name);
  const rows = [...outcomes].map(([{ title }, byName]) => [
    title,
    ...names.map((name) => cell(byName.get(name), byName)),
  ]);
  return table(["", ...names], rows);
}

/** Who is faster than tapegrad's best, and by how much. */
function losses({ outcomes, participants }: Results): string {
  const titles = new Map(participants.map(({ contestant: { name, title } }) => [name, title]));
  const lines = [...outcomes].flatMap(([{ title }, byName]) => {
    const mine = fastest(byName, "tapegrad-");
    if (mine === null) return [];
    const faster = [...byName].flatMap(([name, outcome]) =>
      name !== "peak" && "median" in outcome && outcome.median < mine
        ? [`${titles.get(name)} ${(mine / outcome.median).toFixed(1)} ×`]
        : [],
    );
    return faster.length === 0 ? [] : [`- ${title}: ${faster.join(", ")}`];
  });
  return lines.length === 0 ? "Nobody measured here is." : lines.join("\n");
}

function details({ title }: Workload, outcomes: Outcomes): string {
  const unit = fastest(outcomes, "tapegrad-");
  const rows = [...outcomes].map(([name, outcome]) =>
    "failed" in outcome
      ? [name, outcome.failed, "", "", ""]
      : [
          name,
          formatTime(outcome.median),
          unit === null ? "" : formatRatio(outcome.median / unit),
          `± ${(outcome.spread * 100).toFixed(0)} %`,
          String(outcome.samples),
        ],
  );
  return `### ${title}\n\n${table(["", "median", "to tapegrad's best", "spread", "samples"], rows)}`;
}

function aims(results: Results): string {
  const rows = judge(results).map(({ workload, aim, reached, met }) => [
    workload,
    aim,
    reached ?? "not measured",
    reached === null ? "" : met ? "yes" : "no",
  ]);
  return table(["workload", "aim", "reached", "met"], rows);
}

function growthText(growth: readonly Growth[]): string {
  const rows = growth.flatMap(({ series, curves }) =>
    curves
      .filter(({ points }) => points.length > 1)
      .map((curve) => {
        const { points, variant } = curve;
        const largest = points.at(-1)!;
        const least = Math.min(...points.map(({ microseconds }) => microseconds));
        const perUnit = `${largest.microseconds.toPrecision(3)} µs per ${series.unit}`;
        const over = `${(largest.microseconds / least).toFixed(2)} ×`;
        const sizes = `${points[0]!.size} … ${largest.size}`;
        return [series.title, `${series.axis} ${sizes}`, variant, perUnit, over, exponent(curve).toFixed(2)];
      }),
  );
  const worst = Math.max(...rows.map((cells) => Number(cells.at(-1))));
  const verdict =
    worst <= 1.1
      ? "Nothing grows faster than the work does."
      : `Not everything is in proportion to the work: the largest exponent is ${worst}.`;
  const failures = growth.flatMap((each) => each.failures.map((failure) => `- ${failure}\n`)).join("");
  return `${verdict} The exponent is the slope of time over size in the upper part of each curve, both logarithmic: 1 is proportion.

${table(["what", "sizes", "variant", "at the largest", "over the least", "exponent"], rows)}
${failures === "" ? "" : `\nWhat could not be run:\n\n${failures}`}

![Time per unit of work over its size](growth.svg)`;
}

const side = ({ title, rows }: SideFigure): string =>
  `### ${title[0]!.toUpperCase()}${title.slice(1)}\n\n${table(
    ["", ""],
    rows.map(({ name, value }) => [name, value]),
  )}`;

/** The text of RESULTS.md. */
export function report(all: Report): string {
  const { results, growth, sides } = all;
  return `# Results

Written by \`pnpm bench\`; how it measures is in [docs/benchmarks.md](../docs/benchmarks.md). Medians of one run, in which all libraries had their turns
round by round. Absolute times are this machine's; ratios are what counts.

${setting(all)}
## Times

The fastest of each line in bold.

${overview(results)}

Waiting for their ops: ${waiting.map(({ title, needs }) => `${title} (${needs})`).join("; ")}.

## Where others are faster

By how much, against the fastest variant of tapegrad:

${losses(results)}

## Aims

${aims(results)}

## Growth

${growthText(growth)}

## Beside the workloads

${sides.map(side).join("\n\n")}

## Workload by workload

${[...results.outcomes].map(([workload, byName]) => details(workload, byName)).join("\n\n")}
`;
}
