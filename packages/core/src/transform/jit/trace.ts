import { TapegradError } from "../../errors.ts";
import { type HostCall, hostCallOp } from "../../op/host.ts";
import { sourceOf } from "../../random/draw.ts";
import type { Op } from "../../tape/op.ts";
import { collecting, type Perform, recording, type Tracing, withRecording } from "../../tape/recording.ts";
import { callsSoFar, currentSite, type Site } from "../../tape/site.ts";
import type { Data } from "../../tensor/dtype.ts";
import type { Node, Tensor } from "../../tensor/tensor.ts";
import { type Watch, watch } from "../../tensor/watch.ts";

/** Something besides tensors that a program depends on, and what it was. */
export interface Condition {
  readonly read: () => unknown;
  readonly value: unknown;
}

/** What one run of a program did. */
export interface Trace<Y> {
  readonly value: Y;
  readonly nodes: readonly Node[];
  /** The calls that led to each of the nodes. */
  readonly origins: readonly Error[];
  readonly conditions: readonly Condition[];
  /** The gradients of leaves that the program looked at before it set them. */
  readonly gradientsBefore: ReadonlyMap<Tensor, Tensor | null>;
  /** The leaves whose gradients it forgot before anything that may throw. */
  readonly forgotten: ReadonlySet<Tensor>;
  /** The gradients of leaves that it set, as they were at the end. */
  readonly gradientsAfter: ReadonlyMap<Tensor, Tensor | null>;
  /** Nodes that a backward pass has let go of. */
  readonly released: ReadonlySet<Node>;
  /** Makes everything as if the program had not run. */
  readonly undo: () => void;
}

/** A tensor's values before the first op that overwrote them. */
interface Overwritten {
  readonly target: Tensor;
  readonly values: Data;
}

/**
 * Follows one run of a program.
 *
 * The program computes what it computes otherwise too; but it may not look at the values of what it was given or has computed, because a
 * compiled program would go on with what was seen this time.
 */
class Follower implements Tracing, Watch {
  readonly nodes: Node[] = [];
  readonly origins: Error[] = [];
  readonly conditions: Condition[] = [];
  readonly gradientsBefore = new Map<Tensor, Tensor | null>();
  readonly gradientsAfter = new Map<Tensor, Tensor | null>();
  readonly forgotten = new Set<Tensor>();
  readonly releasedNodes = new Set<Node>();
  private readonly where: string;
  /** Tensors whose `data` tells this follower of everyone who reads it. */
  private readonly guarded: { readonly x: Tensor; readonly data: Data }[] = [];
  private readonly overwritten = new Map<Data, Overwritten>();
  private readonly calls: HostCall[] = [];
  /** What puts generators back to where they were before each drawing. */
  private readonly bookmarks: (() => void)[] = [];
  /** Has anything run that throws for some values? */
  private mayHaveThrown = false;
  /** More than 0 while an op or a host call runs: these read values at every call. */
  private inside = 0;
  /** Of each leaf whose gradient was looked at or set, what it was at first. */
  private readonly gradientsAtFirst = new Map<Tensor, Tensor | null>();

  constructor(where: string) {
    this.where = where;
  }

  run(op: Op, inputs: readonly Tensor[], attrs: unknown, perform: Perform): Tensor | readonly Tensor[] {
    if (this.inside === 0) this.keepWhatIsOverwritten(op, inputs);
    if (op === hostCallOp) this.calls.push(attrs as HostCall);
    const source = sourceOf(op, attrs);
    if (source !== null) this.bookmarks.push(source.bookmark());
    this.mayHaveThrown ||= op.draws || op.check !== null;
    this.inside++;
    let made: Tensor | readonly Tensor[];
    try {
      made = perform(op, inputs, attrs);
    } finally {
      this.inside--;
    }
    if (this.inside === 0) {
      if (this.origins.length < this.nodes.length) this.origins.push(callsSoFar());
      if (Array.isArray(made)) for (const output of made as readonly Tensor[]) this.guard(output);
      else this.guard(made as Tensor);
    }
    return made;
  }

  depends(read: () => unknown): void {
    this.conditions.push({ read, value: read() });
  }

  released(nodes: readonly Node[]): void {
    for (const node of nodes) this.releasedNodes.add(node);
  }

  refuse(what: string, advice: string): never {
    throw new NotCompilable(this.where, what, currentSite(), advice);
  }

