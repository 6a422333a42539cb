import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. All other paths are relative to it, with slashes. */
export const root: string = fileURLToPath(new URL("../../", import.meta.url));

export function exists(path: string): boolean {
  return statSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
}

export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** The packages there are, by the name of their folder. */
export const packages: readonly string[] = readdirSync(join(root, "packages"))
  .filter((name) => exists(`packages/${name}/src/index.ts`))
  .sort();

/** All files below a folder, in a fixed order. */
export function filesBelow(folder: string): string[] {
  if (!exists(folder)) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => !file.includes("node_modules"))
    .map((file) => `${folder}/${file.split(sep).join("/")}`)
    .sort();
}

/** The TypeScript of a package. */
export function sourcesOf(name: string): string[] {
  return filesBelow(`packages/${name}/src`).filter((file) => file.endsWith(".ts"));
}

/** Does a file hold facts, or what facts share? It is data for laws, and nobody calls it. */
export function isFacts(path: string): boolean {
  return path.endsWith(".facts.ts") || /\/_\w+\.ts$/.test(path);
}
