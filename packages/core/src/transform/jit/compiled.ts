import { TapegradError } from "../../errors.ts";
import { recording } from "../../tape/recording.ts";
import { isFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { linked } from "./derivative.ts";
import { describe } from "./explain.ts";
import { type Difference, differenceOf, type Graph, graphOf, withoutOrigins } from "./graph.ts";
import { Program } from "./program.ts";
import { type Flat, flattenArguments, type Shape, Signature, shapeOf, withTensors } from "./signature.ts";
import { standIn } from "./standIn.ts";
import { type Condition, follow, isFollowed, NotCompilable, type Trace } from "./trace.ts";

/** Of how many combinations of arguments a function keeps a program; beyond that something varies that should be a tensor. */
const mostVariants = 64;
/** Longer programs take longer to be compiled than most ever run, and more of the stack than there is. */
const mostSteps = 5000;
/** The first call after which the function is run again to see whether it still does the same, and how many times as late the next is. */
const [firstCheck, checkFactor] = [8, 8];

/** A function as it was compiled for certain arguments. */
interface Variant<Y> {
  readonly signature: Signature;
  readonly conditions: readonly Condition[];
  readonly graph: Graph;
  readonly shape: Shape<Y>;
  /** Which results the program computes. What is returned as it was given, or is always the same, has its own history. */
  readonly own: readonly number[];
  readonly differentiable: boolean;
  program: Program | null;
  calls: number;
  nextCheck: number;
  /** Has it done something else than at first? From then on every call is followed. */
  hasVaried: boolean;
}

/** What is behind a function that `jit` made. */
export class CompiledFunction<Args extends readonly unknown[], Y> {
  private readonly f: (...args: Args) => Y;
  private readonly onRefused: ((reason: TapegradError) => void) | null;
  private readonly profile: boolean;
  private readonly variants: Variant<Y>[] = [];
  private latest: Variant<Y> | null = null;
  private isRefused = false;

  constructor(f: (...args: Args) => Y, onRefused: ((reason: TapegradError) => void) | null, profile: boolean) {
    this.f = f;
    this.onRefused = onRefused;
    this.profile = profile;
  }

  call(args: Args): Y {
    if (this.isRefused || isFollowed()) return this.f(...args);
    const flat = flattenArguments(args);
    const variant = this.variantFor(flat);
    if (variant === null || variant.calls === 1 || variant.calls === variant.nextCheck || variant.hasVaried)
      return this.followed(args, flat, variant);
    // Its derivative would run it once more, and draw or count once more.
    if (variant.differentiable && variant.graph.hasEffects) return this.f(...args);
    variant.program ??= new Program(variant.graph, this.profile);
    const { program, shape } = variant;
    // Called by a call that it makes itself: its buffers are in use.
    if (program.isRunning) return this.f(...args);
    variant.calls++;
    const given = { args: flat.tensors };
    program.run(given);
    const made = program.results;
    if (variant.differentiable)
      return linked(
        this.f,
        compiledPullback,
        variant,
        args,
        flat,
        made.map((make) => make(given)),
      );
    return shape.rebuild((i) => made[i]!(given));
  }

  explain(): string {
    if (this.isRefused) return "Not compiled: the function is not one that can be, and runs as it is.";
    if (this.latest === null) return "Not compiled yet: the first two calls run the function and follow it.";
    if (this.latest.differentiable && this.latest.graph.hasEffects)
      return "Not compiled: its results can be differentiated, and its derivative would draw or call the program once more.";
    this.latest.program ??= new Program(this.latest.graph, this.profile);
    return describe(this.latest.program);
  }

  private variantFor(flat: Flat): Variant<Y> | null {
    const { gradients } = recording;
    if (this.latest !== null && matches(this.latest, flat, gradients)) return this.latest;
    this.latest = this.variants.find((variant) => matches(variant, flat, gradients)) ?? null;
    return this.latest;
  }

  /** A call that runs the function as it is, and either learns from it or compares. */
  private followed(args: Args, flat: Flat, known: Variant<Y> | null): Y {
    const given = flat.tensors.map(standIn);
    const call = withTensors(args, given) as unknown as Args; // the same trees
    let trace: Trace<Y> | null = null;
    try {
      trace = follow(
        "jit",
        () => this.f(...call),
        given.filter((x) => x.version === null),
      );
      return this.followedBy(trace, flat, given, known);
    } catch (error) {
      // Another error before the end is the function's own.
      const isRefusal = trace !== null || error instanceof NotCompilable;
      if (!isRefusal || this.onRefused === null) {
        trace?.undo();
        throw error;
      }
      this.isRefused = true;
      this.onRefused(error as TapegradError); // what is thrown after the end is one
      if (trace !== null && !setsGradientOf([...given, ...flat.tensors], trace)) return trace.value;
      trace?.undo();
      return this.f(...args);
    }
  }

  private followedBy(trace: Trace<Y>, flat: Flat, given: readonly Tensor[], known: Variant<Y> | null): Y {
    const shape = shapeOf(trace.value, (received) => new NotCompilable("jit", received, null, "Return tensors."));
    const graph = graphOf(trace, given, shape.tensors);
    if (graph.steps.length > mostSteps)
      throw new NotCompilable(
        "jit",
        `one of ${graph.steps.length} ops`,
        null,
        `At most ${mostSteps} are compiled as one.`,
      );
    if (setsGradientOf([...given, ...flat.tensors], trace))
      throw new NotCompilable("jit", "one that calls backward() into an argument", null, "Use grad(f) within it.");
    if (known === null) this.learn(flat, trace, graph, shape);
    else {
      const difference = differenceOf(known.graph, graph) ?? treeDifference(known.shape, shape);
      known.hasVaried ||= difference !== null;
      if (difference !== null) throw new NotCompilable("jit", difference.what, difference.site, varies);
      known.calls++;
      if (known.calls > known.nextCheck) known.nextCheck *= checkFactor;
    }
    if (!shape.tensors.some((x) => given.includes(x))) return trace.value;
    return shape.rebuild((i) => flat.tensors[given.indexOf(shape.tensors[i]!)] ?? shape.tensors[i]!);
  }

  private learn(flat: Flat, { conditions, gradientsBefore }: Trace<Y>, graph: Graph, shape: Shape<Y>): void {
    if (this.variants.length >= mostVariants)
      throw new TapegradError({
        where: "jit",
        argument: "the function",
        expected: `must be called with at most ${mostVariants} combinations of shapes and of arguments that are no tensors`,
        received: "one more",
        advice: "Pass what changes from call to call as a tensor.",
      });
    const parameters = graph.slots.flatMap(({ source }) => (source.kind === "parameter" ? [source.tensor] : []));
    const variant: Variant<Y> = {
      signature: new Signature(flat, recording.gradients),
      conditions: [
        ...conditions,
        ...Array.from(gradientsBefore, ([leaf, gradient]) => ({
          read: () => leaf.grad === null,
          value: gradient === null,
        })),
        ...parameters.map((x) => now(() => x.requiresGrad)),
      ],
      graph: withoutOrigins(graph),
      shape,
      own: graph.results.flatMap(({ slot }, i) => (slot.source.kind === "computed" && isFloat(slot.dtype) ? [i] : [])),
      differentiable: recording.gradients && graph.results.some(({ differentiable }) => differentiable),
      program: null,
      calls: 1,
      nextCheck: firstCheck,
      hasVaried: false,
    };
    this.variants.push(variant);
    this.latest = variant;
  }
}

/** A pullback, compiled like any function. */
function compiledPullback(f: (given: readonly Tensor[], cotangents: readonly Tensor[]) => readonly Tensor[]): typeof f {
  const compiled = new CompiledFunction(f, null, false);
  return (...args) => compiled.call(args);
}

const varies = "Pass what changes as an argument, or read it with hostScalar(…) or hostCondition(…).";

/** Does a program set the gradient of one of these, other than a Parameter's, which stands for itself? */
function setsGradientOf(tensors: readonly Tensor[], { gradientsAfter }: Trace<unknown>): boolean {
  return tensors.some((x) => x.version === null && gradientsAfter.has(x));
}

function treeDifference<Y>(a: Shape<Y>, b: Shape<Y>): Difference | null {
  const isSame =
    a.structure.length === b.structure.length && a.structure.every((part, i) => Object.is(part, b.structure[i]));
  return isSame ? null : { what: "one that returned another tree at one call than at another", site: null };
}

function now(read: () => unknown): Condition {
  return { read, value: read() };
}

function matches<Y>({ signature, conditions }: Variant<Y>, flat: Flat, gradients: boolean): boolean {
  if (!signature.matches(flat, gradients)) return false;
  for (let i = 0; i < conditions.length; i++) if (!Object.is(conditions[i]!.read(), conditions[i]!.value)) return false;
  return true;
}
