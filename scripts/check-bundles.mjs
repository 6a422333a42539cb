// Bundles of small programs, built with what people bundle with from the packed packages, and run: in Node, Deno, Bun and Chromium.
// Part of `pnpm check:heavy`; alone: `node scripts/check-bundles.mjs`.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { findChromium, noChromium } from "./chromium.mjs";
import { packed, toolsOf } from "./pack.mjs";
import { root } from "./run.mjs";

// What a program prints in Node, unbundled, is what each bundle must print; that itself has to be right first.
const programs = {
  // tanh′ = sech²
  "tanh.mjs": ([slope]) => Math.abs(slope - 1 / Math.cosh(0.5) ** 2) < 1e-15,
  "train.mjs": ([first, last]) => last < first,
  "fit.mjs": ([first, last]) => last < first,
  // 256 terms of 2 × 3
  "core.mjs": ([exported]) => exported > 200,
  "threads.mjs": ([first, last]) => first === 1536 && last === 1536,
  // d(x²)/dx at 3, and the two tensors and the product between them
  "text.mjs": ([slope, tensors]) => slope === 6 && tensors === 3,
};

/**
 * Bytes, compressed, of what esbuild makes of a program. For one op and its derivatives of any order that is: the engine (the algebra with
 * its slopes, the sweep, the sums that undo broadcasting, the texts of errors), 21,000, and what writes WebAssembly for its loops (the
 * assembler, vectors, and exp, log, sin and their kin on them), 9,500, and threads, which share long loops, 2,700; what its ops say of batches, 500. All of core is 348,000 bytes before compression: 95,000
 * are ops, 35,000 jit, 69,000 kernels in JavaScript and WebAssembly, 49,000 the readers of the algebra, 17,000 of them formulas in text and LaTeX,
 * 11,000 batches, Jacobians and checkpoints, and none of it is documentation.
 */
const ceilings = { "tanh.mjs": 35_000, "core.mjs": 130_000 };

/** What a program must not carry: products, softmax, compiled functions and batches that it does not use; charts and pages where it only writes text. */
const tooMuch = {
  "tanh.mjs": /\/(?:gemm|jit|vmap)\/|\/(?:laneSimd|laneBlocks|update)\.js$/,
  "text.mjs": /node_modules\/(?:vega|d3-|katex|@dagrejs)|\/inspect\/dist\/(?:charts|page|worksheet|training)\//,
};

/** Bytes, minified, of some of a program's modules in what esbuild makes of it. The text formats are 23,000. */
const shares = { "text.mjs": { of: /\/inspect\/dist\//, most: 30_000 } };

/** Whether an import of one of Node's own modules is left in the text of a bundle. */
function needsNode(text) {
  const names = builtinModules.filter((name) => !name.startsWith("_")).join("|");
  return new RegExp(`(?:\\bfrom|\\bimport|\\bimport\\(|\\brequire\\()\\s*["'\`](?:node:[a-z]|(?:${names})["'\`])`).test(
    text,
  );
}

const isFacts = (module) => /\/facts\.js$|\.facts\.js$/.test(module);
const isOfNode = (module) => /^node:|__vite-browser-external|cli-progress/.test(module);

/** What is wrong with a bundle as it lies there. */
function faultsOf({ bundler, program, files, out, modules, error }) {
  if (error !== null) return [`${bundler} refused: ${error.trim()}`];
  const faults = [];
  const names = modules.map(({ name }) => name);
  const facts = names.filter(isFacts);
  if (facts.length > 0) faults.push(`facts of ops are in it: ${facts.join(", ")}`);
  const ofNode = names.filter(isOfNode);
  if (ofNode.length > 0) faults.push(`modules for Node are in it: ${ofNode.join(", ")}`);
  for (const file of files)
    if (needsNode(readFileSync(join(out, file), "utf8"))) faults.push(`${file} imports a module of Node`);
  const needless = names.filter((name) => tooMuch[program]?.test(name));
  if (needless.length > 0) faults.push(`it carries what it does not use: ${needless.join(", ")}`);
  const share = shares[program];
  if (share !== undefined && bundler === "esbuild") {
    const bytes = modules.reduce((sum, module) => sum + (share.of.test(module.name) ? module.bytes : 0), 0);
    if (bytes === 0 || bytes > share.most) faults.push(`${bytes} bytes of ${share.of}, not in 1 … ${share.most}`);
  }
  const size = sizeOf({ files, out });
  const ceiling = ceilings[program];
  if (ceiling !== undefined && bundler === "esbuild" && size > ceiling) {
    const largest = [...modules].sort((a, b) => b.bytes - a.bytes).slice(0, 12);
    const list = largest.map(
      ({ name, bytes }) => `${String(bytes).padStart(7)} ${name.replace(/.*node_modules\//, "")}`,
    );
    faults.push(`${size} bytes compressed, more than ${ceiling}. Most of it, before compression:\n${list.join("\n")}`);
  }
  return faults;
}

const sizeOf = ({ files, out }) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(out, file)), { level: 9 }).length, 0);

