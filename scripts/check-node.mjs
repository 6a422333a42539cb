// What core costs a Node process: how long its import takes, and how much memory a long training holds. Part of `pnpm check:heavy`;
// alone, with this Node only: `node scripts/check-node.mjs`.
import { spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packed } from "./pack.mjs";
import { root } from "./run.mjs";

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Milliseconds that an import may take, twice the aim, since a busy machine is no fault; and MB that a training may hold. */
const [mostTime, mostMemory] = [80, 400];
/**
 * MB by which memory may grow from the 200th of 2,000 steps on. A step allocates 4 MB, of which a leak would leave thousands; what is
 * allowed is how much later the collector may come.
 */
const mostGrowth = 60;

function run(node, file, args = []) {
  const { status, stdout, stderr, error } = spawnSync(node, [file, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${file} ended with ${status}: ${error ?? stderr}`);
  return stdout === "" ? null : JSON.parse(stdout);
}

/** Of starts in turn with those of an empty process, so that both meet the same machine. */
function importTime(node, folder) {
  const [empty, whole, importing] = [[], [], []];
  for (let round = 0; round < 21; round++) {
    for (const [file, times] of [
      ["empty.mjs", empty],
      ["importing.mjs", whole],
    ]) {
      const start = performance.now();
      const spent = run(node, join(folder, file));
      times.push(performance.now() - start);
      if (spent !== null) importing.push(spent);
    }
  }
  return { processor: median(importing), clock: median(whole) - median(empty) };
}

/** Checks packages installed in `folder` on each Node, `[version, path]`; says how many checks passed and failed. */
export function checkNode(folder, nodes) {
  const counts = { passed: 0, failed: 0 };
  const judge = (title, good) => {
    counts[good ? "passed" : "failed"] += 1;
    console.log(`${good ? "✓" : "✗"} ${title}`);
  };
  const sources = join(root, "checks/node");
  for (const file of readdirSync(sources)) copyFileSync(join(sources, file), join(folder, file));
  for (const [version, node] of nodes) {
    const { processor, clock } = importTime(node, folder);
    judge(
      `Node ${version}: importing core takes ${processor.toFixed(1)} ms of the processor ` +
        `(${clock.toFixed(1)} by the clock, over an empty process), at most ${mostTime}`,
      processor <= mostTime,
    );
    for (const how of ["eager", "jit"]) {
      const sizes = run(node, join(folder, "memory.mjs"), [how, "2000"]);
      const [first, ...later] = sizes;
      const good = Math.max(...sizes) < mostMemory && Math.max(...later) <= first + mostGrowth;
      judge(`Node ${version}: 2,000 steps of 784-512-10, ${how}, hold ${sizes.join(", ")} MB, every 200 steps`, good);
    }
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { folder } = packed();
  const { passed, failed } = checkNode(folder, [[process.versions.node, process.execPath]]);
  rmSync(folder, { recursive: true });
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
