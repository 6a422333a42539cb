import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const require = createRequire(import.meta.url);
const compiler = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");

function compile(folder: string, config: object): string {
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  return spawnSync(process.execPath, [compiler, "--pretty", "false"], { cwd: folder, encoding: "utf8" }).stdout;
}

// The declarations as they are published, and not the sources, in which the matchers always had types.
test("with the declarations of the matchers alone, a user's test compiles, and a misspelt matcher does not", {
  timeout: 60_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "tapegrad-matchers-"));
  try {
    const emitted = compile(folder, {
      extends: join(root, "packages/gradcheck/tsconfig.json"),
      compilerOptions: {
        rootDir: root,
        outDir: join(folder, "declarations"),
        emitDeclarationOnly: true,
        customConditions: ["@tapegrad/source"],
        typeRoots: [join(root, "node_modules/@types")],
        declarationMap: false,
        sourceMap: false,
      },
      include: [],
      files: [
        "packages/gradcheck/src/vitest.ts",
        "packages/core/src/tape/engine.d.ts",
        "packages/core/src/random/alea.d.ts",
      ].map((file) => join(root, file)),
    });
    expect(emitted).toBe("");
    const declared = (file: string): string => join(folder, "declarations/packages", file);
    expect(readFileSync(declared("gradcheck/src/vitest.d.ts"), "utf8")).toContain('declare module "vitest"');

    mkdirSync(join(folder, "node_modules"));
    symlinkSync(dirname(require.resolve("vitest/package.json")), join(folder, "node_modules/vitest"), "junction");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(
      join(folder, "user.test.ts"),
      `import "@tapegrad/gradcheck/vitest";
import { expect } from "vitest";
expect((x: number) => x).toHaveCorrectGradients([1]);
expect([0.5]).toBeAllClose([0.5]);
expect([0.5]).toBeAllCloser([0.5]);
`,
    );
    const complaints = compile(folder, {
      compilerOptions: {
        target: "ES2023",
        lib: ["ES2023", "DOM"],
        module: "NodeNext",
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
        paths: {
          "@tapegrad/gradcheck/vitest": [declared("gradcheck/src/vitest.d.ts")],
        },
      },
      files: ["user.test.ts"],
    });
    expect(complaints).toMatch(
      /^user\.test\.ts\(5,\d+\): error TS2551: Property 'toBeAllCloser' does not exist [^\n]*\n$/,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
