import { BuiltOp } from "../../op/build.ts";
import { TapeNode } from "../../tape/node.ts";
import type { RuleContext } from "../../tape/op.ts";
import { recording, withRecording } from "../../tape/recording.ts";
import { isFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { zerosOf } from "../../tensor/zeros.ts";
import { freshLeaf } from "../leaves.ts";
import { Sweep } from "../sweep.ts";
import type { Graph } from "./graph.ts";
import { type Flat, type Shape, shapeOf, withTensors } from "./signature.ts";
import { NotCompilable } from "./trace.ts";

/** Makes a pullback that is compiled as it is called. */
type Compile = (f: Pullback) => Pullback;

/** What is needed of a compiled function to differentiate a call of it. */
interface Called<Y> {
  readonly graph: Graph;
  readonly shape: Shape<Y>;
  /** Which results the program computes. */
  readonly own: readonly number[];
}

/** The pullback of a function: from tensors it is given and cotangents of its results to the cotangents of what it depends on. */
type Pullback = (given: readonly Tensor[], cotangents: readonly Tensor[]) => readonly Tensor[];

interface CallAttrs {
  readonly pullback: Pullback;
  /** The cotangents that were asked for last, and what they were pulled back to: a rule is called for each input. */
  last: {
    readonly cotangents: readonly Tensor[];
    readonly recorded: boolean;
    readonly pulled: readonly Tensor[];
  } | null;
}

/** The op that a call of a compiled function is on an enclosing tape. */
const callOp = /* @__PURE__ */ new BuiltOp({
  name: "jit",
  inputs: [{ name: "inputs", kind: "values" }],
  variadic: true,
  several: true,
  dtype: () => [],
  shape: () => [],
  forward() {},
  rules: [(cotangents, context, index) => pulledBack(cotangents, context)[index]!],
  formula: { value: "[y₀, y₁, …] = f(x₀, x₁, …)", inputs: "x̄ᵢ = Σⱼ ȳⱼ ∂yⱼ/∂xᵢ" },
});

function pulledBack(cotangents: readonly Tensor[], { node }: RuleContext): readonly Tensor[] {
  const attrs = node.attrs as CallAttrs;
  const { last } = attrs;
  const recorded = recording.gradients;
  if (last !== null && last.recorded === recorded && last.cotangents.every((x, i) => x === cotangents[i]))
    return last.pulled;
  const inputs = node.inputs.map((_: Tensor, i: number) => node.input(i));
  const pulled = attrs.pullback(inputs, cotangents);
  attrs.last = { cotangents: [...cotangents], recorded, pulled };
  return pulled;
}

const pullbacks = new WeakMap<object, Pullback>();

/**
 * The results of a compiled call as tensors that can be differentiated, by its arguments and by the Parameters it captured: on the tape
 * the call is one node, whose rule is the compiled pullback of the function.
 */
export function linked<Args extends readonly unknown[], Y>(
  f: (...args: Args) => Y,
  compile: Compile,
  variant: Called<Y>,
  args: Args,
  { tensors }: Flat,
  results: readonly Tensor[],
): Y {
  const { graph, shape } = variant;
  const { captured } = graph;
  let pullback = pullbacks.get(variant);
  if (pullback === undefined) {
    pullback = compile(pullbackOf(f, args, tensors.length, captured, variant.own));
    pullbacks.set(variant, pullback);
  }
  const own = variant.own.map((i) => results[i]!);
  const node = new TapeNode(callOp, [...tensors, ...captured], { pullback, last: null } satisfies CallAttrs, own);
  own.forEach((output, i) => {
    output.node = node;
    output.slot = i;
    output.requiresGrad = graph.results[variant.own[i]!]!.differentiable;
  });
  return shape.rebuild((i) => results[i]!);
}

function pullbackOf<Args extends readonly unknown[]>(
  f: (...args: Args) => unknown,
  args: Args,
  count: number,
  captured: readonly Tensor[],
  own: readonly number[],
): Pullback {
  return (given, cotangents) => {
    // The tape of the call is not that of a batch that its cotangents may be.
    const stands = withRecording("jit", { batching: null }, () =>
      given.slice(0, count).map((x) => (isFloat(x.dtype) ? freshLeaf(x) : x)),
    );
    const value = withRecording("jit", { gradients: true, batching: null }, () =>
      f(...(withTensors(args, stands) as unknown as Args)),
    );
    const { tensors } = shapeOf(value, (received) => new NotCompilable("jit", received, null, "Return tensors."));
    const outputs = own.map((i) => tensors[i]!);
    const targets = [...stands, ...captured];
    const used = outputs.map((_, i) => i).filter((i) => outputs[i]!.requiresGrad);
    const sweep = new Sweep(
      used.map((i) => outputs[i]!),
      used.map((i) => cotangents[i]!),
      new Set(targets),
    );
    const found = sweep.run({ record: recording.gradients });
    return targets.map((x) => found.get(x) ?? zerosOf(x));
  };
}
