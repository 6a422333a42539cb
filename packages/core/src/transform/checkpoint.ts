import { functionArgument } from "../arguments.ts";
import { GradientError, TapegradError } from "../errors.ts";
import { BuiltOp } from "../op/build.ts";
import { formatShape } from "../shape/format.ts";
import { sameShape } from "../shape/sizes.ts";
import { link } from "../tape/apply.ts";
import { TapeNode, upcomingId } from "../tape/node.ts";
import { type RuleContext, ruleOf } from "../tape/op.ts";
import { recording, withRecording } from "../tape/recording.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";
import { zerosOf } from "../tensor/zeros.ts";
import { treeFlatten, treeMap } from "../tree/tree.ts";
import { flattenArguments, withTensors } from "./jit/signature.ts";
import { isFollowed } from "./jit/trace.ts";
import { freshLeaf } from "./leaves.ts";
import { Sweep } from "./sweep.ts";

/**
 * The same function, whose tape is not kept: the backward pass runs it once more to have it. What a call keeps is its arguments and its
 * results, whatever lies between; in exchange it is computed twice. A model of n layers, √n of them in each checkpoint, needs memory for
 * about 2 √n of its layers.
 *
 * Values and derivatives, of any order, are the same; where something is used both within the function and outside, its derivative is
 * added up in another order. Random numbers, as of `dropout`, are drawn from the generators as
 * they were the first time, which then go on from where they are. Within `jit`, `record`, `noGrad` and `vmap` the function runs as it is.
 *
 * @param fn - From tensors and trees of tensors to a tree of tensors; other arguments may be anything. What it captures, such as
 * Parameters, is differentiated too. It must compute the same when it runs again: what it does besides is done twice, and overwriting
 * Parameters is refused.
 * @throws {@link TapegradError} when called, if `fn` overwrites a Parameter or gives something else than tensors; {@link GradientError} in
 * the backward pass, if it does not compute the same again or what it was computed from has been overwritten since.
 * @example
 * ```ts
 * const layer = checkpoint((x: Tensor) => x.tanh().square());
 * grad((x: Tensor) => layer(layer(x)).sum())(tensor([1])).toArray(); // => [0.4860…]
 * ```
 * @see Chen et al. (2016), "Training deep nets with sublinear memory cost"; JAX, `jax.checkpoint`.
 */
export function checkpoint<Args extends readonly unknown[], Y>(fn: (...args: Args) => Y): (...args: Args) => Y {
  functionArgument("checkpoint", "fn", fn);
  return (...args) => (isFollowed() || !recording.gradients ? fn(...args) : called(fn, args));
}

/** What a call keeps. */
interface Call {
  /** Computes the results again from stand-ins for the arguments that require a gradient. */
  readonly run: (stands: readonly Tensor[]) => readonly Tensor[];
  /** How many of the node's inputs are arguments; the others were captured. */
  readonly count: number;
}

/** What was pulled back for cotangents: a rule is called for each input, with the same ones. */
interface PulledBack {
  /** The calls of a sum get one cotangent. */
  readonly node: Node;
  readonly cotangents: readonly Tensor[];
  readonly recorded: boolean;
  readonly pulled: readonly Tensor[];
}

/** By the first of the cotangents: kept no longer than someone has them. */
const pulledBack = new WeakMap<Tensor, PulledBack>();

const checkpointOp = /* @__PURE__ */ new BuiltOp({
  name: "checkpoint",
  inputs: [{ name: "inputs", kind: "values" }],
  variadic: true,
  several: true,
  dtype: () => [],
  shape: () => [],
  forward() {},
  rules: [(cotangents, context, index) => pullBack(cotangents, context)[index]!],
  formula: { value: "y = f(inputs)", inputs: "x̄ = the pullback of f, run again" },
});

