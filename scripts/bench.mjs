// `pnpm bench`: builds the packages and measures what users run, the built files; a loader's transformation would be measured too. The other
// libraries in JavaScript are installed here, and by nothing else.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { build } from "./build.mjs";
import { root, step } from "./run.mjs";

/** Installs the other libraries if they are not, or are not those of the lockfile. Without them there is less to measure. */
function installPeers() {
  const folder = `${root}benchmarks/peers/`;
  const [wanted, installed] = [`${folder}package-lock.json`, `${folder}node_modules/.package-lock.json`];
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  console.log("\n▸ install benchmarks/peers");
  const args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
  const { status, error, stderr } = spawnSync("npm", args, { encoding: "utf8", cwd: folder });
  if (status !== 0) console.error(`The other libraries cannot be installed: ${error ?? stderr}`);
}

const args = process.argv.slice(2);
const has = (...options) => options.some((option) => args.includes(option));
const onlyTapegrad = has("--quick", "--growth", "--compare", "--save-baseline");
if (!has("--help", "--list")) {
  if (!has("--built")) build();
  if (!onlyTapegrad) installPeers();
}
step("benchmarks", ["--import", "tsx", "benchmarks/src/main.ts", ...args]);
