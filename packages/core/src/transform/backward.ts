import { GradientError } from "../errors.ts";
import { scalar } from "../op/inputs.ts";
import { add } from "../ops/elementwise/add.ts";
import { formatReceived, formatShape } from "../shape/format.ts";
import { sameShape } from "../shape/sizes.ts";
import type { Dynamic, LossError, Ok, Shape } from "../shape/types.ts";
import { recording, withGradients } from "../tape/recording.ts";
import type { DType } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Sweep } from "./sweep.ts";

/**
 * Finds the derivative of a scalar with respect to every leaf it was computed from, and adds it to the leaf's `grad`.
 *
 * Afterwards the tape lets go of what it kept, unless `keepTape` is set.
 *
 * @param loss - A scalar, shape `[]`, of a float dtype.
 * @param options - `keepTape`: a further backward pass through the same nodes will follow.
 * @throws {@link GradientError} if `loss` is not a scalar or does not depend on anything that requires a gradient. No `grad`
 * has changed then.
 * @example
 * ```ts
 * const x = tensor([1, 2, 3], { requiresGrad: true });
 * backward(x.square().sum());
 * x.grad?.toArray(); // => [2, 4, 6]
 * ```
 */
export function backward<A extends Shape, D extends DType>(
  loss: Ok<Tensor<A, D>, LossError<A>>,
  options: { readonly keepTape?: boolean } = {},
): void {
  recording.batching?.refuse(
    "one that calls backward()",
    "Use grad(f), whose result is a value that can be returned: vmap(grad(f)) gives the gradient of each example.",
  );
  checkLoss("backward", loss);
  if (!loss.requiresGrad) {
    const hint = "Make an input with { requiresGrad: true }, or use a Parameter that is not frozen.";
    throw new GradientError(`backward: the loss must depend on a tensor that requires a gradient, got none. ${hint}`);
  }
  const sweep = new Sweep([loss], [scalar("backward", 1, loss.dtype)], null);
  recording.tape?.backward([loss]);
  const { leaves, sums } = sweep.run({ record: false });
  // Set only once all are known: a rule that throws leaves no leaf with half a gradient.
  const totals = leaves.map((leaf, i) => (leaf.grad === null ? sums[i]! : added(leaf, sums[i]!)));
  for (let i = 0; i < leaves.length; i++) leaves[i]!.grad = totals[i]!;
  if (options.keepTape === true) return;
  if (recording.tracing !== null) recording.tracing.released(sweep.nodes);
  if (recording.tape === null) for (const node of sweep.nodes) node.release();
}

/** What a leaf's `grad` is after another pass. @throws GradientError if someone set it to what is no gradient of the leaf. */
function added(leaf: Tensor, gradient: Tensor): Tensor {
  const { grad } = leaf;
  if (grad instanceof Tensor && sameShape(grad.shape, leaf.shape) && grad.dtype === leaf.dtype)
    return withGradients(false, () => add(grad, gradient));
  const name = leaf.name ? ` of "${leaf.name}"` : "";
  const got = grad instanceof Tensor ? `${formatShape(grad.shape)} and ${grad.dtype}` : formatReceived(grad);
  throw new GradientError(
    `backward: grad${name} must have the shape ${formatShape(leaf.shape)} and dtype ${leaf.dtype} of its tensor, got ${got}. ` +
      "Set it to null to begin anew.",
  );
}

/** @throws GradientError unless `loss` is a tensor with one derivative: a float scalar. */
export function checkLoss(where: string, loss: unknown): asserts loss is Tensor<[], Dynamic> {
  if (!(loss instanceof Tensor))
    throw new GradientError(`${where}: the loss must be a tensor, got ${formatReceived(loss)}.`);
  const shape: readonly number[] = loss.shape;
  if (shape.length > 0) {
    const hint = "Reduce it with .sum() or .mean(), or use vjp.";
    throw new GradientError(`${where}: the loss must be a scalar, got shape ${formatShape(shape)}. ${hint}`);
  }
  if (loss.dtype !== "float32" && loss.dtype !== "float64")
    throw new GradientError(
      `${where}: the loss must have dtype float32 or float64, got ${loss.dtype}. Cast it, or use a smooth one.`,
    );
}
