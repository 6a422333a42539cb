import { GradientError } from "../errors.ts";
import { reshape } from "../ops/movement/reshape.ts";
import { recording } from "../tape/recording.ts";
import { isFloat } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { treeFlatten, treeMap } from "../tree/tree.ts";

/**
 * A stand-in for each tensor of a primal, so that a derivative with respect to it is about this call alone. If an enclosing
 * derivative needs it, the stand-in remembers what it stands for.
 *
 * @param otherwise - What else to do with an argument that has no derivative, besides casting it.
 */
export function freshLeaves<P>(
  where: string,
  primal: P,
  otherwise = "leave it out of argnums",
): { readonly primal: P; readonly leaves: readonly Tensor[] } {
  const leaves: Tensor[] = [];
  for (const { path, tensor } of treeFlatten(primal, where)) {
    if (isFloat(tensor.dtype)) continue;
    const at = path === "" ? "the argument" : path;
    throw new GradientError(
      `${where}: a derivative needs dtype float32 or float64, got ${tensor.dtype} for ${at}. Cast it, or ${otherwise}.`,
    );
  }
  const fresh = treeMap((x) => {
    const leaf = freshLeaf(x);
    leaves.push(leaf);
    return leaf;
  }, primal);
  return { primal: fresh as unknown as P, leaves }; // the same tree of the same shapes
}

/** A stand-in for one tensor. */
export function freshLeaf(given: Tensor): Tensor {
  const x = recording.batching === null ? given : recording.batching.lift(given);
  const leaf = recording.gradients && x.requiresGrad ? view(x) : x.standIn();
  leaf.requiresGrad = true;
  if (given.name) Object.assign(leaf, { name: given.name }); // it is still that tensor to whoever looks at the tape
  return leaf;
}

function view(x: Tensor): Tensor {
  const shared = reshape(x, x.shape);
  return shared === x ? reshape(x, [...x.shape]) : shared;
}
