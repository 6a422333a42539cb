import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
/** The repository's compiler, or another version's `bin/tsc`. */
const compiler =
  process.env.TAPEGRAD_TSC ??
  join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

/** What the compiler says of one place in a program. */
export interface Complaint {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The first line of the message. */
  readonly text: string;
}

export interface Compiled {
  readonly complaints: readonly Complaint[];
  /** Declarations by file name, if they were asked for. */
  readonly declarations: Readonly<Record<string, string>>;
}

/**
 * Compiles programs that import `@tapegrad/core` as a user's strict project would, in one run of the compiler.
 *
 * @param files - Texts by file name.
 */
export function compile(files: Readonly<Record<string, string>>, { declaration = false } = {}): Compiled {
  const folder = mkdtempSync(join(tmpdir(), "tapegrad-types-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const config = {
      extends: join(root, "tsconfig.base.json"),
      compilerOptions: {
        isolatedDeclarations: false,
        noUnusedLocals: false,
        noUnusedParameters: false,
        paths: { "@tapegrad/core": [join(root, "packages/core/src/index.ts")] },
        ...(declaration
          ? { declaration, emitDeclarationOnly: true, rootDir: "/", outDir: join(folder, "declarations") }
          : { declaration, noEmit: true }),
      },
      files: [...Object.keys(files), ...ambient],
    };
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const { stdout } = spawnSync(process.execPath, [compiler, "--pretty", "false"], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const complaints = [...stdout.matchAll(/^(\S[^(\n]*)\((\d+),\d+\): error TS\d+: (.*)$/gm)].map(
      ([, file, line, text]) => ({ file: file!, line: Number(line), text: text! }),
    );
    if (complaints.length === 0 && stdout.includes("error")) throw new Error(stdout);
    const declarations: Record<string, string> = {};
    const emitted = join(folder, "declarations", folder.replace(/^[A-Za-z]:/, ""));
    if (declaration)
      for (const file of readdirSync(emitted)) declarations[file] = readFileSync(join(emitted, file), "utf8");
    return { complaints, declarations };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Declarations that the sources of core need and a program that imports them does not list. */
const ambient = ["tape/engine.d.ts", "random/alea.d.ts"].map((file) => join(root, "packages/core/src", file));
