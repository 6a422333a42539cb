// `pnpm bench`: builds the packages and measures what users run, the built files; a loader's transformation would be measured too.
import { build } from "./build.mjs";
import { step } from "./run.mjs";

build();
step("benchmarks", ["--expose-gc", "--import", "tsx", "benchmarks/src/main.ts"]);
