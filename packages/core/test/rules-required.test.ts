import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { knownOps } from "@tapegrad/core/facts";
import { afterAll, beforeAll, expect, test } from "vitest";

// An op written with rules must not compile without one of them. Tried on copies of every op file, in one run of the compiler: the
// copies import everything else from the sources themselves. (Of elementwise ops nothing can be left out: slopes follow from values.)

const source = fileURLToPath(new URL("../src/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tapegrad-rules-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface OpFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

const ops: readonly OpFile[] = readdirSync(join(source, "ops"), { withFileTypes: true })
  .filter((family) => family.isDirectory() && family.name !== "update")
  .flatMap((family) =>
    readdirSync(join(source, "ops", family.name))
      .filter((file) => !file.startsWith("_") && file !== "methods.ts" && !file.endsWith(".facts.ts"))
      .map((file) => join(source, "ops", family.name, file)),
  )
  .map((path) => ({ name: path.replace(/^.*[\\/]|\.ts$/g, ""), path, text: readFileSync(path, "utf8") }));

/** One rule of an op: the input it is for, and where it stands in the text of the op's file. */
interface RuleText {
  readonly input: string;
  readonly start: number;
  readonly end: number;
}

/** The entries of `vjp: { … }`, told apart by counting brackets. */
function rulesIn(text: string): RuleText[] {
  const opening = /^ {2}vjp: \{/m.exec(text);
  if (opening === null) return [];
  const rules: RuleText[] = [];
  let depth = 0;
  let start = opening.index + opening[0].length;
  const finish = (end: number): void => {
    const entry = text.slice(start, end).replace(/^(?:\s|\/\/.*\n)+/, "");
    const input = /^\w+/.exec(entry)?.[0];
    if (input !== undefined) rules.push({ input, start, end });
    start = end + 1;
  };
  // Brackets in texts and comments do not count.
  const tokens = /"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\/\/.*|\/\*[\s\S]*?\*\/|[()[\]{},]/g;
  tokens.lastIndex = start;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [mark] = token;
    if ("([{".includes(mark)) depth++;
    else if (")]}".includes(mark) && depth-- === 0) {
      finish(token.index);
      break;
    } else if (mark === "," && depth === 0) finish(token.index);
  }
  return rules;
}

/** The text with every relative import made to point from the temporary folder to where it did. */
function moved(text: string, from: string): string {
  return text.replace(/(from ")(\.[^"]*)(")/g, (_, before: string, path: string, after: string) => {
    const target = relative(folder, resolve(dirname(from), path))
      .split(sep)
      .join("/");
    return `${before}${target}${after}`;
  });
}

const mutants = ops.flatMap((op) =>
  rulesIn(op.text).map((rule) => ({ op, rule, file: `${op.name}.without.${rule.input}.ts` })),
);
let complaints: readonly string[] = [];

beforeAll(() => {
  for (const { op, rule, file } of mutants) {
    // Up to and with the comma that follows it.
    const rest = op.text.slice(rule.end).replace(/^,/, "");
    writeFileSync(join(folder, file), moved(op.text.slice(0, rule.start) + rest, op.path));
  }
  const config = {
    extends: join(source, "../../../tsconfig.base.json"),
    // What a deleted rule used is unused then; that is not what must be reported here.
    compilerOptions: { noEmit: true, declaration: false, isolatedDeclarations: false, noUnusedLocals: false },
    include: ["*.ts", join(source, "**/*.d.ts")],
  };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  complaints = stdout.split(/\n(?=\S)/);
}, 120_000);

/** What the compiler says of a file. */
const about = (file: string): string => complaints.filter((line) => line.startsWith(`${file}(`)).join("\n");

test("an op does not compile without one of its rules", () => {
  // All but elementwise ones, and those composed of others, which are functions without rules.
  const defined = ops.filter(({ text }) => /= \/\* @__PURE__ \*\/ define(Op|Reduction)\(/.test(text));
  expect(defined.filter((op) => !mutants.some((mutant) => mutant.op === op)).map(({ name }) => name)).toEqual([]);
  const compiling = mutants.filter(({ rule, file }) => !about(file).includes(`Property '${rule.input}' is missing`));
  expect(compiling.map(({ op, rule }) => `${op.name} without ${rule.input}`)).toEqual([]);
});

test("every op has its facts beside it, and is in the table that the laws read", () => {
  const known = knownOps.map(({ name }) => name);
  expect(ops.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  expect(ops.filter(({ path }) => !existsSync(path.replace(/\.ts$/, ".facts.ts")))).toEqual([]);
});
