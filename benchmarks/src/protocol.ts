// What is said between the command and the process of a library: lines of JSON, on standard input and output. `peers/python/harness.py` speaks it
// too.
import type { Task } from "./workloads.ts";

/** The first line of a process. */
export type Hello =
  | { readonly version: string; readonly runtime: string; readonly kinds: readonly Task["kind"][] }
  | { readonly missing: string };

/** What a process is asked. A task is made ready when its name comes first, and then stays. */
export interface Request {
  readonly name: string;
  readonly task: Task;
  /** Runs from the first state to the checksum. */
  readonly runs: number;
  /** For about how long to measure. */
  readonly milliseconds: number;
}

/** What it answers. */
export type Answer = { readonly samples: readonly number[]; readonly checksum: number } | { readonly failed: string };
