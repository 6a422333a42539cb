import { functionArgument } from "../arguments.ts";
import { ShapeError, TapegradError } from "../errors.ts";
import { broadcastTo } from "../ops/movement/broadcastTo.ts";
import { cast } from "../ops/movement/cast.ts";
import { formatReceived, formatShape } from "../shape/format.ts";
import { sameShape } from "../shape/sizes.ts";
import { ruleOf } from "../tape/op.ts";
import { deriving, recording, withGradients, withRecording } from "../tape/recording.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";
import { zerosOf } from "../tensor/zeros.ts";
import { type TensorsOf, treeFlatten, treeMap } from "../tree/tree.ts";
import { cutOff, dependsOnOthers, matters } from "./grad.ts";
import { freshLeaf, freshLeaves } from "./leaves.ts";
import { contributionOf, Sweep } from "./sweep.ts";

/**
 * The value of a function and its derivative along a direction: `(x, v) ↦ (f(x), ∂f/∂x · v)`.
 *
 * `f` runs once and is recorded; then the tangents go along the tape, from the first node to the last. Elementwise ops push them
 * forward by the slopes they state. Every other op does so through its reverse rule, which is linear in the cotangent, so that its own
 * pullback is what is wanted.
 *
 * @param f - From trees of tensors to a tree of tensors.
 * @param primals - Where to evaluate it: the list of its arguments.
 * @param tangents - The direction: a list of trees like the primals.
 * @returns The value, and a tangent like the value.
 * @throws {@link ShapeError} if a tangent does not fit its primal; {@link GradientError} if a primal has no derivative.
 * @example
 * ```ts
 * const [y, dy] = jvp((x: Tensor) => x.mul(x), [tensor([1, 2])], [tensor([10, 1])]);
 * y.toArray(); // => [1, 4]
 * dy.toArray(); // => [20, 4]
 * ```
 * @see Townsend (2017), "A new trick for calculating Jacobian vector products", for the ops without a forward rule.
 */
export function jvp<Args extends readonly unknown[], Y>(
  f: (...args: Args) => Y,
  primals: Args,
  tangents: { readonly [K in keyof Args]: TensorsOf<Args[K]> },
): [value: Y, tangent: TensorsOf<Y>] {
  functionArgument("jvp", "f", f);
  return along("jvp", "tangent", f, primals, tangents);
}

/** As {@link jvp}, called so in errors, where directions are called by `word`. */
export function along<Args extends readonly unknown[], Y>(
  where: string,
  word: string,
  f: (...args: Args) => Y,
  primals: Args,
  tangents: { readonly [K in keyof Args]: TensorsOf<Args[K]> },
): [value: Y, tangent: TensorsOf<Y>] {
  for (const [name, list] of Object.entries({ primals, [`${word}s`]: tangents }))
    if (!Array.isArray(list))
      throw new TapegradError(
        `${where}: ${name} must be a list, one for each argument of f, got ${formatReceived(list)}. Write [x].`,
      );
  const points = treeFlatten(primals, where);
  const given = treeFlatten(tangents, where);
  if (points.length !== given.length) {
    throw new ShapeError(
      `${where}: ${word}s must be a list of trees like the primals, with ${points.length} tensors, got ${given.length}.`,
    );
  }
  const directions = given.map(({ path, tensor }, i) => {
    const { tensor: primal } = points[i]!;
    if (!sameShape(tensor.shape, primal.shape)) {
      const wanted = formatShape(primal.shape);
      throw new ShapeError(`${where}: ${word} ${path} must have shape ${wanted}, got ${formatShape(tensor.shape)}.`);
    }
    return cast(tensor, primal.dtype);
  });

  const stands = primals.map((primal) => freshLeaves(where, primal, "let the function capture it"));
  const value = withRecording(
    where,
    { gradients: true },
    () => f(...(stands.map((stand) => stand.primal) as unknown as Args)), // the same trees, of stand-ins
  );
  const outputs = treeFlatten(value, where).map(({ tensor }) => tensor);
  const leaves = stands.flatMap((stand) => stand.leaves);
  const nested = dependsOnOthers(outputs, leaves);
  const differentiable = recording.gradients && (nested || directions.some(matters));
  const pushed = withGradients(differentiable, () => pushForward(outputs, leaves, directions));
  let next = 0;
  const tangent = treeMap(() => pushed[next++]!, value);
  return [nested ? value : (treeMap(cutOff, value) as Y), tangent];
}

/** The tangents of outputs for those of the leaves they were computed from, zeros where nothing moves. */
export function pushForward(
  outputs: readonly Tensor[],
  leaves: readonly Tensor[],
  directions: readonly Tensor[],
): readonly Tensor[] {
  const tangentOf = new Map<Tensor, Tensor>(leaves.map((leaf, i) => [leaf, directions[i]!]));
  for (const node of nodesBehind(outputs, new Set(leaves)))
    deriving(node, null, "tangent", () => pushAlong(node, tangentOf));
  return outputs.map((y) => tangentOf.get(y) ?? zerosOf(y));
}

/** The nodes that outputs were computed by, up to some leaves, the first first. */
function nodesBehind(outputs: readonly Tensor[], leaves: ReadonlySet<Tensor>): readonly Node[] {
  const found = new Set<Node>();
  const pending = [...outputs];
  while (pending.length > 0) {
    const x = pending.pop()!;
    if (leaves.has(x) || x.node === null || found.has(x.node)) continue;
    found.add(x.node);
    for (const input of x.node.inputs) if (input.requiresGrad) pending.push(input);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

/** The tangents of a node's outputs, from those of its inputs. */
function pushAlong(node: Node, tangentOf: Map<Tensor, Tensor>): void {
  const { op, inputs, outputs } = node;
  const tangents = inputs.map((input: Tensor, i: number) =>
    ruleOf(op, i) === null ? null : (tangentOf.get(input) ?? null),
  );
  if (tangents.every((tangent) => tangent === null)) return;
  if (op.pushForward === null) {
    pushThroughRules(node, tangents, tangentOf);
    return;
  }
  const [output] = outputs as [Tensor];
  const pushed = op.pushForward(tangents, node);
  if (pushed === null) return;
  // A scalar's tangent is that of all it was repeated to; and the result may be of a higher dtype.
  const whole = sameShape(pushed.shape, output.shape) ? pushed : (broadcastTo(pushed, output.shape) as Tensor);
  tangentOf.set(output, whole.dtype === output.dtype ? whole : cast(whole, output.dtype));
}

/** `J ẋ` from `ȳ ↦ Jᵀ ȳ`: that is linear, so its own pullback at any `ȳ` is J. Zeros, so that nothing overflows. */
function pushThroughRules(node: Node, tangents: readonly (Tensor | null)[], tangentOf: Map<Tensor, Tensor>): void {
  const cotangents = node.outputs.map((output) => freshLeaf(zerosOf(output)));
  const moving = tangents.map((_, i) => i).filter((i) => tangents[i] !== null);
  const pulled = withGradients(true, () => moving.map((i) => contributionOf(node, i, cotangents)));
  // What does not depend on the cotangent at all is 0.
  const through = pulled.map((_, k) => k).filter((k) => pulled[k]!.requiresGrad);
  const sweep = new Sweep(
    through.map((k) => pulled[k]!),
    through.map((k) => tangents[moving[k]!]!),
    new Set(cotangents),
  );
  const pushed = sweep.run({ record: recording.gradients });
  node.outputs.forEach((output, k) => {
    const tangent = pushed.get(cotangents[k]!);
    if (tangent !== undefined) tangentOf.set(output, tangent);
  });
}
