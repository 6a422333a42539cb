import type { Site } from "@tapegrad/core";

/** What this needs of Node's modules, where there is one. */
interface Host {
  readonly process?: { getBuiltinModule?(name: "node:fs"): { readFileSync(file: string, encoding: "utf8"): string } };
}

const files = new Map<string, readonly string[] | null>();

/** The text of a program line, without the spaces around it; `null` where the file cannot be read, as in a browser. */
export function sourceLine({ file, line }: Site): string | null {
  let lines = files.get(file);
  if (lines === undefined) {
    try {
      const { process } = globalThis as Host; // Node, Deno and Bun have it
      lines = process?.getBuiltinModule?.("node:fs").readFileSync(file, "utf8").split("\n") ?? null;
    } catch {
      lines = null;
    }
    files.set(file, lines);
  }
  return lines?.[line - 1]?.trim() ?? null;
}

/** `file:line`, with no more of the path than the last two parts. */
export function siteText({ file, line }: Site): string {
  return `${file.split("/").slice(-2).join("/")}:${line}`;
}
