// `pnpm changeset`: changesets, as docs/releasing.md says. It stays at 2: version 3 needs Node 22.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { toolsOf } from "./pack.mjs";
import { root } from "./run.mjs";

const cli = join(toolsOf("release"), "@changesets/cli/bin.js");
process.exitCode =
  spawnSync(process.execPath, [cli, ...process.argv.slice(2)], { stdio: "inherit", cwd: root }).status ?? 1;
