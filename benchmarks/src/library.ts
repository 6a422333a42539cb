import type { Task } from "./workloads.ts";

/** A workload made ready in a library: data in place, nothing run yet. */
export interface Prepared {
  /** One unit of work, done when it returns (or its promise resolves); whatever it made that must be disposed is disposed. */
  readonly run: () => void | Promise<void>;
  /** The same, and what it gave, as numbers on the host. */
  readonly values: () => ArrayLike<number> | Promise<ArrayLike<number>>;
  /** How many runs come before one that is like all later ones, for what is compiled after some calls; default 0. */
  readonly settling?: number;
}

/** How a library does each kind of task; a kind that is not there it does not have. */
export type Programs = { readonly [K in Task["kind"]]?: (task: Extract<Task, { kind: K }>) => Prepared };

/** A library as the process that measures it sees it. */
export interface Library {
  readonly version: string;
  readonly programs: Programs;
}

/** What a file of a library exports as `load`: the library in one of its variants. It throws a {@link Missing} if there is none here. */
export type Load = (variant: readonly string[]) => Library | Promise<Library>;

/** A library, or a variant of it, is not here; the message says why. That is reported, and not an error. */
export class Missing extends Error {}

/** The program for a task, or `undefined`. */
export function prepare(programs: Programs, task: Task): Prepared | undefined {
  const program = programs[task.kind] as ((task: Task) => Prepared) | undefined; // keys and tasks agree, entry by entry
  return program?.(task);
}
