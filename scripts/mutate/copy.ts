import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The packages that define ops, or check them. */
export const packages: readonly string[] = ["core", "gradcheck", "nn"];
/** What else a worker needs of the repository. */
const files = [
  "packages/core/test/laws",
  "packages/nn/test/specs.ts",
  "scripts/mutate/state.ts",
  "scripts/mutate/runtime.ts",
  "scripts/mutate/worker.ts",
];

/** A copy of the sources in a temporary folder, with its own links between packages: the sources themselves are never touched. */
export interface Copy {
  readonly folder: string;
  write(file: string, text: string): void;
  remove(): void;
}

export function copySources(root: string): Copy {
  const folder = mkdtempSync(join(tmpdir(), "tapegrad-mutants-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const link = (name: string, target: string): void => {
    const place = join(folder, "node_modules", name);
    if (existsSync(place)) return;
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(target, place, "junction");
  };
  for (const name of packages) {
    const from = `packages/${name}`;
    for (const part of ["src", "package.json"])
      cpSync(join(root, from, part), join(folder, from, part), { recursive: true });
    link(`@tapegrad/${name}`, join(folder, from));
    const { dependencies } = JSON.parse(readFileSync(join(root, from, "package.json"), "utf8")) as {
      readonly dependencies: { readonly [name: string]: string };
    };
    for (const dependency of Object.keys(dependencies))
      if (!dependency.startsWith("@tapegrad/"))
        link(dependency, realpathSync(join(root, from, "node_modules", dependency)));
  }
  for (const file of files) cpSync(join(root, file), join(folder, file), { recursive: true });
  return {
    folder,
    write: (file, text) => writeFileSync(join(folder, file), text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
