import { exists, filesBelow, packages, read, sourcesOf } from "../sources/files.ts";

/** A program in the documentation. */
export interface Block {
  /** Path from the root of the repository. */
  readonly file: string;
  /** Where its first line stands, counted from 1. */
  readonly line: number;
  readonly code: string;
  /**
   * - `example`: of a doc comment; everything its packages export is in scope without import;
   * - `run`: of a page (```` ```ts ````), with imports of its own;
   * - `compile`: only compiled, not run (```` ```ts compile ````);
   * - `error`: must not compile, for the reasons in its `//!` comments (```` ```ts error ````).
   */
  readonly kind: "example" | "run" | "compile" | "error";
}

/** Every program in the documentation: of doc comments in the sources, of the README and of the pages under `docs/`. */
export function findBlocks(): Block[] {
  const sources = packages.flatMap(sourcesOf);
  const readmes = ["README.md", ...packages.map((name) => `packages/${name}/README.md`)];
  const pages = [...readmes, ...filesBelow("docs")].filter((file) => file.endsWith(".md") && exists(file));
  return [
    ...sources.flatMap((file) => examplesIn(read(file), file)),
    ...pages.flatMap((file) => fencesIn(read(file), file)),
  ];
}

/** The fenced programs of the `@example`s in a source file. */
export function examplesIn(source: string, file: string): Block[] {
  const blocks: Block[] = [];
  for (const comment of source.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)) {
    const first = lineAt(source, comment.index);
    // Without the asterisks, a doc comment is Markdown.
    const text = comment[0]
      .split("\n")
      .map((line) => line.replace(/^[ \t]*(?:\/\*\*|\*\/|\*) ?/, ""))
      .join("\n");
    const examples = text.indexOf("@example");
    if (examples < 0) continue;
    const before = lineAt(text, examples) - 1;
    for (const block of fencesIn(text.slice(examples), file))
      blocks.push({ ...block, kind: "example", line: first + before + block.line - 1 });
  }
  return blocks;
}

const kinds: Readonly<Record<string, Block["kind"]>> = { "": "run", compile: "compile", error: "error" };

/** The programs between ```` ```ts ```` and ```` ``` ```` of a Markdown text. */
export function fencesIn(markdown: string, file: string): Block[] {
  const blocks: Block[] = [];
  for (const fence of markdown.matchAll(/^([ \t]*)```ts\b[ \t]*(.*)\n([\s\S]*?)^\1```[ \t]*$/gm)) {
    const [, indentation = "", info = "", code = ""] = fence;
    const line = lineAt(markdown, fence.index) + 1;
    const kind = kinds[info.trim()];
    if (kind === undefined)
      throw new Error(
        `${file}:${line - 1}: after \`\`\`ts there may be "compile" or "error", got ${JSON.stringify(info)}.`,
      );
    blocks.push({ file, line, kind, code: code.replaceAll(new RegExp(`^${indentation}`, "gm"), "") });
  }
  return blocks;
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** A block's place, as terminals and editors make a link of it. */
export function placeOf({ file, line }: Block): string {
  return `${file}:${line}`;
}
