import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { accuracyPage, withoutMeasured } from "./accuracy.ts";
import { matrixPage } from "./matrix.ts";

// Writes docs/ops.md, which law is run for which op, and docs/accuracy.md. With `--check` it fails if one of them is not what it would
// write; measured errors, which engines may change, are not compared.

const root = fileURLToPath(new URL("../..", import.meta.url));
const check = process.argv.includes("--check");
const pages = [
  { file: "docs/ops.md", wanted: matrixPage(), compared: (text: string) => text },
  { file: "docs/accuracy.md", wanted: accuracyPage(!check), compared: withoutMeasured },
];
let stale = 0;
for (const { file, wanted, compared } of pages) {
  const path = join(root, file);
  const is = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (check ? compared(is) === compared(wanted) : is === wanted) continue;
  stale++;
  if (check) console.error(`${file} is stale. Run: pnpm generate`);
  else writeFileSync(path, wanted);
}
if (check && stale > 0) process.exitCode = 1;
else console.log(`${pages.length} pages on ops, ${stale} ${check ? "stale" : "written"}`);
