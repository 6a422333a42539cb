// One program in Chromium, in all the situations that decide which kernels run: with cross-origin isolation (threads) and without, under
// policies that allow no code to be made, and in a worker. Part of `pnpm check:heavy`; alone: `node scripts/check-browser.mjs`.
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium, noChromium } from "./chromium.mjs";
import { packed, toolsOf } from "./pack.mjs";
import { root } from "./run.mjs";

const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const policy = (sources) => ({ "content-security-policy": `default-src 'self'; script-src 'self' ${sources}` });

/** The first is what the others are compared with. `kernels`: are there emitted ones; `threads`: how many there are if two are asked for. */
const situations = {
  isolated: { headers: isolation, kernels: true, threads: 2 },
  "in a worker": { headers: isolation, kernels: true, threads: 2, query: "?worker" },
  "not isolated": { headers: {}, kernels: true, threads: 1 },
  "not isolated, in a worker": { headers: {}, kernels: true, threads: 1, query: "?worker" },
  "isolated, a policy with 'wasm-unsafe-eval' and no blobs": {
    headers: { ...isolation, ...policy("'wasm-unsafe-eval'") },
    kernels: true,
    threads: 1,
  },
  "a strict policy": { headers: policy(""), kernels: false, threads: 1 },
  "isolated, a strict policy": { headers: { ...isolation, ...policy("") }, kernels: false, threads: 1 },
};

/**
 * JavaScript's kernels add in float64, the emitted products in float32: 784 terms differ by at most 784 × 2⁻²⁴ of the sum of their
 * magnitudes, in practice by far less. Adam divides gradients by their size, so parameters whose gradient is almost 0 may differ by a
 * step: 1e-3 each.
 */
const bound = (name) => (name.includes("parameter") ? 4 * 1e-3 : 1e-4);

function faultsOf({ kernels, threads }, outcome, expected) {
  if (outcome.fault !== undefined) return [outcome.fault, ...(outcome.notes ?? [])];
  const faults = [...outcome.faults];
  const notes = outcome.notes.filter((note) => note.startsWith("tapegrad"));
  const others = outcome.notes.filter((note) => !note.startsWith("tapegrad"));
  if (notes.length !== (kernels ? 0 : 1)) faults.push(`${notes.length} notes: ${notes.join("; ")}`);
  if (others.length > 0) faults.push(`other words in the console: ${others.join("; ")}`);
  for (const run of outcome.runs) {
    const wanted = Math.min(run.threads, threads);
    if (run.ready !== wanted) faults.push(`${run.ready} threads instead of ${wanted}`);
    for (const [name, { bits, samples }] of Object.entries(run.results)) {
      const reference = expected.runs[0].results[name];
      const error = Math.max(...samples.map((value, i) => Math.abs(value - reference.samples[i]))) / reference.largest;
      const good = kernels ? bits === reference.bits : error <= bound(name);
      if (!good)
        faults.push(
          `${name}, ${run.threads} threads: ${kernels ? "other bits" : "too far"}, at most ${error} of the largest`,
        );
    }
  }
  return faults;
}

/** Opens a page of a server that is nowhere but on this machine, and gives what the page sends back. */
async function visited(chromium, folder, { headers, query = "" }) {
  const profile = mkdtempSync(join(tmpdir(), "tapegrad-chromium-"));
  let received;
  const outcome = new Promise((resolve) => {
    received = resolve;
  });
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://127.0.0.1").pathname;
    if (request.method === "POST") {
      let body = "";
      for await (const part of request) body += part;
      response.end();
      return received(JSON.parse(body));
    }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (path === "/") {
      response.setHeader("content-type", "text/html");
      return response.end('<!doctype html><meta charset="utf-8"><script type="module" src="./page.js"></script>');
    }
    if (!existsSync(join(folder, path))) return response.writeHead(404).end();
    response.setHeader("content-type", "text/javascript");
    return response.end(readFileSync(join(folder, path)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const flags = [
    ..."headless no-sandbox disable-gpu disable-quic no-first-run disable-sync".split(" "),
    ..."disable-background-networking disable-component-update remote-debugging-port=0".split(" "),
    `user-data-dir=${profile}`,
  ];
  const url = `http://127.0.0.1:${server.address().port}/${query}`;
  const child = spawn(chromium, [...flags.map((flag) => `--${flag}`), url], { stdio: "ignore" });
  const ended = new Promise((resolve) => {
    child.on("error", resolve);
    child.on("close", resolve);
  });
  const timeout = setTimeout(() => received({ fault: "the page sent nothing within three minutes" }), 180_000);
  try {
    return await Promise.race([outcome, ended.then(() => ({ fault: "Chromium ended before the page was done" }))]);
  } finally {
    clearTimeout(timeout);
    child.kill();
    await ended;
    server.close();
    server.closeAllConnections();
    removeProfile(profile);
  }
}

/** What Chromium started may still be writing to it, and nobody waits for that: the folder is one for temporary files. */
function removeProfile(profile) {
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  } catch (error) {
    if (error.code !== "ENOTEMPTY") throw error;
  }
}

/** Runs all situations with packages installed in `folder` and esbuild from `tools`; says how many passed. */
export async function checkBrowser(folder, tools) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const chromium = findChromium();
  if (chromium === undefined) {
    console.log(`- the program in Chromium: skipped, ${noChromium}`);
    counts.skipped = Object.keys(situations).length;
    return counts;
  }
  const sources = join(root, "checks/browser");
  for (const file of readdirSync(sources)) copyFileSync(join(sources, file), join(folder, file));
  const esbuild = createRequire(join(tools, "esbuild/package.json"))("esbuild");
  const out = join(folder, "browser");
  const entryPoints = ["page.mjs", "worker.mjs"];
  const options = {
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    logLevel: "warning",
  };
  await esbuild.build({ absWorkingDir: folder, entryPoints, outdir: out, ...options });
  let expected;
  for (const [title, situation] of Object.entries(situations)) {
    const outcome = await visited(chromium, out, situation);
    expected ??= outcome;
    const faults = faultsOf(situation, outcome, expected.fault === undefined ? expected : outcome);
    counts[faults.length === 0 ? "passed" : "failed"] += 1;
    console.log(`${faults.length === 0 ? "✓" : "✗"} Chromium, ${title}`);
    for (const { ready, eager, jit } of outcome.runs ?? [])
      console.log(
        `    a step of 784-512-10, batch 128, Adam, ${ready} ${ready === 1 ? "thread" : "threads"}: ` +
          `${eager.toFixed(1)} ms, jit ${jit.toFixed(1)} ms`,
      );
    for (const fault of faults) console.log(`    ${fault.replaceAll("\n", "\n    ")}`);
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tools = toolsOf("bundles", ["--ignore-scripts"]);
  const { folder } = packed();
  const { passed, failed, skipped } = await checkBrowser(folder, tools);
  rmSync(folder, { recursive: true });
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}
