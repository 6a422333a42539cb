// Writes what pages run: the browser code of each, bundled, with its style sheet, as strings that a program can put into a page.
// `node scripts/generate-pages.mjs` writes the files; with `--check` it fails if one of them is not what it would write.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path/posix";
import { buildSync } from "esbuild";
import { programs, root } from "./run.mjs";

const check = process.argv.includes("--check");

/** Where the sources of each page are, and the file made of them. */
const pages = [
  { sources: "packages/inspect/src/training/browser", target: "packages/inspect/src/training/pageAssets.ts" },
];

function bundled(entryPoint) {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2023",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  // An end tag within a string would end the element that the text stands in.
  return outputFiles[0].text.trim().replaceAll(/<\/(script|style)/gi, "<\\/$1");
}

function assets(sources) {
  const texts = [
    ["style", "The style sheet of the page.", bundled(join(sources, "style.css"))],
    ["script", "What the page runs.", bundled(join(sources, "main.ts"))],
  ];
  const lines = texts.map(([name, doc, text]) => {
    const hash = `sha256-${createHash("sha256").update(text).digest("base64")}`;
    return `/** ${doc} */
export const ${name}: string = ${JSON.stringify(text)};
/** By which the page's security policy knows it. */
export const ${name}Hash: string = "${hash}";
`;
  });
  return `// Generated from browser/ by \`pnpm generate\`; do not edit.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code has templates of its own.
${lines.join("")}`;
}

function formatted(text, path) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [programs.biome, "format", `--stdin-file-path=${path}`],
    { input: text, encoding: "utf8", cwd: root, maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`${path}: ${stderr}`);
  return stdout;
}

let stale = 0;
for (const { sources, target } of pages) {
  const path = join(root, target);
  const wanted = formatted(assets(sources), path);
  let is = "";
  try {
    is = readFileSync(path, "utf8");
  } catch {
    // not there yet
  }
  if (is === wanted) continue;
  stale++;
  if (check) console.error(`${target} is stale. Run: pnpm generate`);
  else writeFileSync(path, wanted);
}
if (check && stale > 0) process.exitCode = 1;
else console.log(`${stale} of ${pages.length} pages ${check ? "stale" : "written"}`);
