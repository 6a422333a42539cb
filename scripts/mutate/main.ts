import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { equivalents } from "./equivalent.ts";
import { report } from "./report.ts";
import { runMutants } from "./run.ts";

// `pnpm mutate`: plants wrong derivatives in every rule of every op, and reports which the laws catch. `--ops tanh,matmul` looks at
// some ops only. Fails if a mutant survives that is not proved equivalent.

const { values } = parseArgs({ options: { ops: { type: "string" }, workers: { type: "string", default: "2" } } });
const start = performance.now();
const trials = await runMutants({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  workers: Number(values.workers),
  ...(values.ops === undefined ? {} : { ops: values.ops.split(",") }),
});
const { text, ok } = report(trials, equivalents, values.ops === undefined);
console.log(`${text}\n${((performance.now() - start) / 1000).toFixed(0)} s`);
process.exitCode = ok ? 0 : 1;
