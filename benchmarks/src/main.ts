// `pnpm bench`: see `commandLine.ts`.
import { loadavg } from "node:os";
import { chosen, readSettings, type Settings } from "./commandLine.ts";
import { calibrationLoop, contestants } from "./contestants.ts";
import { measureInRounds } from "./rounds.ts";
import { printTables } from "./table.ts";
import { workloads } from "./workloads.ts";

async function main(settings: Settings): Promise<void> {
  const all = contestants(settings);
  const inQuick = all.filter(({ command }) => command.program === settings.node);
  const asked = chosen(settings.quick && settings.libraries === null ? inQuick : all, settings.libraries);
  const tasks = chosen(workloads, settings.only);
  if (settings.list) {
    console.log(`workloads: ${tasks.map(({ name }) => name).join(", ")}`);
    console.log(`libraries: ${asked.map(({ name }) => name).join(", ")}`);
    return;
  }
  const results = await measureInRounds({
    workloads: tasks,
    contestants: asked,
    calibration: calibrationLoop(settings),
    rounds: settings.rounds,
    milliseconds: settings.quick ? 50 : 150,
    onProgress: (text) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`),
  });
  printTables(results);
  console.log(
    `load average at the end: ${loadavg()
      .map((load) => load.toFixed(2))
      .join(" ")}`,
  );
}

const settings = readSettings(process.argv.slice(2));
if (settings !== null) await main(settings);
