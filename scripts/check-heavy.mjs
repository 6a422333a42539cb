// `pnpm check:heavy`: what is slow. Many generated cases, long runs, the packed packages as a user gets them, a newer Node.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, packages } from "./build.mjs";
import { programs, root, step } from "./run.mjs";

function run(title, command, args, cwd) {
  console.log(`\n▸ ${title}`);
  const { status } = spawnSync(command, args, { stdio: "inherit", cwd });
  if (status === 0) return;
  console.error(`✗ ${title} failed`);
  process.exit(status ?? 1);
}

const counted = ["--reporter=default", "--reporter=json"];
const results = mkdtempSync(join(tmpdir(), "tapegrad-results-"));
step("many generated cases", [programs.vitest, "run", ...counted, `--outputFile.json=${join(results, "heavy.json")}`], {
  env: { TAPEGRAD_HEAVY: "1", TAPEGRAD_RUNS: process.env.TAPEGRAD_RUNS ?? "300" },
});

step("wrong derivatives planted in every rule", [
  "--conditions=@tapegrad/source",
  "--import",
  "tsx",
  "scripts/mutate/main.ts",
]);

const tools = join(root, "checks/packed");
run("install what checks packages", "npm", ["ci", "--no-audit", "--no-fund"], tools);
const bin = (path) => join(tools, "node_modules", path);
const node24 = bin("node24/bin/node");

build();

// Pack, and install into an empty folder, as a user would.
const folder = mkdtempSync(join(tmpdir(), "tapegrad-user-"));
const tarballs = join(folder, "tarballs");
mkdirSync(tarballs);
for (const name of packages) {
  run(
    `pack @tapegrad/${name}`,
    "npx",
    ["-y", "pnpm@12", "pack", "--pack-destination", tarballs],
    join(root, "packages", name),
  );
}
const files = Object.fromEntries(
  packages.map((name) => [
    `@tapegrad/${name}`,
    `file:tarballs/${readdirSync(tarballs).find((file) => file.includes(`-${name}-`))}`,
  ]),
);
for (const [name, file] of Object.entries(files))
  step(`publint ${name}`, [bin("publint/src/cli.js"), join(folder, file.slice(5)), "--strict"]);
const manifest = { name: "user", private: true, type: "module", dependencies: files, overrides: files };
writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
writeFileSync(
  join(folder, "tsconfig.json"),
  JSON.stringify({
    compilerOptions: {
      strict: true,
      module: "NodeNext",
      target: "ES2023",
      lib: ["ES2023", "DOM"],
      types: [],
      declaration: true,
      outDir: "out",
    },
    files: ["user.ts"],
  }),
);
copyFileSync(join(tools, "user.ts"), join(folder, "user.ts"));
run("install the tarballs", "npm", ["install", "--no-audit", "--no-fund"], folder);
step("a user's program: TypeScript 5.9", [bin("typescript-5.9/lib/tsc.js"), "-p", "."], { cwd: folder });
step("a user's program: TypeScript 7", [bin("typescript-7/bin/tsc"), "-p", "."], { cwd: folder });
step("a user's program: run", ["out/user.js"], { cwd: folder });
run("a user's program: run by Node 24", node24, ["out/user.js"], folder);
rmSync(folder, { recursive: true });

const again = join(results, "node24.json");
run("the tests on Node 24", node24, [programs.vitest, "run", ...counted, `--outputFile.json=${again}`], root);

// What both runs counted, on the last line.
let [passed, failed] = [0, 0];
for (const file of readdirSync(results)) {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(join(results, file), "utf8"));
  passed += numPassedTests;
  failed += numFailedTests;
}
rmSync(results, { recursive: true });
console.log(`\n${passed} passed, ${failed} failed`);
