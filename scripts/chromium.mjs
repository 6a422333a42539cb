// Where Chromium is, for the checks that need a browser.
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";

/** What is said where there is none. */
export const noChromium = "none is installed (Debian's package chromium)";

/** The path of a Chromium that starts, or undefined. */
export function findChromium() {
  const folders = process.env.PATH.split(delimiter);
  const paths = ["chromium", "chromium-browser"].flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => spawnSync(path, ["--version"]).status === 0);
}
