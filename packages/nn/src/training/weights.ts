import { type DType, FormatError, formatReceived, type Tensor, tensor } from "@tapegrad/core";
import type { Module, StateDict } from "../module/module.ts";

const format = "tapegrad-weights";

/** One value in the file: its numbers in row-major order; those JSON has no word for are strings. */
interface StoredValue {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}

/**
 * The values of a model as JSON: `{ format, version, values: { path: { dtype, shape, data } } }`. Every number comes back
 * bit for bit.
 */
export function weightsToJson(state: StateDict): string {
  const values = Object.entries(state).map(([path, value]): [string, StoredValue] => [
    path,
    {
      dtype: value.dtype,
      shape: value.shape,
      data: Array.from(value.data as Float64Array, (x) =>
        Number.isFinite(x) && !Object.is(x, -0) ? x : String(Object.is(x, -0) ? "-0" : x),
      ),
    },
  ]);
  return JSON.stringify({ format, version: 1, values: Object.fromEntries(values) });
}

/**
 * The values that {@link weightsToJson} wrote.
 *
 * @param text - JSON.
 * @param file - Where it comes from, for errors.
 * @throws {@link FormatError} if it is not what that function writes.
 */
export function weightsFromJson(text: string, file = "the text"): StateDict {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(
      `loadWeights: ${file} must be JSON that saveWeights wrote, got something else.`,
      { file },
      { cause },
    );
  }
  const {
    format: given,
    version,
    values,
  } = (content ?? {}) as { format?: unknown; version?: unknown; values?: unknown };
  if (given !== format || version !== 1 || typeof values !== "object" || values === null) {
    const got = `format ${formatReceived(given)}, version ${formatReceived(version)}`;
    throw new FormatError(`loadWeights: ${file} must have format "${format}", version 1, got ${got}.`, { file });
  }
  return Object.fromEntries(
    Object.entries(values as Record<string, StoredValue>).map(([path, { dtype, shape, data }]) => {
      const size = Array.isArray(shape) ? shape.reduce((product: number, n: number) => product * n, 1) : -1;
      if (!Array.isArray(data) || data.length !== size)
        throw new FormatError(`loadWeights: "${path}" in ${file} must have as many numbers as its shape says.`, {
          file,
        });
      const flat: Tensor = tensor<number[], DType>(data.map(Number), { dtype });
      return [path, flat.reshape([...shape])];
    }),
  );
}

/**
 * Writes the values of a model to a file (where there is a file system). It is complete or not there: written beside first.
 *
 * @throws {@link FormatError} if the file cannot be written.
 */
export async function saveWeights(model: Module, file: string): Promise<void> {
  const { rename, rm, writeFile } = await import("node:fs/promises");
  const beside = `${file}.part`;
  try {
    await writeFile(beside, weightsToJson(model.stateDict()));
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new FormatError(
      `saveWeights: ${file} must be a file that can be written, got ${reasonOf(cause)}.`,
      { file },
      { cause },
    );
  }
}

/**
 * Reads the values of a model from a file that {@link saveWeights} wrote. Either all are taken over or none.
 *
 * @throws {@link FormatError} if the file is missing, is something else, or belongs to another model.
 */
export async function loadWeights<M extends Module>(model: M, file: string): Promise<M> {
  const { readFile } = await import("node:fs/promises");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const hint = "Write it with saveWeights(model, file).";
    throw new FormatError(
      `loadWeights: ${file} must be a file that can be read, got ${reasonOf(cause)}. ${hint}`,
      { file },
      { cause },
    );
  }
  return model.loadStateDict(weightsFromJson(text, file));
}

/** Why the file system refused, in a word. */
function reasonOf(cause: unknown): string {
  const code = (cause as { code?: string }).code; // of Node's file errors
  const words: Record<string, string> = {
    ENOENT: "no such file or folder",
    EACCES: "no permission",
    EISDIR: "a folder",
    ENOTDIR: "a path through something that is no folder",
    ENOSPC: "a full disk",
  };
  return words[code ?? ""] ?? code ?? String(cause);
}
