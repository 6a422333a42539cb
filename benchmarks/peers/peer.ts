import { readFileSync } from "node:fs";
import { Missing } from "../src/library.ts";

/**
 * A package that is installed in this folder. What of it is used is declared by the caller, as `T`: the compiler must not need packages that
 * only `pnpm bench` installs.
 *
 * @throws Missing if it is not installed, or cannot be loaded by this Node.
 */
export async function peer<T>(name: string): Promise<{ readonly library: T; readonly version: string }> {
  try {
    const manifest = readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8");
    const { version } = JSON.parse(manifest) as { version: string }; // as npm wants it
    return { library: (await import(name)) as T, version }; // the caller says what it is
  } catch (error) {
    throw new Missing(`${name} cannot be loaded: ${(error as Error).message}`); // imports and files throw Errors
  }
}
