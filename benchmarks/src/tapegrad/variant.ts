import * as core from "@tapegrad/core";
import { Missing } from "../library.ts";

/** Which of the ways to run the same program is measured. */
export interface Variant {
  readonly jit: boolean;
  /** Is every step recorded, to be looked at? Only what a program runs step by step is then measured. */
  readonly recorded: boolean;
  /** `f` compiled, recorded, or as it is. */
  readonly compiled: Compile;
  /** Calls after which a compiled function is compiled, however long that takes, and has been looked at again twice (at the 8th and 64th). */
  readonly settling: number;
  /** What `model.compile` is told so that `fit` runs the variant. */
  readonly fits: object;
}

// Both are looked up by name, so that this file also measures versions that do not have them.
type Compile = <A extends readonly unknown[], R>(f: (...args: A) => R) => (...args: A) => R;
const jit = Reflect.get(core, "jit") as Compile | undefined; // as its documentation says
const setThreads = Reflect.get(core, "setThreads") as ((count: number) => void) | undefined; // likewise

/**
 * @param words - `eager`, `jit` or `recorded`, and the number of threads; as many as the library chooses if there is none.
 * @throws Missing if this version of the library has no such variant.
 */
export function variantOf([mode, threads]: readonly string[]): Variant {
  if (mode === "jit" && jit === undefined) throw new Missing("this version has no jit");
  if (threads !== undefined) useThreads(Number(threads));
  if (mode === "jit") return { jit: true, recorded: false, compiled: jit!, settling: 70, fits: { jit: true } };
  const fits = jit === undefined ? {} : { jit: false };
  if (mode !== "recorded") return { jit: false, recorded: false, compiled: (f) => f, settling: 0, fits };
  const recorded: Compile =
    (f) =>
    (...args) =>
      core.record(() => f(...args)).value;
  return { jit: false, recorded: true, compiled: recorded, settling: 0, fits };
}

function useThreads(count: number): void {
  if (setThreads !== undefined) setThreads(count);
  else if (count > 1) throw new Missing("this version has no setThreads");
}
