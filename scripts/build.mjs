// `pnpm build`: ECMAScript modules and declarations of every package, in dist/, in the order in which they need each other.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { programs, root, step } from "./run.mjs";

export const packages = ["core", "optim", "data", "nn", "gradcheck", "inspect"];

/**
 * Core in few files, for Node and its like, which take 0.3 ms to find and load each: 300 of them are 90 ms at the start of every
 * process, these 15. Bundlers get the many, of which they can leave out more.
 */
function buildForNode() {
  const dist = join(root, "packages/core/dist");
  buildSync({
    absWorkingDir: dist,
    entryPoints: ["index.js", "functional.js", "facts.js"],
    outdir: "node",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
  });
}

export function build() {
  for (const name of packages) {
    rmSync(`${root}packages/${name}/dist`, { recursive: true, force: true });
    step(`build @tapegrad/${name}`, [programs.tsc, "-p", `packages/${name}`]);
    if (name === "core") buildForNode();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
