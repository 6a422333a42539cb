// Runs the steps of a check one after the other and says which took how long. The first that fails ends it.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

/** The program of an installed package, called by path so that nothing has to be on PATH. */
export const programs = {
  biome: require.resolve("@biomejs/biome/bin/biome"),
  knip: fileURLToPath(new URL("../node_modules/knip/bin/knip.js", import.meta.url)),
  tsc: fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url)),
  vitest: fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url)),
};

/** Runs a Node program in the repository; ends the process with its status if that is not 0. */
export function step(title, args, { env = {}, cwd = root } = {}) {
  const start = performance.now();
  console.log(`\n▸ ${title}`);
  const { status, error } = spawnSync(process.execPath, args, {
    stdio: "inherit",
    cwd,
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  if (status !== 0) {
    console.error(`✗ ${title} failed`);
    process.exit(status ?? 1);
  }
  console.log(`  ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
