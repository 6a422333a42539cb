// `pnpm bench`: builds the packages and measures what users run, the built files; a loader's transformation would be measured too.
import { build } from "./build.mjs";
import { step } from "./run.mjs";

const args = process.argv.slice(2);
if (!args.some((arg) => ["--built", "--help", "--list"].includes(arg))) build();
step("benchmarks", ["--import", "tsx", "benchmarks/src/main.ts", ...args]);
