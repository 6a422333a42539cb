import { whole } from "../arguments.ts";
import { TapegradError } from "../errors.ts";
import { type Read, type Recorder, readsWatch, recording, withRecording } from "../tape/recording.ts";
import { currentSite } from "../tape/site.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";
import { watch } from "../tensor/watch.ts";

export type { Read } from "../tape/recording.ts";

/** Everything that was computed, in order. */
export interface Tape {
  readonly nodes: readonly Node[];
  /** What backward passes began at, in order: the loss of `backward()`, the value of `grad(f)`, the outputs of `vjp`. */
  readonly losses: readonly Tensor[];
  /** Where the program looked at values, in order: what it computes from such numbers has no derivative. */
  readonly reads: readonly Read[];
}

/** A tape that is being written. */
class OpenTape implements Tape, Recorder {
  readonly keeps = true;
  readonly nodes: Node[] = [];
  readonly losses: Tensor[] = [];
  readonly reads: Read[] = [];

  node(node: Node): void {
    this.nodes.push(node);
  }

  backward(outputs: readonly Tensor[]): void {
    this.losses.push(...outputs);
  }

  read(read: Read): void {
    this.reads.push(read);
  }
}

/**
 * Runs `fn` without recording derivatives: what it computes requires no gradient.
 *
 * @param fn - Synchronous.
 * @throws {@link GradientError} if `fn` returns a Promise.
 * @example
 * ```ts
 * const w = parameter([1, 2]);
 * noGrad(() => w.mul(2)).requiresGrad; // => false
 * ```
 */
export function noGrad<T>(fn: () => T): T {
  return withRecording("noGrad", { gradients: false }, fn);
}

/**
 * Runs `fn` and records every op it runs, differentiable or not, with the Module it ran in.
 *
 * What is recorded stays readable whatever happens later: a backward pass lets go of nothing, and a Parameter that is overwritten is
 * copied before, so that the tape goes on to show the values that were used.
 *
 * @param fn - Synchronous.
 * @param options - `sites`: note also the program line that made each node.
 * @throws {@link GradientError} if `fn` returns a Promise.
 * @example
 * ```ts
 * const { value, tape } = record(() => tensor([1, 2]).mul(3).sum());
 * value.item(); // => 9
 * tape.nodes.map((node) => node.op.name); // => ["mul", "sum"]
 * ```
 */
export function record<T>(fn: () => T, options: { readonly sites?: boolean } = {}): { value: T; tape: Tape } {
  const tape = new OpenTape();
  const outer = recording.tape;
  const sites = options.sites === true ? currentSite : recording.sites;
  const { current } = watch;
  watch.current ??= readsWatch;
  try {
    const value = withRecording("record", { tape, sites, path: "", derivativeOf: null }, fn);
    return { value, tape };
  } finally {
    watch.current = current;
    // What an enclosing record sees does not depend on this one.
    if (outer !== null) {
      for (const node of tape.nodes) outer.node(node);
      if (tape.losses.length > 0) outer.backward(tape.losses);
      for (const read of tape.reads) outer.read(read);
    }
  }
}

/**
 * Runs `fn` so that no recording that is going on sees what it computes: for what looks at a program and is not part of it.
 *
 * @param fn - Synchronous.
 * @throws {@link GradientError} if `fn` returns a Promise.
 * @example
 * ```ts
 * const { tape } = record(() => {
 *   const x = tensor([1, 2]).mul(3);
 *   console.log(unrecorded(() => x.mean()));
 *   return x;
 * });
 * tape.nodes.map((node) => node.op.name); // => ["mul"]
 * ```
 */
export function unrecorded<T>(fn: () => T): T {
  return withRecording("unrecorded", { tape: null, derivativeOf: null, sites: null, path: "" }, fn);
}

/** What {@link recordProgram} returns. */
export interface RecordedProgram {
  /** The last step that was completed; without optimizers, all since the beginning. */
  readonly tape: Tape;
  /** What was computed since that step was completed: of a program that fails, the step in which it did. */
  readonly unfinished: Tape;
  /** Ends the recording. */
  stop(): void;
}

/**
 * Records everything this process computes from now on, across awaits as well, and keeps the latest step: what came after the update
 * before, up to and with the update of the parameters. For programs that look at others, such as a debugger; a part of a program is
 * recorded with {@link record}. Compiled functions run as they are meanwhile.
 *
 * @param options - `sites`: note also the program line that made each node. `limit`: where no step ends, so many nodes are kept, the
 * latest; default 100,000.
 * @throws {@link TapegradError} if a recording is going on already.
 * @example
 * ```ts
 * const recorded = recordProgram();
 * tensor([1, 2]).mul(3).sum();
 * recorded.stop();
 * recorded.tape.nodes.map((node) => node.op.name); // => ["mul", "sum"]
 * ```
 */
export function recordProgram(options: { readonly sites?: boolean; readonly limit?: number } = {}): RecordedProgram {
  if (recording.tape !== null)
    throw new TapegradError({
      where: "recordProgram",
      expected: "must not be called while something is recorded",
      received: "a call within record or after recordProgram",
      advice: "Call stop() of the earlier one first.",
    });
  const steps = new Steps(whole("recordProgram", "limit", options.limit ?? 100_000, { min: 1 }));
  const before = recording.sites;
  recording.tape = steps;
  watch.current ??= readsWatch;
  if (options.sites === true) recording.sites = currentSite;
  return {
    get tape() {
      return steps.latest;
    },
    get unfinished() {
      return steps.open;
    },
    stop() {
      if (recording.tape !== steps) return;
      recording.tape = null;
      recording.sites = before;
      if (watch.current === readsWatch) watch.current = null;
    },
  };
}

/** Cuts what is recorded into steps: one ends after the last of some updates that follow each other. */
class Steps implements Recorder {
  readonly keeps = true;
  private readonly limit: number;
  open: OpenTape = new OpenTape();
  private complete: OpenTape | null = null;
  /** Has the open step updated anything? */
  private updates = false;

  constructor(limit: number) {
    this.limit = limit;
  }

  get latest(): Tape {
    return this.updates || this.complete === null ? this.open : this.complete;
  }

  node(node: Node): void {
    const overwrites = node.op.mutates.length > 0 && this.open.losses.length > 0;
    if (this.updates && !overwrites) {
      this.complete = this.open;
      this.open = new OpenTape();
      this.updates = false;
    }
    this.updates ||= overwrites;
    this.open.node(node);
    if (this.open.nodes.length > this.limit) this.open.nodes.splice(0, this.open.nodes.length >> 1);
  }

  backward(outputs: readonly Tensor[]): void {
    this.open.backward(outputs);
  }

  read(read: Read): void {
    const { reads } = this.open;
    reads.push(read);
    if (reads.length > this.limit) reads.splice(0, reads.length >> 1);
  }
}

/**
 * For Modules: runs `fn` as the Module of that name inside the one that is running. Only under `record`, and only then is
 * `name` asked for.
 */
export function inModule<T>(name: () => string, fn: () => T): T {
  if (recording.tape === null) return fn();
  const own = name();
  const path = recording.path === "" ? own : own === "" ? recording.path : `${recording.path}.${own}`;
  return withRecording("forward", { path }, fn);
}
