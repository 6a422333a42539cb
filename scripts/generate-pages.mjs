// Bundles the code and the styles of the pages that inspect writes into texts, so that a program can write a page without a bundler:
// each folder packages/inspect/src/*/browser, which has main.ts and one style sheet, becomes a file browser.generated.ts beside it.
// `node scripts/generate-pages.mjs` writes the files; with `--check` it fails if one of them is not what it would write.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { root } from "./run.mjs";

const check = process.argv.includes("--check");

/** What a page's Content-Security-Policy calls a text that it has within it. */
const hashOf = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

function bundled(file, options) {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    ...options,
  });
  return outputFiles[0].text.trim();
}

/** The licence of dagre asks to be wherever its code is. */
const licence = readFileSync(
  join(root, "packages/inspect/node_modules/@dagrejs/dagre/dist/dagre.esm.js.LEGAL.txt"),
  "utf8",
)
  .replace("/*\n@license\n", "/*! dagre, MIT license:\n")
  .replace(/\*\/[\s\S]*$/, "*/\n");

function generated(folder) {
  const path = join(root, folder);
  const style = readdirSync(path).find((name) => name.endsWith(".css"));
  const code = bundled(join(path, "main.ts"), { format: "iife", target: "es2022", conditions: ["@tapegrad/source"] });
  const texts = {
    script: code.includes("rankdir") ? `${licence}${code}` : code,
    style: bundled(join(path, style), { target: "es2022" }),
  };
  const parts = Object.entries(texts).map(([name, text]) => {
    if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${folder}: ${name} would end the element it stands in`);
    return `export const ${name}: { readonly text: string; readonly hash: string } = {
  text: ${JSON.stringify(text)},
  hash: "${hashOf(text)}",
};
`;
  });
  return `// Generated from ${folder} by \`pnpm generate\`; do not edit.\n${parts.join("\n")}`;
}

const sources = "packages/inspect/src";
const folders = readdirSync(join(root, sources))
  .map((name) => `${sources}/${name}/browser`)
  .filter((folder) => existsSync(join(root, folder, "main.ts")));
let stale = 0;
for (const folder of folders) {
  const file = join(root, `${folder}.generated.ts`);
  const wanted = generated(folder);
  if (existsSync(file) && readFileSync(file, "utf8") === wanted) continue;
  stale++;
  if (check) console.error(`${folder}.generated.ts is stale. Run: pnpm generate`);
  else writeFileSync(file, wanted);
}
if (check && stale > 0) process.exitCode = 1;
else console.log(`${folders.length} pages, ${stale} ${check ? "stale" : "written"}`);
