// What 2,000 training steps of 784-512-10 leave in memory: `memory.ts VARIANT…`, a process of its own. Prints the resident megabytes after the
// 200th and after the last step.
import { prepare } from "../library.ts";
import { workloads } from "../workloads.ts";
import { load } from "./library.ts";

const { task } = workloads.find(({ name }) => name === "step-784-512-10")!;
const { run } = prepare((await load(process.argv.slice(2))).programs, task)!;

const megabytes: number[] = [];
for (let step = 1; step <= 2000; step++) {
  await run();
  if (step === 200 || step === 2000) megabytes.push(Math.round(process.memoryUsage.rss() / 1e6));
}
console.log(JSON.stringify(megabytes));
process.exit(); // threads would keep it alive
