// Pages that the packages write, in Chromium: what the files in checks/page say of them. No page may ask anybody for anything or write to
// the console. Part of `pnpm check:heavy`; alone: `node scripts/check-page.mjs`, followed by words of titles to run some checks only, and
// by `--pictures FOLDER` to keep the pictures that they take.
//
// A file exports `checks`, a list of `{ title, run, faults }`. `run` gets
//   open({ html } or { file }, …)  a page of Playwright that shows it; beside them, a `screen` (below) and options of Playwright's
//                                  newContext, such as `colorScheme: "dark"`
//   audit(page, state)             looks for what keeps people from using the page, by axe; `state` says what is open on it
//   picture(page, name)            takes a picture if pictures are kept
//   fault(text)                    says that something is wrong, and goes on; so does an error that `run` throws, which ends it
// `faults` are texts: each must be part of a fault, and no fault may be without one of them. Without `faults` there must be none.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { findChromium, noChromium } from "./chromium.mjs";
import { toolsOf } from "./pack.mjs";
import { root } from "./run.mjs";

/** What a page is looked at on, in Playwright's words. */
const screens = {
  projector: { viewport: { width: 1280, height: 720 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

/** Milliseconds after which a check is given up. */
const longest = 180_000;

/** The checks of all files in a folder; a file that cannot be loaded is a check that fails. */
async function checksIn(folder) {
  const checks = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".mjs")) continue;
    try {
      const module = await import(pathToFileURL(join(folder, file)).href);
      if (!Array.isArray(module.checks)) throw new Error("it exports no list named checks");
      checks.push(...module.checks);
    } catch (error) {
      checks.push({ title: `${file} is loaded`, run: () => Promise.reject(error) });
    }
  }
  return checks;
}

/** Reports whatever the pages of a browser context do beside showing the document at `address`, and lets no request through. */
async function watch(context, address, fault) {
  const isDocument = (request) => request.isNavigationRequest() && request.url().split("#")[0] === address;
  await context.route(/.*/, (route) => (isDocument(route.request()) ? route.continue() : route.abort()));
  context.on("request", (request) => {
    if (!isDocument(request)) fault(`it asks for ${request.url()}`);
  });
  context.on("console", (message) => fault(`console.${message.type()}: ${message.text()}`));
  context.on("weberror", (webError) => fault(`not caught: ${webError.error().stack ?? webError.error()}`));
  context.on("dialog", (dialog) => {
    fault(`${dialog.type()}: ${dialog.message()}`);
    return dialog.dismiss();
  });
  context.on("page", (page) => {
    page.on("websocket", (socket) => fault(`it asks for ${socket.url()}`));
    page.on("crash", () => fault("the page crashed"));
  });
}

/** What axe finds on a page. */
async function violationsOf(page, axe) {
  await page.evaluate(axe);
  // Without `preload: false` axe itself would ask for style sheets.
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"], preload: false }));
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 5).map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`);
    return `${id}: ${help}, ${nodes.length} times\n${places.join("\n")}`;
  });
}

/** Whatever a page has begun by now has been reported once it has painted again. */
const painted = (page) =>
  page.isClosed() || page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));

/** Runs a check in a browser of its own; gives what is wrong. */
async function faultsOf({ run }, { launch, axe, pictures }) {
  const faults = [];
  const fault = (text) => void faults.push(text);
  const folder = mkdtempSync(join(tmpdir(), "tapegrad-page-"));
  const pages = [];
  let browser;

  async function open({ html, file = join(folder, `${pages.length}.html`), screen = "projector", ...options }) {
    if (screens[screen] === undefined) throw new Error(`open: there is no screen ${screen}`);
    if (html !== undefined) writeFileSync(file, html);
    const address = pathToFileURL(resolve(file)).href;
    const context = await browser.newContext({ ...screens[screen], ...options });
    await watch(context, address, fault);
    const page = await context.newPage();
    pages.push(page);
    await page.goto(address);
    return page;
  }
  async function audit(page, state) {
    for (const violation of await violationsOf(page, axe)) fault(`${state}: ${violation}`);
  }
  async function picture(page, name) {
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`) });
  }
  async function whole() {
    browser = await launch();
    await run({ open, audit, fault, picture });
    await Promise.all(pages.map(painted));
  }

  let timeout;
  const late = new Promise((_, reject) => {
    timeout = setTimeout(() => reject(new Error(`not done after ${longest / 60_000} minutes`)), longest);
  });
  try {
    await Promise.race([whole(), late]);
  } catch (error) {
    fault(`${error?.stack ?? error}`);
  } finally {
    clearTimeout(timeout);
    await browser?.close();
    rmSync(folder, { recursive: true });
  }
  return faults;
}

/** What is wrong with the faults that were found, if those with the texts `expected` must be. */
function unexpected(faults, expected = []) {
  return [
    ...faults.filter((fault) => !expected.some((text) => fault.includes(text))),
    ...expected
      .filter((text) => !faults.some((fault) => fault.includes(text)))
      .map((text) => `this was to be found and was not: ${text}`),
  ];
}

/** Runs the checks whose files lie in `folder`, those with all `words` in their titles; says how many passed. */
export async function checkPage(folder, { words = [], pictures } = {}) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const all = await checksIn(folder);
  const checks = all.filter(({ title }) => words.every((word) => title.includes(word)));
  if (checks.length === 0) return counts;
  const executablePath = findChromium();
  if (executablePath === undefined) {
    console.log(`- the pages in Chromium: skipped, ${noChromium}`);
    counts.skipped = checks.length;
    return counts;
  }
  const tools = toolsOf("page");
  const { chromium } = createRequire(join(tools, "playwright-core/package.json"))("playwright-core");
  const axe = readFileSync(join(tools, "axe-core/axe.min.js"), "utf8");
  // Beside the requests that Playwright sees there are connections made ahead of them: for those there is no host at all.
  const launch = () => chromium.launch({ executablePath, args: ["--host-resolver-rules=MAP * ~NOTFOUND"] });
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  for (const check of checks) {
    const faults = unexpected(await faultsOf(check, { launch, axe, pictures }), check.faults);
    counts[faults.length === 0 ? "passed" : "failed"] += 1;
    console.log(`${faults.length === 0 ? "✓" : "✗"} ${check.title}`);
    for (const fault of faults) console.log(`    ${fault.replaceAll("\n", "\n    ")}`);
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({ options: { pictures: { type: "string" } }, allowPositionals: true });
  build(); // the checks find the packages as the workspace links them, which is what was built
  const { passed, failed, skipped } = await checkPage(join(root, "checks/page"), { words: positionals, ...values });
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}
