import { parseArgs } from "node:util";
import { equivalents } from "./equivalent.ts";
import { report } from "./report.ts";
import { runMutants } from "./run.ts";

// `pnpm mutate`: plants wrong derivatives in every rule and slope of every op and in the code that they share, and reports which the laws
// and the tests catch. `--ops tanh,matmul` looks at some ops only, `--except svd,qr` leaves some out. Fails if a mutant survives that is not proved equivalent.

const { values } = parseArgs({
  options: { ops: { type: "string" }, except: { type: "string" }, workers: { type: "string", default: "2" } },
});
const start = performance.now();
const trials = await runMutants({
  workers: Number(values.workers),
  ...(values.ops === undefined ? {} : { ops: values.ops.split(",") }),
  ...(values.except === undefined ? {} : { except: values.except.split(",") }),
});
const { text, ok } = report(trials, equivalents, values.ops === undefined);
console.log(`${text}\n${((performance.now() - start) / 1000).toFixed(0)} s`);
process.exitCode = ok ? 0 : 1;
