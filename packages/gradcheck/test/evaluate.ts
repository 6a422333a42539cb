import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

let count = 0;

/** Runs a TypeScript module given as text, as a file of this package would be run, and gives what it exports. */
export async function evaluate(text: string): Promise<Record<string, unknown>> {
  const name = `evaluated-${process.pid}-${Math.random().toString(36).slice(2)}-${count++}.ts`;
  const file = fileURLToPath(new URL(name, import.meta.url));
  writeFileSync(file, text);
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, unknown>;
  } finally {
    rmSync(file);
  }
}

/** A pasted test as a module that runs it at once, so that whoever imports it gets its error. */
export function asProgram(pasted: string, definitions = ""): string {
  const body = pasted.replace('import { test } from "vitest";\n', "");
  const lines = body.split("\n");
  const lastImport = lines.findLastIndex((line) => line.startsWith("import "));
  const runs = "const test = (_: string, run: () => void): void => run();";
  return [...lines.slice(0, lastImport + 1), runs, definitions, ...lines.slice(lastImport + 1)].join("\n");
}
