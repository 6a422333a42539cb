// `pnpm build`: ECMAScript modules and declarations of every package, in dist/, in the order in which they need each other.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { programs, root, step } from "./run.mjs";

export const packages = ["core", "optim", "data", "nn", "gradcheck"];

export function build() {
  for (const name of packages) {
    rmSync(`${root}packages/${name}/dist`, { recursive: true, force: true });
    step(`build @tapegrad/${name}`, [programs.tsc, "-p", `packages/${name}`]);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
