import { DomainError } from "../errors.ts";
import { ElementwiseOp } from "../op/elementwise.ts";
import { formatShape } from "../shape/format.ts";
import { sizeOf } from "../shape/sizes.ts";
import type { Dynamic } from "../shape/types.ts";
import { ruleOf } from "../tape/op.ts";
import { withGradients } from "../tape/recording.ts";
import { allocate, type Data, type DType, isFloat } from "../tensor/dtype.ts";
import { type Node, Tensor } from "../tensor/tensor.ts";
import { unrecorded } from "./record.ts";
import { contributionOf, ruleResult } from "./sweep.ts";

/**
 * The local derivative of an elementwise op: `∂yⱼ/∂xⱼ`, for every element of the result that one of the inputs goes into. Where an input
 * was broadcast, each place it was repeated to has its own.
 *
 * @param node - A node of a tape.
 * @param i - Which input, from 0 on.
 * @returns The shape of the result; `null` for another op, or an input without a derivative.
 * @example
 * ```ts
 * const x = tensor([1, 2], { requiresGrad: true });
 * const y = x.square();
 * slopeAt(y.node!, 0)?.toArray(); // => [2, 4]
 * ```
 */
export function slopeAt(node: Node, i: number): Tensor | null {
  if (!(node.op instanceof ElementwiseOp) || ruleOf(node.op, i) === null) return null;
  const [output] = node.outputs as [Tensor];
  if (!isFloat(output.dtype)) return null;
  // The rule is the slope times the cotangent, and 1 · slope is the slope to the bit.
  return unrecorded(() => withGradients(false, () => ruleResult(node, i, [filled(output, 1)])));
}

/**
 * The local derivative of any op as the matrix it is: `∂yⱼ/∂xₖ`, one row for each element of the result, found by one pull-back each.
 *
 * @param node - A node of a tape.
 * @param i - Which input, from 0 on.
 * @param options - `slot`: of which result, for an op with several; default 0. `limit`: the most elements the matrix may have; default 10,000.
 * @returns Shape `[size of the result, size of the input]`, in the dtype of the input; `null` for an input without a derivative.
 * @throws {@link DomainError} if the matrix would be larger.
 * @example
 * ```ts
 * const x = tensor([1, 2], { requiresGrad: true });
 * const y = x.sum();
 * jacobianAt(y.node!, 0)?.toArray(); // => [[1, 1]]
 * ```
 */
export function jacobianAt(
  node: Node,
  i: number,
  options: { readonly slot?: number; readonly limit?: number } = {},
): Tensor | null {
  const { slot = 0, limit = 10_000 } = options;
  const [output, input] = [node.outputs[slot]!, node.inputs[i]!];
  if (ruleOf(node.op, i) === null || !isFloat(output.dtype) || !isFloat(input.dtype)) return null;
  if (output.size * input.size > limit)
    throw new DomainError({
      where: "jacobianAt",
      argument: `the matrix of ${node.op.name}`,
      expected: `must have at most ${limit} elements`,
      received: formatShape([output.size, input.size]),
      advice: "Raise limit, or use a smaller tensor.",
    });
  const shape = [output.size, input.size];
  const data: Data = allocate(input.dtype, output.size * input.size, node.op.name, shape);
  const rows = (): void => {
    for (let row = 0; row < output.size; row++) {
      const cotangents = node.outputs.map((one, k) => filled(one, 0, k === slot ? row : -1));
      data.set(contributionOf(node, i, cotangents).data, row * input.size);
    }
  };
  unrecorded(() => withGradients(false, rows));
  return new Tensor<Dynamic, DType>(shape, input.dtype, data);
}

/** A tensor like `x`, of one value; 1 at one place, if that is not negative. */
function filled({ shape, dtype }: Tensor, value: number, one = -1): Tensor {
  const data: Data = allocate(dtype, sizeOf(shape));
  data.fill(value);
  if (one >= 0) data[one] = 1;
  return new Tensor(shape, dtype, data);
}
