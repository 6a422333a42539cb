import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Tape } from "@tapegrad/core";
import { toHtml } from "../page/toHtml.ts";

/**
 * Writes the page of a tape, and opens it in a browser where there is somebody to look at it.
 *
 * @param program - What the page is called after.
 * @param out - The file to write; its folder is made if it is not there. Absent for one in a new temporary folder.
 */
export function explore(tape: Tape, program: string, out: string | undefined): void {
  const file = out === undefined ? join(mkdtempSync(join(tmpdir(), "tapegrad-")), "tape.html") : resolve(out);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, toHtml(tape, { title: basename(program) }));
  process.stdout.write(`the page is ${file}\n`);
  const command = out === undefined && process.stdout.isTTY ? opener(process.platform, process.env) : null;
  if (command === null) return;
  const [name, ...args] = command;
  const child = spawn(name, [...args, file], { stdio: "ignore", detached: true });
  child.on("error", () => {}); // where nothing opens it, its path has been said
  child.unref();
}

/** What opens a file on a platform; `null` where there is no screen. */
export function opener(
  platform: string,
  env: { readonly [name: string]: string | undefined },
): readonly [string, ...string[]] | null {
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["explorer"];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open"] : null;
}
