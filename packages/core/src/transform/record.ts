import { recording, withRecording } from "../tape/recording.ts";
import { currentSite } from "../tape/site.ts";
import type { Node } from "../tensor/tensor.ts";

/** Everything that was computed, in order. */
export interface Tape {
  readonly nodes: readonly Node[];
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
 * What is recorded stays readable: a backward pass within lets go of nothing.
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
  const nodes: Node[] = [];
  const outer = recording.tape;
  const sites = options.sites === true ? currentSite : recording.sites;
  try {
    const value = withRecording("record", { tape: nodes, sites, path: "" }, fn);
    return { value, tape: { nodes } };
  } finally {
    // What an enclosing record sees does not depend on this one.
    if (outer !== null) for (const node of nodes) outer.push(node);
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
