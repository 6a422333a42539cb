import { beforeAll, describe, expect, test } from "vitest";
import { exportsOf } from "../sources/exports.ts";
import { packages } from "../sources/files.ts";
import { opFiles } from "../sources/ops.ts";
import { examplesIn, fencesIn, findBlocks, placeOf } from "./blocks.ts";
import { matches, withChecks } from "./expectations.ts";
import { type Findings, tryBlocks } from "./try.ts";

describe("programs in the documentation do what they say", () => {
  const blocks = findBlocks();
  let findings: Findings = [];
  beforeAll(async () => {
    findings = await tryBlocks(blocks);
  }, 300_000);

  for (const [i, block] of blocks.entries()) {
    test(placeOf(block), () => {
      expect(findings[i]).toEqual([]);
    });
  }
});

describe("what is public is documented", () => {
  for (const name of packages) {
    test(`every export of @tapegrad/${name} has a doc comment`, () => {
      const bare = [...exportsOf(name).values()].filter(({ doc }) => doc === "");
      expect(bare.map((entry) => `${entry.name} in ${entry.file}`)).toEqual([]);
    });
  }

  test("every op has an example with a checked line", () => {
    const without = opFiles()
      .filter(({ family }) => family !== "update")
      .filter(({ path, module }) => !examplesIn(module.text, path).some(({ code }) => code.includes("// =>")))
      .map(({ path }) => path);
    expect(without).toEqual([]);
  });
});

describe("the checker itself", () => {
  const comment = [
    "/** Not an example: ```ts no ``` */",
    "/**",
    " * Doubles.",
    " *",
    " * @example",
    " * ```ts",
    " * double(2); // => 4",
    " * ```",
    " */",
  ].join("\n");

  test("finds the programs of doc comments and of pages, with their places", () => {
    expect(examplesIn(comment, "a.ts")).toEqual([
      { file: "a.ts", line: 7, kind: "example", code: "double(2); // => 4\n" },
    ]);
    const page = [
      "# Title",
      "```ts compile",
      "x;",
      "```",
      "```js",
      "no",
      "```",
      "- a",
      "  ```ts",
      "  y;",
      "  ```",
      "",
    ].join("\n");
    expect(fencesIn(page, "b.md")).toEqual([
      { file: "b.md", line: 3, kind: "compile", code: "x;\n" },
      { file: "b.md", line: 10, kind: "run", code: "y;\n" },
    ]);
    expect(() => fencesIn("```ts later\nx;\n```", "c.md")).toThrow(
      'c.md:1: after ```ts there may be "compile" or "error"',
    );
  });

  test("makes a check of a statement, however many lines it has, and moves no line", () => {
    const code = [
      "const f = (x) => {",
      "  return x;",
      "};",
      "f([",
      "  1,",
      "])",
      "  .length; // => 1",
      "f(2) // => 2",
      "for (const x of [f(2)]) f(x); // => 2",
    ].join("\n");
    expect(withChecks(code, "check").split("\n")).toEqual([
      "const f = (x) => {",
      "  return x;",
      "};",
      "check(6, (f([",
      "  1,",
      "])",
      '  .length), "1");',
      'check(7, (f(2)), "2");',
      'for (const x of [f(2)]) check(8, (f(x)), "2");',
    ]);
    expect(() => withChecks("const x = 1; // => 1", "check")).toThrow("0: only an expression that begins a line");
    expect(() => withChecks("if (x) {\n  x; // => 1\n}", "check")).toThrow("1: only an expression");
  });

  test("compares exactly, or to the digits before an ellipsis", () => {
    expect(matches([1, [Number.NaN, "a"]], '[1, [NaN, "a"]]')).toBe(true);
    expect(matches(new Float32Array([1, 2]), "[1, 2]")).toBe(true);
    expect(matches({ a: { b: [true, null, undefined] } }, "{ a: { b: [true, null, undefined] } }")).toBe(true);
    expect(matches([0.7310585786300049, -2e-7], "[0.7310…, -2e-7…]")).toBe(true);
    expect(matches(-0, "0")).toBe(true);
    const no: [unknown, string][] = [
      [0.1 + 0.2, "0.3"],
      [0.7310585786300049, "0.7312…"],
      [[1, 2], "[1, 2, 3]"],
      [[1, 2, 3], "[1, 2]"],
      [{ a: 1, b: 2 }, "{ a: 1 }"],
      [{ b: undefined }, "{ a: undefined }"],
      [0, "-0"],
      ["1", "1"],
      [null, "undefined"],
      [3, "[3]"],
    ];
    for (const [value, literal] of no) expect(matches(value, literal), literal).toBe(false);
  });

  test("a program that is wrong is found out: by its value, by its type, by what it throws, by not being wrong", {
    timeout: 120_000,
  }, async () => {
    const block = (kind: "example" | "run" | "error", code: string) => ({
      file: "packages/core/src/x.ts",
      line: 10,
      kind,
      code,
    });
    const findings = await tryBlocks([
      block("example", "tensor([1, 2])\n  .mul(2)\n  .toArray(); // => [2, 4]\nadd(1, 1).item(); // => 3\n"),
      block("example", "add(tensor([1, 2]), tensor([1, 2, 3]));\n"),
      block("run", 'import { tensor } from "@tapegrad/core";\ntensor([1]).as([2] as number[]);\n'),
      block("error", 'import { zeros } from "@tapegrad/core";\nzeros([2]).add(zeros([3])); //! axis -1 has 2 and 3\n'),
      block("error", 'import { zeros } from "@tapegrad/core";\nzeros([2]).add(zeros([3])); //! axis -1 has 2 and 4\n'),
      block("error", "const x = 1; //! cannot\n"),
      block("example", "const sum = 1;\nsum; // => 1\n"),
    ]);
    expect(findings[0]).toEqual(["packages/core/src/x.ts:13: must be 3, got 2"]);
    expect(findings[1]?.[0]).toMatch(/x\.ts:10: TS2345: .*"cannot broadcast \[2\] with \[3\]: axis -1 has 2 and 3"/);
    expect(findings[1]?.[1]).toContain("throws ShapeError: add: shapes must broadcast");
    expect(findings[2]?.[0]).toMatch(/x\.ts:10: throws ShapeError: as: shape must be \[2\], got \[1\]\./);
    expect(findings[3]).toEqual([]);
    expect(findings[4]?.[0]).toContain("x.ts:11: must give axis -1 has 2 and 4, got TS2345");
    expect(findings[5]).toEqual(["packages/core/src/x.ts:10: must give cannot, got none"]);
    expect(findings[6]).toEqual([]);
  });
});
