import type { KnownOp } from "@tapegrad/core/facts";
import { opFiles } from "../sources/ops.ts";

// What the two generated pages have in common.

const docs = new Map(opFiles().map(({ name, path, signature }) => [name, { path, doc: signature.doc }]));

/** The first sentence of an op's doc, as Markdown. */
export function sectionOf(name: string): string {
  const text = docs
    .get(name)!
    .doc.replace(/^\/\*\*|\*\/\s*$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join(" ")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .replace(/\s+/g, " ")
    .trim();
  const [sentence] = /^.*?[.](?= [A-Z@*`(]|$)/.exec(text) ?? [text];
  return sentence!.replaceAll("|", "\\|");
}

/** A name in a cell; that of an op leads to its file. */
export function cell(name: string): string {
  const file = docs.get(name);
  return file === undefined ? `\`${name}\`` : `[\`${name}\`](../${file.path})`;
}

/** Ops by family, both in order. */
export function families(ops: readonly KnownOp[]): [string, KnownOp[]][] {
  const names = [...new Set(ops.map(({ family }) => family))].sort();
  return names.map((name) => [name, ops.filter(({ family }) => family === name)]);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return `${line(head)}|${"---|".repeat(head.length)}\n${rows.map(line).join("")}`;
}