function called<Args extends readonly unknown[], Y>(fn: (...args: Args) => Y, args: Args): Y {
  const given = flattenArguments(args, "checkpoint").tensors;
  const asked = given.filter((x) => x.requiresGrad);
  const call = (stands: readonly Tensor[]): Y => {
    let next = 0;
    const all = given.map((x) => (x.requiresGrad ? stands[next++]! : x));
    return fn(...(withTensors(args, all) as unknown as Args)); // the same trees, of stand-ins
  };

  const first = upcomingId();
  const stands = asked.map((x) => {
    const leaf = x.standIn();
    leaf.requiresGrad = true;
    return leaf;
  });
  /** What puts each generator back to where it was before the first number drawn. */
  const before = new Map<object, () => void>();
  const outer = recording.repeating;
  const repeating = {
    drawn(source: { bookmark(): () => void }): void {
      if (!before.has(source)) before.set(source, source.bookmark());
      outer?.drawn(source);
    },
    overwrites: refuseOverwriting,
  };
  const value = withRecording("checkpoint", { gradients: true, repeating }, () => call(stands));
  const results = treeFlatten(value, "checkpoint").map(({ tensor }) => tensor);
  const isInner = (x: Tensor): boolean => x.node !== null && x.node.id >= first;
  const own = results.map((x) => x.requiresGrad && isInner(x));
  const inputs = [...asked, ...capturedBy(results, new Set(stands), isInner)];

  const run = (again: readonly Tensor[]): readonly Tensor[] => {
    const sources = [...before.keys()] as { bookmark(): () => void }[]; // as they were put in
    const now = sources.map((source) => source.bookmark());
    for (const putBack of before.values()) putBack();
    try {
      const change = { gradients: true, batching: null, repeating: null };
      const remade = withRecording("checkpoint", change, () => call(again));
      return treeFlatten(remade, "checkpoint")
        .map(({ tensor }) => tensor)
        .filter((_, i) => own[i]!);
    } finally {
      for (const goOn of now) goOn();
    }
  };
  const outputs = results.filter((_, i) => own[i]!).map((x) => x.withoutHistory());
  if (outputs.length > 0) {
    const kept: Call = { run, count: asked.length };
    link(new TapeNode(checkpointOp, inputs, kept, outputs), true);
  }
  let [i, k] = [0, 0];
  return treeMap((x) => {
    if (own[i++]!) return outputs[k++]!;
    const stand = stands.indexOf(x); // returned as it came in
    return stand < 0 ? x : asked[stand]!;
  }, value) as Y; // the same tree
}

/** What the results were computed from that is neither theirs nor an argument, and requires a gradient. */
function capturedBy(
  results: readonly Tensor[],
  stands: ReadonlySet<Tensor>,
  isInner: (x: Tensor) => boolean,
): readonly Tensor[] {
  const captured = new Set<Tensor>();
  const seen = new Set<object>();
  const pending = results.filter(isInner);
  while (pending.length > 0) {
    const { node } = pending.pop()!;
    if (seen.has(node!)) continue;
    seen.add(node!);
    node!.inputs.forEach((x: Tensor, i: number) => {
      if (!x.requiresGrad || ruleOf(node!.op, i) === null || stands.has(x)) return;
      if (isInner(x)) pending.push(x);
      else captured.add(x);
    });
  }
  return [...captured];
}

function pullBack(cotangents: readonly Tensor[], { node }: RuleContext): readonly Tensor[] {
  const recorded = recording.gradients;
  const known = pulledBack.get(cotangents[0]!);
  if (known?.node === node && known.recorded === recorded && cotangents.every((x, i) => x === known.cotangents[i]))
    return known.pulled;
  const { run, count } = node.attrs as Call;
  // Looking at them finds what has been overwritten.
  const inputs = node.inputs.map((_: Tensor, i: number) => node.input(i));
  // The tape of the call is not that of a batch that its cotangents may be.
  const stands = withRecording("checkpoint", { batching: null }, () => inputs.slice(0, count).map(freshLeaf));
  const outputs = run(stands);
  requireSame(outputs, node.outputs);
  const targets = [...stands, ...inputs.slice(count)];
  const sweep = new Sweep(outputs, cotangents, new Set(targets));
  const found = sweep.run({ record: recorded });
  const pulled = targets.map((x) => found.get(x) ?? zerosOf(x));
  pulledBack.set(cotangents[0]!, { node, cotangents: [...cotangents], recorded, pulled });
  return pulled;
}

/** @throws GradientError unless what was computed again has the shapes that it had. */
function requireSame(again: readonly Tensor[], before: readonly Tensor[]): void {
  const shapes = (list: readonly Tensor[]): string => list.map(({ shape }) => formatShape(shape)).join(", ");
  const fits = again.length === before.length && again.every((x, i) => sameShape(x.shape, before[i]!.shape));
  if (fits && again.every((x) => x.requiresGrad)) return;
  throw new GradientError({
    where: "checkpoint",
    argument: "the function",
    expected: `must give ${shapes(before)} again`,
    received: shapes(again),
    advice: "It must compute the same each time it is called.",
  });
}

function refuseOverwriting({ name }: { readonly name: string }): never {
  throw new TapegradError({
    where: "checkpoint",
    argument: "the function",
    expected: "must compute the same when it runs again",
    received: `one that overwrites a Parameter with ${name}`,
    advice: "Leave that out of the function: a backward pass would do it twice.",
  });
}
