// `pnpm bench`: see `commandLine.ts`.
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { baselineOf, printComparison, readBaseline, saveBaseline } from "./baseline.ts";
import { chosen, readSettings, type Settings } from "./commandLine.ts";
import { type Contestant, calibrationLoop, contestants } from "./contestants.ts";
import { exponent, type Growth, growthOf, growthWorkloads } from "./growth.ts";
import { memory } from "./memory.ts";
import { plot } from "./plot.ts";
import { report } from "./report.ts";
import { measureInRounds, type Results } from "./rounds.ts";
import { sizes } from "./size.ts";
import { startup } from "./startup.ts";
import { printTables } from "./table.ts";
import { type Workload, workloads } from "./workloads.ts";

const load = (): string => loadavg()[0]!.toFixed(2);

function measure(settings: Settings, tasks: readonly Workload[], who: readonly Contestant[], milliseconds: number) {
  const onProgress = (text: string) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
  const calibration = calibrationLoop(settings);
  return measureInRounds({
    workloads: tasks,
    contestants: who,
    calibration,
    rounds: settings.rounds,
    milliseconds,
    onProgress,
  });
}

async function measureGrowth(settings: Settings, who: readonly Contestant[]): Promise<Growth[]> {
  const bySeries = growthWorkloads();
  const onOneThread = who.filter(({ name }) => isTapegrad(name) && name.endsWith("-1"));
  const results = await measure({ ...settings, rounds: 3 }, [...bySeries.values()].flat(), onOneThread, 100);
  return growthOf(bySeries, results);
}

function printGrowth(growth: readonly Growth[]): void {
  for (const { series, curves, failures } of growth) {
    for (const curve of curves) {
      const times = curve.points.map(({ size, microseconds }) => `${size}: ${microseconds.toPrecision(3)}`);
      console.log(`\n${series.title}, ${curve.variant}: µs per ${series.unit}\n  ${times.join(", ")}`);
      if (times.length > 1) console.log(`  time ~ ${series.axis} ^ ${exponent(curve).toFixed(2)} in the upper part`);
    }
    for (const failure of failures) console.log(failure);
  }
}

/** A full run: everything there is to measure, and RESULTS.md. */
async function writeResults(settings: Settings, results: Results, before: string): Promise<void> {
  const contestants = results.participants.map(({ contestant }) => contestant);
  const growth = await measureGrowth(settings, contestants);
  const size = await sizes();
  const hasPython = results.participants.some(({ contestant }) => contestant.command.program === settings.python);
  const sides = [
    startup(settings.node, hasPython ? settings.python : null, 11),
    ...(size === null ? [] : [size]),
    memory(settings.node, results.participants),
  ];
  const folder = new URL("../", import.meta.url);
  writeFileSync(new URL("growth.svg", folder), plot(growth));
  writeFileSync(new URL("RESULTS.md", folder), report({ results, growth, sides, load: [before, load()] }));
  console.log("benchmarks/RESULTS.md is written");
}

const isTapegrad = (name: string): boolean => name.startsWith("tapegrad-");

async function main(settings: Settings): Promise<void> {
  const { mode, quick, libraries, only } = settings;
  const all = contestants(settings);
  const tasks = chosen(workloads, only);
  if (mode === "list") {
    console.log(`workloads: ${workloads.map(({ name }) => name).join(", ")}`);
    console.log(`libraries: ${all.map(({ name }) => name).join(", ")}`);
  } else if (mode === "growth") printGrowth(await measureGrowth(settings, chosen(all, libraries)));
  else if (mode === "measure") {
    const before = load();
    const inJavaScript = all.filter(({ command }) => command.program !== settings.python);
    const who = chosen(quick && libraries === null ? inJavaScript : all, libraries);
    const results = await measure(settings, tasks, who, quick ? 30 : 150);
    printTables(results);
    console.log(
      `load average ${before} before, ${load()} after; calibration loop ± ${(results.unrest * 100).toFixed(0)} %`,
    );
    if (!quick && libraries === null && only === null) await writeResults(settings, results, before);
  } else {
    const baseline = baselineOf(
      await measure(
        settings,
        tasks,
        all.filter(({ name }) => isTapegrad(name)),
        100,
      ),
    );
    if (mode === "save-baseline") saveBaseline(baseline);
    else if (printComparison(readBaseline(), baseline) > 0) process.exitCode = 1;
  }
}

const settings = readSettings(process.argv.slice(2));
if (settings !== null) await main(settings);
