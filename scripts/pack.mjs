// Packs every package, and installs the tarballs in an empty folder as a user would.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, packages } from "./build.mjs";
import { root } from "./run.mjs";

/** Runs a program that says much; what it said is shown if it fails. */
function run(title, command, args, cwd) {
  console.log(`\n▸ ${title}`);
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", cwd });
  if (status !== 0) throw new Error(`${title} failed: ${error ?? ""}\n${stdout}${stderr}`);
}

/** A new folder in which every package is installed from its tarball, and where the tarballs are. */
export function packed() {
  build();
  const folder = mkdtempSync(join(tmpdir(), "tapegrad-user-"));
  const tarballs = join(folder, "tarballs");
  mkdirSync(tarballs);
  for (const name of packages) {
    const args = ["-y", "pnpm@12", "pack", "--pack-destination", tarballs];
    run(`pack @tapegrad/${name}`, "npx", args, join(root, "packages", name));
  }
  const files = Object.fromEntries(
    packages.map((name) => [
      `@tapegrad/${name}`,
      `file:tarballs/${readdirSync(tarballs).find((file) => file.includes(`-${name}-`))}`,
    ]),
  );
  const manifest = { name: "user", private: true, type: "module", dependencies: files, overrides: files };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  run("install the tarballs", "npm", ["install", "--no-audit", "--no-fund"], folder);
  return { folder, tarballs: Object.values(files).map((file) => join(folder, file.slice("file:".length))) };
}

/** Installs the tools of `checks/NAME`, which have a lockfile of their own; says where they are. */
export function toolsOf(name, options = []) {
  const folder = join(root, "checks", name);
  run(`install checks/${name}`, "npm", ["ci", "--no-audit", "--no-fund", ...options], folder);
  return join(folder, "node_modules");
}
