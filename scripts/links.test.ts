import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

// A relative link in a page leads to a file or folder that exists, and a link to a heading to one that the page has.

const root = fileURLToPath(new URL("..", import.meta.url));

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((file) => join("docs", file)),
  ...readdirSync(join(root, "packages")).map((name) => join("packages", name, "README.md")),
]
  .filter((file) => file.endsWith(".md") && existsSync(join(root, file)))
  .sort();

/** Where a page's links lead, without those of its programs. */
function linksIn(markdown: string): string[] {
  const prose = markdown.replace(/^([ \t]*)```[\s\S]*?^\1```/gm, "").replace(/`[^`\n]*`(?!\])/g, "");
  return [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map(([, target]) => target!);
}

/** The names by which links find the headings of a page, as GitHub makes them. */
function anchorsIn(markdown: string): string[] {
  const headings = markdown.replace(/^([ \t]*)```[\s\S]*?^\1```/gm, "").matchAll(/^#{1,6} (.+)$/gm);
  return [...headings].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
}

/** What is wrong with the links of a page at some place in the repository. */
function faultsOf(file: string, markdown: string): string[] {
  return linksIn(markdown).flatMap((link) => {
    if (/^[a-z][a-z\d+.-]*:/i.test(link)) return []; // another site
    const [path = "", anchor] = decodeURI(link).split("#") as [string, string?];
    const target = resolve(root, dirname(file), path);
    if (!target.startsWith(root)) return [`${link} leads out of the repository`];
    if (!existsSync(target)) return [`${link} leads nowhere`];
    const text = path === "" ? markdown : target.endsWith(".md") ? readFileSync(target, "utf8") : null;
    if (anchor === undefined || text === null) return [];
    return anchorsIn(text).includes(anchor) ? [] : [`${link}: there is no such heading`];
  });
}

describe("relative links lead to what exists", () => {
  test.each(pages)("%s", (file) => {
    expect(faultsOf(file, readFileSync(join(root, file), "utf8"))).toEqual([]);
  });
});

test("a link that leads nowhere is found, and one in a program is no link", () => {
  const page = [
    "# One `code` & two",
    "[a](../README.md), [`b`](missing.md), [c](https://example.org/x), [d](#one-code--two), [e](#three), [f](../../..)",
    "```ts",
    "const x = list[0](missing.ts);",
    "```",
    "and `list[1](missing.ts)`",
  ].join("\n");
  expect(faultsOf("docs/page.md", page)).toEqual([
    "missing.md leads nowhere",
    "#three: there is no such heading",
    "../../.. leads out of the repository",
  ]);
});
