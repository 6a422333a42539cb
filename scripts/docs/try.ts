import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { exportsOf } from "../sources/exports.ts";
import { packages, root } from "../sources/files.ts";
import { type Block, placeOf } from "./blocks.ts";
import { withChecks } from "./expectations.ts";

/** What is wrong with each block; nothing, if all is well. */
export type Findings = readonly (readonly string[])[];

/** Compiles and runs programs of the documentation: one run of the compiler and one of Node for all. */
export async function tryBlocks(blocks: readonly Block[]): Promise<Findings> {
  // Like a user's project: the packages are found in node_modules.
  const folder = mkdtempSync(join(tmpdir(), "tapegrad-docs-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    // Both to their end, so that nothing is still written when the folder goes.
    const [compiled, ran] = await Promise.allSettled([compile(blocks, folder), run(blocks, folder)]);
    if (compiled.status === "rejected") throw compiled.reason;
    if (ran.status === "rejected") throw ran.reason;
    return blocks.map((_, i) => [...compiled.value[i]!, ...ran.value[i]!]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What stands before the first line of a block, on one line, and after its last. */
function frameOf(block: Block): readonly [before: string, after: string] {
  return block.kind === "example" ? [`${importsFor(block)} {`, "\n} export {};"] : ["", "\nexport {};"];
}

const exported = new Map(packages.map((name) => [name, [...exportsOf(name).values()]]));

/**
 * Imports of every name in an example that some package exports. Where two do, it means that of the example's own package, or of
 * the lower one. What an example declares itself hides them, for it stands in a block of its own.
 */
function importsFor({ file, code }: Block): string {
  const own = /^packages\/(\w+)\//.exec(file)![1]!;
  const words = new Set(code.match(/\w+/g));
  const lines: string[] = [];
  for (const name of new Set([own, "core", "optim", "data", "nn", ...packages])) {
    const entries = (exported.get(name) ?? []).filter((entry) => words.delete(entry.name));
    const list = entries.map((entry) => (entry.isType ? `type ${entry.name}` : entry.name));
    if (list.length > 0) lines.push(`import { ${list.join(", ")} } from "@tapegrad/${name}";`);
  }
  // What a user of gradcheck has in scope as well.
  if (own === "gradcheck" && words.has("fc")) lines.push('import fc from "fast-check";');
  return lines.join(" ");
}

async function compile(blocks: readonly Block[], folder: string): Promise<Findings> {
  const files = blocks.map((block, i) => {
    const [before, after] = frameOf(block);
    writeFileSync(join(folder, `block${i}.ts`), `${before}\n${block.code}${after}\n`);
    return `block${i}.ts`;
  });
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noUnusedLocals: false,
      noUnusedParameters: false,
      typeRoots: [join(root, "node_modules/@types")],
      // The sources are checked elsewhere, with the declarations that only they need.
      skipLibCheck: true,
    },
    include: [],
    files: [...files, ...ambient],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  const { output } = await node([compiler, "--pretty", "false", "-p", "tsconfig.json"], folder);
  const said = [...output.matchAll(/^block(\d+)\.ts\((\d+),\d+\): error (.*(?:\n {2}.*)*)/gm)].map(
    ([, block, line, text]) => ({ block: Number(block), line: Number(line) - 1, text: text! }),
  );
  // What is wrong in the sources themselves is another check's to say; but if it is the settings, nothing was compiled.
  if (/^error TS/m.test(output)) throw new Error(output);
  return blocks.map((block, i) => {
    const own = said.filter((complaint) => complaint.block === i);
    if (block.kind === "error") return unmet(block, own);
    return own.map(({ line, text }) => `${block.file}:${block.line + line - 1}: ${text}`);
  });
}

/** Declarations that the sources of core need and a program that imports them does not list. */
const ambient = ["tape/engine.d.ts", "random/alea.d.ts"].map((file) => join(root, "packages/core/src", file));

/** Where a block that must not compile says otherwise than the compiler. */
function unmet(block: Block, said: readonly { readonly line: number; readonly text: string }[]): string[] {
  const findings: string[] = [];
  const lines = block.code.split("\n");
  if (!lines.some((line) => line.includes("//!")))
    findings.push(`${placeOf(block)}: needs a comment //! with the error.`);
  for (const [i, line] of lines.entries()) {
    const wanted = /\/\/! (.*?)\s*$/.exec(line)?.[1];
    const got = said.filter((complaint) => complaint.line === i + 1).map(({ text }) => text);
    const met = wanted === undefined ? got.length === 0 : got.some((text) => text.includes(wanted));
    if (!met)
      findings.push(
        `${block.file}:${block.line + i}: must give ${wanted ?? "no error"}, got ${got.join(" / ") || "none"}`,
      );
  }
  return findings;
}

async function run(blocks: readonly Block[], folder: string): Promise<Findings> {
  const refused = new Map<number, string>();
  const programs: (string | null)[] = blocks.map((block, i) => {
    if (block.kind === "compile" || block.kind === "error") return null;
    const [before, after] = frameOf(block);
    const file = join(folder, `run${i}.ts`);
    try {
      writeFileSync(file, `${before}\n${withChecks(block.code, "__check")}${after}\n`);
    } catch (error) {
      refused.set(i, (error as Error).message);
      return null;
    }
    return file;
  });
  const results = join(folder, "results.json");
  writeFileSync(
    join(folder, "run.ts"),
    `import { writeFileSync } from "node:fs";
    import { manualSeed } from "@tapegrad/core";
    import { matches, show } from ${JSON.stringify(pathToFileURL(join(root, "scripts/docs/expectations.ts")).href)};
    const found: string[][] = [];
    for (const [i, program] of (${JSON.stringify(programs)} as (string | null)[]).entries()) {
      const own: string[] = [];
      found.push(own);
      if (program === null) continue;
      Object.assign(globalThis, {
        __check(line: number, value: unknown, literal: string) {
          if (!matches(value, literal)) own.push(line + ": must be " + literal + ", got " + show(value));
        },
      });
      manualSeed(0);
      try {
        await import(program);
      } catch (error) {
        own.push("0: throws " + String(error instanceof Error ? error.stack : error).replace(/\\n.*node:internal.*/g, ""));
      }
    }
    writeFileSync(${JSON.stringify(results)}, JSON.stringify(found));
    `,
  );
  const tsx = createRequire(import.meta.url).resolve("tsx/esm");
  const args = ["--conditions=@tapegrad/source", "--import", pathToFileURL(tsx).href, join(folder, "run.ts")];
  const { output } = await node(args, folder);
  let found: string[][];
  try {
    found = JSON.parse(readFileSync(results, "utf8")) as string[][];
  } catch {
    throw new Error(`Running the programs ended early:\n${output.slice(-4000)}`);
  }
  for (const [i, finding] of refused) found[i]!.push(finding);
  return found.map((list, i) =>
    list.map((finding) => {
      const [, line, text] = /^(\d+): ([\s\S]*)$/.exec(finding)!;
      return `${blocks[i]!.file}:${blocks[i]!.line + Number(line)}: ${text}`;
    }),
  );
}

/** Runs a Node program to its end, and gives what it wrote. */
function node(args: readonly string[], cwd: string): Promise<{ readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    child.on("error", reject);
    child.on("close", () => resolve({ output }));
  });
}
