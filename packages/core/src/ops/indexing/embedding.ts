import { whole } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { takeBlocks } from "../../kernels/js/take.ts";
import { option } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { checkIndices } from "../../op/indices.ts";
import { indices } from "../../op/inputs.ts";
import { formatShape } from "../../shape/format.ts";
import type { Dynamic, SetAxis, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { zerosOf } from "../../tensor/zeros.ts";
import { notEqual } from "../elementwise/notEqual.ts";
import { where } from "../elementwise/where.ts";
import { unsqueeze } from "../movement/unsqueeze.ts";
import { blocksOf } from "./_blocks.ts";
import { indexAdd } from "./indexAdd.ts";

/**
 * Rows of a table: `y[…, :] = weight[indices[…], :]`.
 *
 * @param weight - Shape `[n, width]`, a row for each thing that is embedded.
 * @param indices - Any shape, or a number; whole numbers in 0 … n − 1, int32 or float.
 * @param options - `paddingIndex`: the row that stands for no thing, counted from the end if negative. It is read like others and gets no
 * gradient, so it stays as it is in training.
 * @returns Shape `[...indices.shape, width]`.
 * @throws {@link ShapeError} if `weight` is no matrix; {@link DomainError} if an index is out of range or not whole, or there is no row
 * `paddingIndex`.
 *
 * **Derivative.** Each row of the weight gets the sum of `ȳ` over everything that was read from it, that of `paddingIndex` zeros; none for
 * the indices.
 *
 * @example
 * ```ts
 * const weight = tensor([[0, 0], [1, 2], [3, 4]]);
 * embedding(weight, tensor([[1, 2], [2, 0]]), { paddingIndex: 0 }).toArray(); // => [[[1, 2], [3, 4]], [[3, 4], [0, 0]]]
 * ```
 * @see PyTorch, `nn.functional.embedding`. Rows of any tensor, and from its end: {@link take}.
 */
export interface Embedding {
  <W extends Shape, D extends DType, B extends Shape = []>(
    weight: Tensor<W, D>,
    indices: number | Tensor<B, Dynamic>,
    options?: { readonly paddingIndex?: number },
  ): Tensor<SetAxis<W, 0, B>, D>;
}

export const embedding: Embedding = /* @__PURE__ */ defineOp({
  name: "embedding",
  inputs: ["weight", indices("indices")],
  args: [
    option("paddingIndex", (where, given, { types }): number | null => {
      if (given === undefined) return null;
      const [n = 0] = types[0]!.shape;
      const index = whole(where, "paddingIndex", given, { min: -n, max: n - 1 });
      return index < 0 ? index + n : index;
    }),
  ],
  shape(weight, positions) {
    if (weight.shape.length !== 2)
      throw new ShapeError(`embedding: weight must have shape [n, width], got ${formatShape(weight.shape)}.`);
    return [...positions.shape, weight.shape[1]!];
  },
  check(weight, positions) {
    const n: number = weight.shape[0]!;
    const must = n === 0 ? "must be empty, because weight has no rows" : `must be in 0 … ${n - 1}, the rows of weight`;
    checkIndices("embedding", "indices", positions, n, () => [must, ""]);
  },
  forward: (y, weight, positions) => takeBlocks(y.data, weight.data, positions.data, blocksOf(weight.shape, 0)),
  vjp: {
    weight: (cotangent, { node, indices, attrs }) =>
      indexAdd(zerosOf(node.inputs[0]!), indices, withoutPadding(cotangent, indices, attrs.paddingIndex), 0),
    indices: "nondifferentiable",
  },
  formula: ({ paddingIndex = null }) => ({
    value: "yᵢ = weight[indicesᵢ]",
    weight: `weight.barⱼ = Σ ȳᵢ over i with indicesᵢ = j${paddingIndex === null ? "" : `, 0 for j = ${paddingIndex}`}`,
  }),
});

/** A cotangent, 0 where the row of padding was read. */
function withoutPadding(cotangent: Tensor, indices: Tensor, paddingIndex: number | null): Tensor {
  if (paddingIndex === null) return cotangent;
  return where(unsqueeze(notEqual(indices, paddingIndex) as Tensor, -1), cotangent, 0) as Tensor;
}
