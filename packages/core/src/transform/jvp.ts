import { ShapeError } from "../errors.ts";
import { cast } from "../ops/movement/cast.ts";
import { formatShape } from "../shape/format.ts";
import { sameShape } from "../shape/sizes.ts";
import { zerosLike } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type TensorsOf, treeFlatten, treeMap } from "../tree/tree.ts";
import { cutOff } from "./grad.ts";
import { vjp } from "./vjp.ts";

/**
 * The value of a function and its derivative along a direction: `(x, v) ↦ (f(x), ∂f/∂x · v)`.
 *
 * The pullback `u ↦ uᵀ ∂f/∂x` is linear in `u`, so its own pullback is what is wanted: reverse mode applied twice. Every op
 * that has a `vjp` has a `jvp` by that, at about three times the cost of `f`.
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
 * @see Townsend (2017), "A new trick for calculating Jacobian vector products".
 */
export function jvp<Args extends readonly unknown[], Y>(
  f: (...args: Args) => Y,
  primals: Args,
  tangents: { readonly [K in keyof Args]: TensorsOf<Args[K]> },
): [value: Y, tangent: TensorsOf<Y>] {
  const points = treeFlatten(primals, "jvp");
  const given = treeFlatten(tangents, "jvp");
  if (points.length !== given.length) {
    throw new ShapeError(
      `jvp: tangents must be a list of trees like the primals, with ${points.length} tensors, got ${given.length}.`,
    );
  }
  const directions = given.map(({ path, tensor }, i) => {
    const { tensor: primal } = points[i]!;
    if (!sameShape(tensor.shape, primal.shape)) {
      const wanted = formatShape(primal.shape);
      throw new ShapeError(`jvp: tangent ${path} must have shape ${wanted}, got ${formatShape(tensor.shape)}.`);
    }
    return cast(tensor, primal.dtype);
  });

  // One stand-in cotangent per output, of any value: the pullback is linear in it. Zeros, so that nothing overflows.
  const [value, pullback] = vjp(f, ...primals);
  const cotangent = treeMap((y) => zerosLike(y), value);
  const [, push] = vjp((u: TensorsOf<Y>) => treeFlatten(pullback(u)).map(({ tensor }) => tensor), cotangent);
  const [tangent] = push(directions as Tensor[]) as unknown as [TensorsOf<Y>]; // one tree for the one primal
  // It was recorded because of the stand-ins, which nobody knows. What else could be asked for shows in the value or a direction.
  const differentiable = [...treeFlatten(value).map(({ tensor }) => tensor), ...directions].some((x) => x.requiresGrad);
  return [value, differentiable ? tangent : (treeMap(cutOff, tangent) as TensorsOf<Y>)];
}
