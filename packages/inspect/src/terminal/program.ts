import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { recordProgram, type Tape, TapegradError } from "@tapegrad/core";

/**
 * Runs a program as Node would run it, and gives the tape of its last step once it has nothing more to do.
 *
 * @param file - The program: a module that this process can load.
 * @param args - What it finds behind its own name in `process.argv`.
 * @throws {@link TapegradError} if there is no such file, or it computed nothing; what the program throws.
 */
export async function runProgram(file: string, args: readonly string[]): Promise<Tape> {
  const path = resolve(file);
  if (!existsSync(path))
    throw new TapegradError({
      where: file,
      argument: "the program",
      expected: "must be a file",
      received: `none at ${path}`,
      advice: "Paths begin where the command was called.",
    });
  process.argv = [process.execPath, path, ...args];
  const recorded = recordProgram({ sites: true });
  try {
    await import(pathToFileURL(path).href);
    // What the program does without being waited for keeps the process alive until it is done.
    await new Promise<void>((done) => process.once("beforeExit", () => done()));
  } finally {
    recorded.stop();
  }
  const { tape } = recorded;
  if (tape.nodes.length > 0) return tape;
  throw new TapegradError({
    where: file,
    argument: "the program",
    expected: "must compute with tensors",
    received: "one that ran no op",
    advice: "It must load the same copy of @tapegrad/core as @tapegrad/inspect does.",
  });
}
