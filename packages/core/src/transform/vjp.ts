import { functionArgument } from "../arguments.ts";
import { ShapeError } from "../errors.ts";
import { cast } from "../ops/movement/cast.ts";
import { formatShape } from "../shape/format.ts";
import { sameShape } from "../shape/sizes.ts";
import { withRecording } from "../tape/recording.ts";
import { type TensorsOf, treeFlatten, treeMap } from "../tree/tree.ts";
import { cutOff, dependsOnOthers, pullBack } from "./grad.ts";
import { freshLeaves } from "./leaves.ts";

/**
 * The value of a function and its pullback, which takes a cotangent of the value to those of the primals: `ȳ ↦ ȳᵀ ∂y/∂x`.
 *
 * For what is not a scalar. The pullback can be called any number of times, and its results differentiated.
 *
 * @param f - From trees of tensors to a tree of tensors.
 * @param primals - Where to evaluate it.
 * @returns The value, and a function from a cotangent (a tree like the value) to a list with one tree for each primal.
 * @throws {@link GradientError} if a primal has no derivative; the pullback {@link ShapeError} if a cotangent does not fit.
 * @example
 * ```ts
 * const [y, pullback] = vjp((x: Tensor) => x.mul(x), tensor([1, 2]));
 * y.toArray(); // => [1, 4]
 * pullback(tensor([10, 1]))[0].toArray(); // => [20, 4]
 * ```
 */
export function vjp<Args extends readonly unknown[], Y>(
  f: (...args: Args) => Y,
  ...primals: Args
): [value: Y, pullback: (cotangent: TensorsOf<Y>) => { -readonly [K in keyof Args]: TensorsOf<Args[K]> }] {
  functionArgument("vjp", "f", f);
  const stands = primals.map((primal) => freshLeaves("vjp", primal, "let the function capture it"));
  const call = stands.map((stand) => stand.primal) as unknown as Args; // the same trees, of stand-ins
  const value = withRecording("vjp", { gradients: true }, () => f(...call));
  const outputs = treeFlatten(value, "vjp").map(({ tensor }) => tensor);
  const leaves = stands.flatMap((stand) => stand.leaves);
  // Asked now: the enclosing derivative, if there is one, is the one of this moment.
  const nested = dependsOnOthers(outputs, leaves);

  const pullback = (cotangent: TensorsOf<Y>): { -readonly [K in keyof Args]: TensorsOf<Args[K]> } => {
    const given = treeFlatten(cotangent, "vjp");
    if (given.length !== outputs.length)
      throw new ShapeError(
        `vjp: the cotangent must be a tree like the value, with ${outputs.length} tensors, got ${given.length}.`,
      );
    const cotangents = given.map(({ path, tensor }, i) => {
      const { shape, dtype } = outputs[i]!;
      if (!sameShape(tensor.shape, shape)) {
        const at = path === "" ? "" : ` ${path}`;
        throw new ShapeError(
          `vjp: cotangent${at} must have shape ${formatShape(shape)}, got ${formatShape(tensor.shape)}.`,
        );
      }
      return cast(tensor, dtype);
    });
    const { gradients } = pullBack(outputs, cotangents, leaves);
    let next = 0;
    return primals.map((primal) => treeMap(() => gradients[next++]!, primal)) as never; // one tree for each primal
  };
  return [nested ? value : (treeMap(cutOff, value) as Y), pullback];
}
