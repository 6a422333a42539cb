import { GradientError } from "../errors.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";
import type { Watch } from "../tensor/watch.ts";
import type { Op } from "./op.ts";
import type { Site } from "./site.ts";

/** Who follows a program to compile it, and what it wants to know: see `transform/jit/trace.ts`. */
export interface Tracing {
  /** Runs an op, and sees what it made. */
  run(op: Op, inputs: readonly Tensor[], attrs: unknown, perform: Perform): Tensor | readonly Tensor[];
  /** What the program does depends on what `read` gives. */
  depends(read: () => unknown): void;
  /** A backward pass has gone through these nodes, and would have let go of them. */
  released(nodes: readonly Node[]): void;
  /** The program does something that a compiled one would leave out. */
  refuse(what: string, advice: string): never;
}

/** Who runs every op for a whole batch of examples at once: see `transform/vmap/batcher.ts`. */
export interface Batching {
  /** Runs an op on inputs of which some are batches. */
  run(op: Op, inputs: readonly Tensor[], attrs: unknown): Tensor | readonly Tensor[];
  /** A tensor from outside as one of the examples sees it. */
  lift(x: Tensor): Tensor;
  /** The program does something that cannot be done for all examples at once. */
  refuse(what: string, advice: string): never;
}

/** Who will run a part of a program once more, and wants to get the same: see `transform/checkpoint.ts`. */
export interface Repeating {
  /** The program draws from a generator that moves on with each number. */
  drawn(source: { bookmark(): () => void }): void;
  /** The program overwrites what it may have read. */
  overwrites(op: Op): never;
}

/** Who gets what is recorded. */
export interface Recorder {
  /** Do nodes keep the values they saw, and note where they were made? A compiler needs neither. */
  readonly keeps: boolean;
  /** An op was run. */
  node(node: Node): void;
  /** A backward pass begins at these. */
  backward(outputs: readonly Tensor[]): void;
  /** The program looked at the values of a tensor: from here on they are numbers, and no derivative follows them. */
  read(read: Read): void;
}

/** A look at the values of a tensor that the tape cannot follow. */
export interface Read {
  readonly tensor: Tensor;
  /** What was called: `"item()"`, `"toArray()"`, `"toString()"`. */
  readonly how: string;
  /** The path of the Module in which it happened. */
  readonly path: string;
  /** The program line; under `record(fn, { sites: true })`. */
  readonly site: Site | null;
}

/** Takes nodes into a list, and wants no more of them. */
export function collecting(nodes: Node[]): Recorder {
  return { keeps: false, node: (node) => void nodes.push(node), backward: () => {}, read: () => {} };
}

/** Tells whoever records of every look at values. Someone who follows the program has a watch of their own in its place. */
export const readsWatch: Watch = {
  values(x, how) {
    const { tape, path, sites } = recording;
    tape?.read({ tensor: x as Tensor, how, path, site: sites === null ? null : sites() }); // only tensors tell of looks
  },
  gradient() {},
  setGradient() {},
};

/** For which input of which node a derivative is computed. */
export interface DerivativeOf {
  readonly node: Node;
  /** The input; `null` for what concerns all of them, as a tangent does. */
  readonly input: number | null;
  /** The contribution of that edge to the cotangent of the input, the sum that takes it in, or the tangent of the node's output. */
  readonly part: "contribution" | "sum" | "tangent";
}

/** Applies an op, whoever follows. */
export type Perform = (op: Op, inputs: readonly Tensor[], attrs: unknown) => Tensor | readonly Tensor[];

/**
 * What is being recorded at this moment. Changed only by the two functions below, which put everything back; the functions that
 * run in between are synchronous, so nothing of it outlives a turn of the event loop.
 */
interface RecordingState {
  /** Do ops whose inputs require a gradient write a node? */
  gradients: boolean;
  /** Under `record`: gets every node in order, differentiable or not. */
  tape: Recorder | null;
  /** Under `record`, within a derivative rule: whose derivative is being computed. */
  derivativeOf: DerivativeOf | null;
  /** Under `record(fn, { sites: true })`: how the program line is found that makes a node. */
  sites: (() => Site | null) | null;
  /** Path of the Module that is running, under `record`. */
  path: string;
  /** Who follows this program to compile it. */
  tracing: Tracing | null;
  /** Who runs this program for a batch. */
  batching: Batching | null;
  /** Who will run this program once more. */
  repeating: Repeating | null;
}

export const recording: RecordingState = {
  gradients: true,
  tape: null,
  derivativeOf: null,
  sites: null,
  path: "",
  tracing: null,
  batching: null,
  repeating: null,
};

/** Runs `fn` with parts of the recording state changed, and puts them back whatever happens. */
export function withRecording<T>(where: string, change: Partial<RecordingState>, fn: () => T): T {
  const { gradients, tape, derivativeOf, sites, path, tracing, batching, repeating } = recording;
  let value: T;
  Object.assign(recording, change);
  try {
    value = fn();
  } finally {
    Object.assign(recording, { gradients, tape, derivativeOf, sites, path, tracing, batching, repeating });
  }
  rejectPromise(where, value);
  return value;
}

/** As {@link withRecording} for the one part that every backward pass changes, and for callbacks known to be synchronous. */
export function withGradients<T>(gradients: boolean, fn: () => T): T {
  const before = recording.gradients;
  recording.gradients = gradients;
  try {
    return fn();
  } finally {
    recording.gradients = before;
  }
}

/** Says of what the nodes that follow are the derivative. Costs nothing where nothing is recorded. Whoever calls it puts back what was. */
export function note(node: Node, input: number | null, part: DerivativeOf["part"]): void {
  if (recording.tape !== null) recording.derivativeOf = { node, input, part };
}

/** Runs `fn`, which computes a derivative, so that the nodes it writes say of what. */
export function deriving<T>(node: Node, input: number | null, part: DerivativeOf["part"], fn: () => T): T {
  const before = recording.derivativeOf;
  try {
    note(node, input, part);
    return fn();
  } finally {
    recording.derivativeOf = before;
  }
}

/** @throws GradientError for an async callback: what it does after its first await would not be recorded as asked. */
function rejectPromise(where: string, value: unknown): void {
  if (typeof value !== "object" || value === null || typeof Reflect.get(value, "then") !== "function") return;
  // This error replaces whatever the callback may still throw.
  Promise.resolve(value).catch(() => {});
  throw new GradientError(
    `${where}: the callback must be synchronous, got one that returns a Promise. Await first, then call ${where}.`,
  );
}
