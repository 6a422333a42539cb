// Runs the steps of a check one after the other and says which took how long.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

/** The program of an installed package, called by path so that nothing has to be on PATH. */
export const programs = {
  biome: require.resolve("@biomejs/biome/bin/biome"),
  tsc: fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url)),
  vitest: fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url)),
};

/** Runs a Node program in the repository and returns its status; `node` is another Node's binary. */
export function attempt(title, args, { env = {}, cwd = root, node = process.execPath } = {}) {
  const start = performance.now();
  console.log(`\n▸ ${title}`);
  const { status, error } = spawnSync(node, args, { stdio: "inherit", cwd, env: { ...process.env, ...env } });
  if (error) console.error(error.message);
  if (status !== 0) console.error(`✗ ${title} failed`);
  console.log(`  ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return status ?? 1;
}

/** Like {@link attempt}, but ends the process with the program's status if that is not 0. */
export function step(title, args, options) {
  const status = attempt(title, args, options);
  if (status !== 0) process.exit(status);
}
