// `pnpm check:heavy`: what is slow, or needs tools of its own. Dead code, many generated cases, planted faults, the packed packages as
// a user gets them, bundles, browsers, newer Nodes. A check that fails does not keep the others from running; the last line counts both.
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkBrowser } from "./check-browser.mjs";
import { checkBundles } from "./check-bundles.mjs";
import { checkNode } from "./check-node.mjs";
import { checkPage } from "./check-page.mjs";
import { checkUnused } from "./check-unused.mjs";
import { packed, toolsOf } from "./pack.mjs";
import { attempt, programs, root } from "./run.mjs";

const counts = { passed: 0, failed: 0 };
const failures = [];
const temporary = mkdtempSync(join(tmpdir(), "tapegrad-results-"));

function count(title, passed, failed) {
  counts.passed += passed;
  counts.failed += failed;
  if (failed > 0) failures.push(`${title}: ${failed} failed`);
}

function check(title, args, options) {
  const good = attempt(title, args, options) === 0;
  count(title, Number(good), Number(!good));
}

/** Runs checks that install what they need; if that fails, it is one failure, and what comes after them still runs. */
async function installing(title, checks) {
  try {
    await checks();
  } catch (error) {
    console.error(error);
    count(title, 0, 1);
  }
}

/** All tests; each counts. A run that ends otherwise than its tests, say because a file does not load, is one failure more. */
function tests(title, options) {
  const results = join(temporary, "tests.json");
  rmSync(results, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  const status = attempt(title, [programs.vitest, "run", ...reporters], options);
  const { numPassedTests = 0, numFailedTests = 0 } = existsSync(results)
    ? JSON.parse(readFileSync(results, "utf8"))
    : {};
  const broken = status !== 0 && numFailedTests === 0;
  count(title, numPassedTests, numFailedTests + Number(broken));
}

/** What a user does with the packages: compile a program against their types, run it, bundle it. */
async function packages() {
  const tools = toolsOf("packed");
  const bin = (path) => join(tools, path);
  const { folder, tarballs } = packed();
  for (const tarball of tarballs) {
    const name = tarball.replace(/.*tapegrad-|-\d.*/g, "");
    check(`publint ${name}`, [bin("publint/src/cli.js"), tarball, "--strict"]);
    const attw = [
      bin("@arethetypeswrong/cli/dist/index.js"),
      "--profile",
      "esm-only",
      "--format",
      "ascii",
      "-q",
      tarball,
    ];
    check(`types of ${name} as each resolution finds them`, attw);
  }

  const compilerOptions = {
    strict: true,
    module: "NodeNext",
    target: "ES2023",
    lib: ["ES2023", "DOM"],
    types: [],
    declaration: true,
    outDir: "out",
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["user.ts"] }));
  copyFileSync(join(root, "checks/packed/user.ts"), join(folder, "user.ts"));
  check("a user's program: TypeScript 5.9", [bin("typescript-5.9/lib/tsc.js"), "-p", "."], { cwd: folder });
  check("a user's program: TypeScript 7", [bin("typescript-7/bin/tsc"), "-p", "."], { cwd: folder });
  check(`a user's program: run by Node ${process.versions.node}`, ["out/user.js"], { cwd: folder });
  const newer = [22, 24].map((version) => [version, bin(`node${version}/bin/node`)]);
  for (const [version, node] of newer)
    check(`a user's program: run by Node ${version}`, ["out/user.js"], { cwd: folder, node });

  const command = ["node_modules/@tapegrad/inspect/dist/terminal/main.js", "step", "out/user.js"];
  check("tapegrad step, on a user's program", command, { cwd: folder });

  const bundles = await checkBundles(folder);
  count("bundles", bundles.passed, bundles.failed);
  console.log("\n▸ the same program in all situations of a browser");
  const browser = await checkBrowser(folder, bundles.tools);
  count("Chromium", browser.passed, browser.failed);
  console.log("\n▸ pages that the packages write, in Chromium");
  const checks = join(folder, "pages");
  cpSync(join(root, "checks/page"), checks, { recursive: true, filter: (path) => !/node_modules$|\.json$/.test(path) });
  const pages = await checkPage(checks);
  count("pages in Chromium", pages.passed, pages.failed);
  console.log("\n▸ what core costs a process");
  const costs = checkNode(folder, [[process.versions.node, process.execPath], ...newer]);
  count("import time and memory", costs.passed, costs.failed);
  rmSync(folder, { recursive: true });

  const running = Number(process.versions.node.split(".")[0]);
  for (const [version, node] of newer) if (version !== running) tests(`the tests on Node ${version}`, { node });
}

await installing("installing what finds dead code", () => {
  const good = checkUnused() === 0;
  count("dead code", Number(good), Number(!good));
});
tests("many generated cases", { env: { TAPEGRAD_HEAVY: "1", TAPEGRAD_RUNS: process.env.TAPEGRAD_RUNS ?? "300" } });
check("wrong derivatives planted in every rule", [
  "--conditions=@tapegrad/source",
  "--import",
  "tsx",
  "scripts/mutate/main.ts",
  // Their laws take long for each of 600 faults: `pnpm mutate --ops` looks at them when they are changed.
  "--except=cholesky,triangularSolve,solve,inverse,det,slogdet,qr,eigh,svd,pinv",
]);
await installing("packing and installing the packages", packages);
rmSync(temporary, { recursive: true });

for (const failure of failures) console.error(`✗ ${failure}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;
