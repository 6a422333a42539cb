import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The files in which `checks/imports.jsonc` finds something, of sources written into an empty repository. */
function faultyFiles(sources: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "tapegrad-imports-"));
  try {
    cpSync(join(root, "checks/imports.jsonc"), join(folder, "checks/imports.jsonc"));
    cpSync(join(root, "checks/importTypes.grit"), join(folder, "checks/importTypes.grit"));
    for (const [path, text] of Object.entries(sources)) {
      const file = join(folder, "packages", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [biome, "lint", "--config-path=checks/imports.jsonc", "--reporter=github", "packages"],
      { cwd: folder, encoding: "utf8" },
    );
    const reports = [...stdout.matchAll(/^::error.*?file=([^,]+),/gm)];
    if (reports.length === 0 && status !== 0) throw new Error(`Biome ended with ${status}: ${stderr}`);
    return [...new Set(reports.map((report) => report[1]!.replace("packages/", "")))].sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a circle of imports is found, through re-exports, types and later imports, and whatever its length", () => {
  expect(
    faultyFiles({
      "nn/src/a.ts": 'export { b } from "./b.ts";',
      "nn/src/b.ts": 'export * from "./c.ts";\nexport const b = 1;',
      "nn/src/c.ts": 'import type { A } from "./d.ts";\nexport type C = A;',
      "nn/src/d.ts": 'export const d = async () => (await import("./a.ts")).b;\nexport type A = number;',
      "nn/src/e.ts": 'import { b } from "./a.ts";\nexport const e = b;',
    }),
  ).toEqual(["nn/src/a.ts", "nn/src/b.ts", "nn/src/c.ts", "nn/src/d.ts"]);
});

test("ops may need each other, but a circle that leaves ops is found", () => {
  const ops = {
    "core/src/ops/pad.ts": 'import { crop } from "./crop.ts";\nexport const pad = () => crop;',
    "core/src/ops/crop.ts": 'import { pad } from "./pad.ts";\nexport const crop = () => pad;',
  };
  expect(faultyFiles(ops)).toEqual([]);
  expect(
    faultyFiles({
      ...ops,
      "core/src/ops/abs.ts": 'import { tape } from "../tape/tape.ts";\nexport const abs = () => tape;',
      "core/src/tape/tape.ts": 'import { abs } from "../ops/abs.ts";\nexport const tape = () => abs;',
    }),
  ).toEqual(["core/src/tape/tape.ts"]);
});

test("a type of ours is imported where the check can see it", () => {
  expect(
    faultyFiles({
      "core/src/a.ts": 'export type A = import("./b.ts").B;',
      "core/src/b.ts": 'export type B = typeof import("node:fs");',
      "nn/src/c.ts": 'export type C = typeof import("@tapegrad/core");',
    }),
  ).toEqual(["core/src/a.ts", "nn/src/c.ts"]);
});

test("packages import downwards only", () => {
  const names = ["core", "data", "optim", "gradcheck", "inspect", "nn"];
  const below: Record<string, string[]> = {
    core: [],
    data: ["core"],
    optim: ["core"],
    gradcheck: ["core"],
    inspect: ["core"],
    nn: ["core", "data", "optim"],
  };
  const sources: Record<string, string> = {};
  const wrong: string[] = [];
  for (const from of names)
    for (const to of names)
      for (const entry of ["", "/facts"]) {
        const file = `${from}/src/${to}${entry}.ts`;
        sources[file] = `export type * from "@tapegrad/${to}${entry}";`;
        if (!below[from]!.includes(to)) wrong.push(file);
      }
  expect(faultyFiles(sources)).toEqual(wrong.sort());
});
