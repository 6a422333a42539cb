// Draws the pictures of docs/charts.md: `node scripts/generate-pictures.mjs`. The program above `![…](pictures/loss.svg)` makes a
// `picture`, which becomes that file.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./run.mjs";

const page = readFileSync(join(root, "docs/charts.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "tapegrad-pictures-"));
try {
  // Like a user's project: the packages are found in node_modules.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  mkdirSync(join(root, "docs/pictures"), { recursive: true });
  for (const [, code, name] of page.matchAll(
    /```ts\n((?:(?!```)[\s\S])*)```\n\n!\[[^\]]*\]\(pictures\/([\w-]+\.svg)\)/g,
  )) {
    const file = join(folder, `${name}.ts`);
    writeFileSync(file, `${code}\nprocess.stdout.write(picture.svg);\n`);
    const tsx = pathToFileURL(join(root, "node_modules/tsx/dist/esm/index.mjs")).href;
    const args = ["--conditions=@tapegrad/source", "--import", tsx, file];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: folder });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    writeFileSync(join(root, "docs/pictures", name), `${stdout}\n`);
    console.log(`docs/pictures/${name}: ${stdout.length} bytes`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
