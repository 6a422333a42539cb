// Dead code: files, exports and dependencies that nothing uses. Part of `pnpm check:heavy`; alone: `node scripts/check-unused.mjs`.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toolsOf } from "./pack.mjs";
import { attempt } from "./run.mjs";

/** Runs knip over the repository, as knip.jsonc says; gives its status, which is 0 if everything is used. */
export function checkUnused() {
  return attempt("dead code", [join(toolsOf("unused"), "knip/bin/knip.js"), "--no-config-hints"]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = checkUnused();