  values(x: Tensor, how: string): void {
    if (this.inside > 0 || !(x.node !== null || x.version !== null || this.guarded.some((other) => other.x === x)))
      return;
    throw this.refusal(how);
  }

  gradient(leaf: Tensor): void {
    if (this.gradientsAtFirst.has(leaf)) return;
    this.gradientsBefore.set(leaf, this.firstGradient(leaf));
  }

  setGradient(leaf: Tensor, gradient: Tensor | null): void {
    if (!this.gradientsAtFirst.has(leaf)) {
      this.firstGradient(leaf);
      if (gradient === null && !this.mayHaveThrown) this.forgotten.add(leaf);
    }
    this.gradientsAfter.set(leaf, gradient);
  }

  /** From now on the program may not read the values of `x`. */
  guard(x: Tensor): void {
    const { data } = x;
    this.guarded.push({ x, data });
    const get = (): Data => {
      if (this.inside === 0 && watch.current === this) throw this.refusal("data");
      return data;
    };
    Object.defineProperty(x, "data", { get, enumerable: true, configurable: true });
  }

  /** Everything may be read again. */
  finish(): void {
    for (const { x, data } of this.guarded)
      Object.defineProperty(x, "data", { value: data, writable: true, enumerable: true, configurable: true });
  }

  /** As if the program had not run: for one that cannot be compiled. */
  undo(): void {
    for (const { target, values } of this.overwritten.values()) {
      target.data.set(values as never); // of the same kind
      target.version!.count++;
    }
    for (const leaf of this.gradientsAfter.keys()) leaf.grad = this.gradientsAtFirst.get(leaf)!;
    for (const { undo } of this.calls.reverse()) undo?.();
    for (const putBack of this.bookmarks.reverse()) putBack();
  }

  private firstGradient(leaf: Tensor): Tensor | null {
    this.gradientsAtFirst.set(leaf, null); // before the next line asks again
    const { grad } = leaf;
    this.gradientsAtFirst.set(leaf, grad);
    return grad;
  }

  private keepWhatIsOverwritten(op: Op, inputs: readonly Tensor[]): void {
    for (const position of op.mutates) {
      const target = inputs[position]!;
      if (!this.overwritten.has(target.data))
        this.overwritten.set(target.data, { target, values: target.data.slice() });
    }
  }

  private refusal(how: string): TapegradError {
    return new NotCompilable(this.where, `a program that looks at values with ${how}`, currentSite());
  }
}

/** A program that does what a compiled one cannot do. */
export class NotCompilable extends TapegradError {
  constructor(where: string, received: string, site: Site | null, advice?: string) {
    const at = site === null ? "" : ` at ${site.file}:${site.line}:${site.column}`;
    super({
      where,
      argument: "the function",
      expected: "must compute with tensors alone, so that it can be compiled",
      received: `${received}${at}`,
      advice:
        advice ??
        "Return the tensor and look at it afterwards, choose with where(…), or look within hostCall(…), which is called every time.",
    });
  }
}

/**
 * Runs a program and follows it.
 *
 * @param given - Tensors the program is given, whose values it may not look at.
 * @throws What the program throws; NotCompilable if it looks at values, and then nothing has changed.
 */
export function follow<Y>(where: string, program: () => Y, given: readonly Tensor[]): Trace<Y> {
  const follower = new Follower(where);
  for (const x of given) follower.guard(x);
  const outer = watch.current;
  watch.current = follower;
  try {
    const value = withRecording(
      where,
      { tape: collecting(follower.nodes), sites: null, path: "", tracing: follower },
      program,
    );
    watch.current = outer;
    return {
      value,
      nodes: follower.nodes,
      origins: follower.origins,
      conditions: follower.conditions,
      gradientsBefore: follower.gradientsBefore,
      gradientsAfter: follower.gradientsAfter,
      released: follower.releasedNodes,
      forgotten: follower.forgotten,
      undo: () => follower.undo(),
    };
  } catch (error) {
    watch.current = outer;
    follower.finish();
    if (error instanceof NotCompilable) follower.undo();
    throw error;
  } finally {
    watch.current = outer;
    follower.finish();
  }
}

/** Is someone following? Then a compiled function runs as what it was made of. */
export function isFollowed(): boolean {
  return recording.tracing !== null || recording.tape !== null || recording.batching !== null;
}
