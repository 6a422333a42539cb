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
  "packages/core/test",
  "packages/nn/test/specs.ts",
  ...["properties", "runtime", "state", "suite", "worker"].map((name) => `scripts/mutate/${name}.ts`),
];

/** What "vitest" is there: its `expect`, and a collector of tests. */
const vitest = `
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import * as chai from "chai";
for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
export const { expect } = chai;
export { describe, test } from "../../scripts/mutate/suite.ts";
`;

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
  // What vitest's `expect` is made of stands beside it.
  const beside = dirname(realpathSync(join(root, "node_modules/vitest")));
  link("@vitest/expect", realpathSync(join(beside, "@vitest/expect")));
  link("chai", realpathSync(join(dirname(dirname(realpathSync(join(beside, "@vitest/expect")))), "chai")));
  mkdirSync(join(folder, "node_modules/vitest"));
  writeFileSync(join(folder, "node_modules/vitest/package.json"), '{ "type": "module", "exports": "./index.js" }');
  writeFileSync(join(folder, "node_modules/vitest/index.js"), vitest);
  for (const file of files) cpSync(join(root, file), join(folder, file), { recursive: true });
  return {
    folder,
    write: (file, text) => writeFileSync(join(folder, file), text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
