import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { recordProgram, type Tape, TapegradError } from "@tapegrad/core";

/**
 * Runs a program as Node would run it, and shows the tape of its last step once it has nothing more to do. Of a program that throws, or
 * that calls `process.exit`, that is what it had computed of the step it was in.
 *
 * @param file - The program: a module that this process can load.
 * @param args - What it finds behind its own name in `process.argv`.
 * @param show - What is done with the tape; synchronous where the program has ended the process.
 * @throws {@link TapegradError} if there is no such file, or it computed nothing; what the program throws.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  show: (tape: Tape, isEnding: boolean) => void | Promise<void>,
): Promise<void> {
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
  const latest = (): Tape => (recorded.unfinished.nodes.length > 0 ? recorded.unfinished : recorded.tape);
  const onExit = (): void => {
    recorded.stop();
    if (latest().nodes.length > 0) void show(latest(), true);
  };
  process.once("exit", onExit);
  let failure: unknown = null;
  try {
    await import(pathToFileURL(path).href);
    // What the program does without being waited for keeps the process alive until it is done.
    await new Promise<void>((done, fail) => {
      process.once("beforeExit", () => done());
      process.once("uncaughtException", fail);
    });
  } catch (error) {
    failure = error;
  }
  recorded.stop();
  process.off("exit", onExit);
  const tape = failure === null ? recorded.tape : latest();
  if (failure !== null && tape.nodes.length === 0) throw failure;
  if (failure !== null) {
    process.stderr.write(`${(failure as Error).stack ?? String(failure)}\n\nUntil then it had computed:\n\n`);
    process.exitCode = 1;
  }
  if (tape.nodes.length > 0) return show(tape, false);
  throw new TapegradError({
    where: file,
    argument: "the program",
    expected: "must compute with tensors",
    received: "one that ran no op",
    advice: "It must load the same copy of @tapegrad/core as @tapegrad/inspect does.",
  });
}
