import { TapegradError } from "../../errors.ts";
import { recording } from "../../tape/recording.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { linked } from "./derivative.ts";
import { describe } from "./explain.ts";
import { differenceOf, type Graph, graphOf } from "./graph.ts";
import { Program } from "./program.ts";
import { type Flat, flattenArguments, type Shape, Signature, shapeOf, withTensors } from "./signature.ts";
import { standIn } from "./standIn.ts";
import { type Condition, follow, isFollowed, NotCompilable } from "./trace.ts";

/** Of how many combinations of arguments a function keeps a program; beyond that something varies that should be a tensor. */
const mostVariants = 64;
/** The first call after which the function is run again to see whether it still does the same, and how many times as late the next is. */
const [firstCheck, checkFactor] = [8, 8];

/** A function as it was compiled for certain arguments. */
interface Variant<Y> {
  readonly signature: Signature;
  readonly conditions: readonly Condition[];
  readonly graph: Graph;
  readonly shape: Shape<Y>;
  /** Leaves that the program captured and that results can be differentiated by. */
  readonly captured: readonly Tensor[];
  readonly differentiable: boolean;
  program: Program | null;
  calls: number;
  nextCheck: number;
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
    if (variant === null || variant.calls === 1 || variant.calls === variant.nextCheck)
      return this.followed(args, flat, variant);
    variant.calls++;
    variant.program ??= new Program(variant.graph, this.profile);
    const { program, shape } = variant;
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
    try {
      const trace = follow(
        "jit",
        () => this.f(...call),
        given.filter((x) => x.version === null),
      );
      const shape = shapeOf(trace.value, (received) => new NotCompilable("jit", received, null, "Return tensors."));
      const graph = graphOf(trace, given, shape.tensors);
      for (const leaf of graph.gradients.keys())
        if (given.includes(leaf) || flat.tensors.some((x) => x === leaf && x.version === null))
          throw new NotCompilable("jit", "one that calls backward() into an argument", null, "Use grad(f) within it.");
      if (known === null) this.learn(flat, trace.conditions, graph, shape, trace.gradientsBefore);
      else {
        known.calls++;
        if (known.calls > known.nextCheck) known.nextCheck *= checkFactor;
        const difference = differenceOf(known.graph, graph);
        if (difference !== null) {
          // What was compiled is wrong: a program that goes on after this error must not meet it again.
          this.variants.splice(this.variants.indexOf(known), 1);
          this.latest = null;
          throw new NotCompilable("jit", difference.what, difference.site, varies);
        }
      }
      return trace.value;
    } catch (error) {
      if (!(error instanceof NotCompilable) || this.onRefused === null) throw error;
      this.isRefused = true;
      this.onRefused(error);
      return this.f(...args);
    }
  }

  private learn(
    flat: Flat,
    conditions: readonly Condition[],
    graph: Graph,
    shape: Shape<Y>,
    gradientsBefore: ReadonlyMap<Tensor, Tensor | null>,
  ): void {
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
        ...Array.from(gradientsBefore.keys(), (leaf) => now(() => leaf.grad === null)),
        ...parameters.map((x) => now(() => x.requiresGrad)),
      ],
      graph,
      shape,
      captured: parameters.filter((x) => x.requiresGrad && x.node === null),
      differentiable: recording.gradients && graph.results.some(({ differentiable }) => differentiable),
      program: null,
      calls: 1,
      nextCheck: firstCheck,
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

function now(read: () => unknown): Condition {
  return { read, value: read() };
}

function matches<Y>({ signature, conditions }: Variant<Y>, flat: Flat, gradients: boolean): boolean {
  if (!signature.matches(flat, gradients)) return false;
  for (let i = 0; i < conditions.length; i++) if (!Object.is(conditions[i]!.read(), conditions[i]!.value)) return false;
  return true;
}