/** The numbers a run printed, or what it said instead. */
function printed({ status, stdout, stderr, error }) {
  const line = stdout?.split("\n").find((text) => text.startsWith("["));
  if (status !== 0 || line === undefined) return { fault: `${error ?? stderr}`.trim() || `it printed ${stdout}` };
  return { numbers: JSON.parse(line) };
}

const run = (command, args, options = {}) =>
  spawnSync(command, args, { encoding: "utf8", timeout: 60_000, ...options });

/** The program at `path` in the one package of `scope` that was made for this machine, or why it cannot be run here. */
function runtime(title, scope, path, args, env) {
  const made = existsSync(scope) ? readdirSync(scope)[0] : undefined;
  if (made === undefined) return { title, reason: "its packages have none for this machine" };
  const file = join(scope, made, path);
  const options = { env: { ...process.env, ...env } };
  const found = run(file, ["--version"], options);
  if (found.status !== 0) return { title, reason: String(found.error ?? found.stderr).trim() };
  return { title, run: (program) => printed(run(file, [...args, program], options)) };
}

/** What a page shows once it has loaded, by a Chromium that talks to nobody but this machine. */
async function inChromium(chromium, folder, page) {
  const profile = mkdtempSync(join(tmpdir(), "tapegrad-chromium-"));
  const server = createServer((request, response) => {
    const file = join(folder, new URL(request.url, "http://127.0.0.1").pathname);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.setHeader("content-type", file.endsWith(".html") ? "text/html" : "text/javascript");
    return response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const flags = [
      ..."headless no-sandbox disable-gpu disable-quic no-first-run disable-sync".split(" "),
      ..."disable-background-networking disable-component-update dump-dom".split(" "),
      `user-data-dir=${profile}`,
    ];
    const url = `http://127.0.0.1:${server.address().port}/${page}`;
    const child = spawn(chromium, [...flags.map((flag) => `--${flag}`), url], { timeout: 60_000 });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => (stdout += data));
    child.stderr.on("data", (data) => (stderr += data));
    const status = await new Promise((resolve) => {
      child.on("error", () => resolve(-1));
      child.on("close", resolve);
    });
    return printed({ status, stdout: /<body>(.*?)<\/body>/s.exec(stdout)?.[1]?.trim() ?? stdout, stderr });
  } finally {
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Builds and runs all bundles from packages installed in `folder`; says how many checks passed and failed, and where the bundlers are. */
export async function checkBundles(folder) {
  // No install scripts: bun's and deno's only look for the binary that came with the packages.
  const tools = toolsOf("bundles", ["--ignore-scripts"]);
  const counts = { passed: 0, failed: 0, skipped: 0, tools };
  const judge = (title, faults) => {
    counts[faults.length === 0 ? "passed" : "failed"] += 1;
    console.log(
      `${faults.length === 0 ? "✓" : "✗"} ${title}${faults.map((fault) => `\n    ${fault.replaceAll("\n", "\n    ")}`).join("")}`,
    );
  };
  const skip = (title, reason) => {
    counts.skipped += 1;
    console.log(`- ${title}: skipped, ${reason}`);
  };

  const expected = {};
  for (const [program, isRight] of Object.entries(programs)) {
    copyFileSync(join(root, "checks/bundles", program), join(folder, program));
    const { numbers, fault } = printed(run(process.execPath, [join(folder, program)]));
    judge(
      `${program}, not bundled: ${JSON.stringify(numbers)}`,
      fault ? [fault] : isRight(numbers) ? [] : ["not what it must be"],
    );
    expected[program] = numbers;
  }
  // Other engines may round Math.exp and its kin otherwise in the last place; 20 steps in float32 do not make 1e-5 of that.
  const compare = ({ numbers, fault }, program, tolerance) => {
    if (fault !== undefined) return [fault];
    const close = expected[program]?.every((value, i) => Math.abs(numbers[i] - value) <= tolerance * Math.abs(value));
    return close ? [] : [`${JSON.stringify(numbers)} instead of ${JSON.stringify(expected[program])}`];
  };

  const build = run(process.execPath, [join(root, "checks/bundles/bundle.mjs"), folder, ...Object.keys(programs)], {
    stdio: "inherit",
    timeout: 300_000,
  });
  if (build.status !== 0) {
    judge("bundle.mjs", [`it ended with ${build.status}`]);
    return counts;
  }
  const bundles = JSON.parse(readFileSync(join(folder, "bundles.json"), "utf8"));
  const mainFile = ({ out, files, program }) => {
    const name = program.slice(0, -".mjs".length);
    return join(out, files.find((file) => file.includes(name)) ?? files.find((file) => file.startsWith("main")));
  };
  for (const bundle of bundles) {
    const { program, bundler, files } = bundle;
    judge(
      `${program} by ${bundler}${files.length > 0 ? `: ${sizeOf(bundle)} bytes compressed` : ""}`,
      faultsOf(bundle),
    );
    if (files.length === 0) continue;
    judge(
      `${program} by ${bundler}, run by Node`,
      compare(printed(run(process.execPath, [mainFile(bundle)])), program, 0),
    );
  }

  // Elsewhere one bundle of each program, and the program as it is, which finds the packages by their exports.
  const runtimes = [
    runtime("Deno", join(tools, "@deno"), "deno", ["run", "--no-remote", "--node-modules-dir=manual"], {
      DENO_NO_UPDATE_CHECK: "1",
      DENO_DIR: join(folder, "deno"),
    }),
    runtime("Bun", join(tools, "@oven"), "bin/bun", ["run"], { DO_NOT_TRACK: "1" }),
  ];
  const chromium = findChromium();
  for (const program of Object.keys(programs)) {
    const bundle = bundles.find((each) => each.program === program && each.bundler === "esbuild");
    for (const { title, reason, run } of runtimes) {
      if (reason !== undefined) {
        skip(`${program}, run by ${title}`, reason);
        continue;
      }
      judge(`${program}, not bundled, run by ${title}`, compare(run(join(folder, program)), program, 1e-5));
      const built = bundle.files.length > 0;
      judge(
        `${program} by esbuild, run by ${title}`,
        built ? compare(run(mainFile(bundle)), program, 1e-5) : ["there is no bundle"],
      );
    }
    // What Chromium shows is read when the page has loaded, which a program that waits outlives; one that shows nothing is not for it.
    if (program === "fit.mjs" || program === "threads.mjs" || program === "core.mjs") continue;
    const page = bundles.find((each) => each.program === program && each.bundler === "vite");
    const title = `${program} by vite, run by Chromium`;
    if (chromium === undefined) skip(title, noChromium);
    else if (page.files.length === 0) judge(title, ["there is no bundle"]);
    else judge(title, compare(await inChromium(chromium, page.out, program.replace(".mjs", ".html")), program, 1e-5));
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { folder } = packed();
  const { passed, failed, skipped } = await checkBundles(folder);
  rmSync(folder, { recursive: true });
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}
