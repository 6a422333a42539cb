import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { opener } from "../../src/terminal/explore.ts";

// The command as a user runs it, in a process of its own.

const main = fileURLToPath(new URL("../../src/terminal/main.ts", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(root, "test/terminal/.program-")); // where the packages are found
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

async function run(program: string | null, ...args: readonly string[]): Promise<Result> {
  const file = join(folder, "program.mts");
  if (program !== null) await writeFile(file, program);
  const node = ["--conditions=@tapegrad/source", "--import", "tsx", main];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...node, ...args.map((arg) => (arg === "PROGRAM" ? file : arg))],
      (error, output, errors) => resolve({ code: error === null ? 0 : Number(error.code ?? -1), output, errors }),
    );
  });
}

test("step prints the last step of a program that is not written for it, with its lines", async () => {
  const { code, output, errors } = await run(
    `import { parameter } from "@tapegrad/core";
import { SGD } from "@tapegrad/optim";
const w = parameter(Number(process.argv[2]), { name: "w" });
const optimizer = new SGD([w], { learningRate: 0.25 });
for (let i = 0; i < 2; i++) {
  optimizer.zeroGrad();
  w.square().named("L").backward(); // w is 8, then 8 − 0.25 · 16 = 4
  await new Promise((done) => setTimeout(done, 1));
  optimizer.step();
}
`,
    "step",
    "PROGRAM",
    "8",
  );
  expect([code, errors]).toEqual([0, ""]);
  expect(output.replace(/at \S+\/program/g, "at program")).toBe(`forward 1: L = w²
    w = 4
    L = 16
    at program.mts:7   w.square().named("L").backward(); // w is 8, then 8 − 0.25 · 16 = 4
backward 1: L → w   w̄ = 2 L̄ w
    cotangent of L = 1
    ∂L/∂w = 8
    contribution = 8
    cotangent of w, so far = 8
    the cotangent of w is complete
    at program.mts:7   w.square().named("L").backward(); // w is 8, then 8 − 0.25 · 16 = 4
`);
});

test("explore writes the page of the last step", async () => {
  const out = join(folder, "a new folder", "page.html");
  const program = `import { tensor } from "@tapegrad/core";
tensor(3, { requiresGrad: true, name: "x" }).square().named("L").backward();
`;
  const { code, output, errors } = await run(program, "explore", "--out", out, "PROGRAM");
  expect([code, errors]).toEqual([0, ""]);
  expect(output).toBe(`the page is ${out}\n`);
  const page = await readFile(out, "utf8");
  expect(page).toContain("<title>program.mts</title>");
  expect(page).toContain('"name":"L"');
});

test("a page is opened as the platform opens files, and where there is no screen not at all", () => {
  expect(opener("darwin", {})).toEqual(["open"]);
  expect(opener("win32", {})).toEqual(["explorer"]);
  expect(opener("linux", { DISPLAY: ":0" })).toEqual(["xdg-open"]);
  expect(opener("linux", {})).toBeNull();
});

test("of a program that fails, what it had computed of that step is shown, and the error first", async () => {
  const program = (end: string): string => `import { parameter } from "@tapegrad/core";
import { SGD } from "@tapegrad/optim";
const w = parameter(4, { name: "w" });
const optimizer = new SGD([w], { learningRate: 0.5 });
w.square().named("L").backward();
optimizer.step();
const bad = w.log().named("bad"); // of 0
${end}
`;
  const thrown = await run(program('throw new Error("not a number");'), "step", "PROGRAM");
  expect(thrown.code).toBe(1);
  expect(thrown.errors).toContain("Error: not a number");
  expect(thrown.output).toContain("forward 1: bad = ln(w)\n    w = 0\n    bad = −∞\n");
  expect(thrown.output).not.toContain("L = w²");
  const ended = await run(program("process.exit(3);"), "step", "PROGRAM");
  expect(ended.code).toBe(3);
  expect(ended.output).toContain("forward 1: bad = ln(w)");
});

test("a program that computes nothing, and one that throws, are errors", async () => {
  const nothing = await run("console.log('hello');", "step", "PROGRAM");
  expect(nothing.code).toBe(1);
  expect(nothing.errors).toContain(
    "the program must compute with tensors, got one that ran no op. It must load the same copy of @tapegrad/core as @tapegrad/inspect does.",
  );
  const thrown = await run("throw new Error('of its own');", "step", "PROGRAM");
  expect(thrown.code).toBe(1);
  expect(thrown.errors).toContain("of its own");
});

test("a program that is not there is an error of one line", async () => {
  const { code, errors } = await run(null, "step", "/nowhere/program.ts");
  expect(code).toBe(1);
  expect(errors).toBe(
    "/nowhere/program.ts: the program must be a file, got none at /nowhere/program.ts. Paths begin where the command was called.\n",
  );
});

test("without a program it says how it is called", async () => {
  const { code, output } = await run(null, "--help");
  expect(code).toBe(0);
  expect(output).toContain("Usage: tapegrad step PROGRAM");
  expect((await run(null, "stop")).code).toBe(2);
});
