import type * as FileSystem from "node:fs/promises";
import { FormatError, TapegradError } from "@tapegrad/core";
import type { Module } from "../module/module.ts";
import { platform } from "../platform.ts";
import { weightsFromJson, weightsToJson } from "./json.ts";

/** Node's file system, where there is one; the others that have it give it under the same name. */
async function fileSystem(where: string, hint: string): Promise<typeof FileSystem> {
  try {
    return await platform.load<typeof FileSystem>("node:fs/promises");
  } catch (cause) {
    throw new TapegradError(
      { where, expected: "there must be a file system", received: "none here", advice: hint },
      { cause },
    );
  }
}

/**
 * Writes the values of a model to a file (where there is a file system). It is complete or as it was: written beside first.
 *
 * @throws {@link FormatError} if the file cannot be written.
 */
export async function saveWeights(model: Module, file: string): Promise<void> {
  const { rename, rm, writeFile } = await fileSystem(
    "saveWeights",
    "Keep the text of weightsToJson(model.stateDict()).",
  );
  const beside = `${file}.${globalThis.crypto.randomUUID().slice(0, 8)}.part`; // no other file, nor that of a save at the same time
  const text = weightsToJson(model.stateDict());
  try {
    await writeFile(beside, text);
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new FormatError(
      {
        where: "saveWeights",
        argument: file,
        expected: "must be a file that can be written",
        received: reasonOf(cause),
      },
      { file },
      { cause },
    );
  }
}

/**
 * Reads the values of a model from a file that {@link saveWeights} wrote. Either all are taken over or none.
 *
 * @throws {@link FormatError} if the file is missing, is something else, or belongs to another model; {@link ShapeError} if a value
 * has another shape there.
 */
export async function loadWeights<M extends Module>(model: M, file: string): Promise<M> {
  const { readFile } = await fileSystem("loadWeights", "Pass the text to weightsFromJson, then to loadStateDict.");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const hint = "Write it with saveWeights(model, file).";
    throw new FormatError(
      {
        where: "loadWeights",
        argument: file,
        expected: "must be a file that can be read",
        received: reasonOf(cause),
        advice: hint,
      },
      { file },
      { cause },
    );
  }
  return model.loadStateDict(weightsFromJson(text, file));
}

/** Why the file system refused, in a word. */
function reasonOf(cause: unknown): string {
  const code = (cause as { code?: string }).code; // of Node's file errors
  const reasons: Record<string, string> = {
    ENOENT: "no such file or folder",
    EACCES: "no permission",
    EISDIR: "a folder",
    ENOTDIR: "a path through something that is no folder",
    ENOSPC: "a full disk",
  };
  return reasons[code ?? ""] ?? code ?? String(cause);
}
