import { oneOf, optionsOf } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { inputsOf, liftList, promotedDType } from "../../op/inputs.ts";
import { formatShape } from "../../shape/format.ts";
import type { Dynamic } from "../../shape/types.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { broadcastTo } from "./broadcastTo.ts";
import { cast } from "./cast.ts";
import { reshape } from "./reshape.ts";

/**
 * The coordinates of a grid: for vectors `x` and `y` the matrices whose elements at each place are the x and the y of that place.
 *
 * @param vectors - Shape `[n]` each; a scalar counts as one number.
 * @param options - `indexing`: `"xy"`, the first vector runs along columns, as in a picture; `"ij"`, it runs along rows. Default `"xy"`.
 * @returns One tensor for each vector, in the promoted dtype: shape `[n₀, n₁, …]` for `"ij"`, `[n₁, n₀, …]` for `"xy"`.
 * @throws {@link ShapeError} if one of them has several axes.
 *
 * **Derivative.** That of each vector is the sum of its cotangent over everything that repeats it.
 *
 * @example
 * ```ts
 * const [x, y] = meshgrid([tensor([1, 2, 3]), tensor([4, 5])]);
 * x!.toArray(); // => [[1, 2, 3], [1, 2, 3]]
 * y!.toArray(); // => [[4, 4, 4], [5, 5, 5]]
 * ```
 * @see The array API standard, `meshgrid`; PyTorch's is that of `"ij"`.
 */
export interface Meshgrid {
  (vectors: readonly Tensor[], options?: { readonly indexing?: "xy" | "ij" }): readonly Tensor[];
}
/** As a method: the tensor it is called on comes first, then the others. */
export interface MeshgridMethod {
  (this: Tensor, others: readonly Tensor[], options?: { readonly indexing?: "xy" | "ij" }): readonly Tensor[];
}

export const meshgrid: Meshgrid = (list: unknown, options: unknown = {}): Dynamic => {
  const given = liftList("meshgrid", "vectors", list);
  const dtype = promotedDType(inputsOf(["vectors"]), given);
  const vectors = given.map((x) => (x.dtype === dtype ? x : cast(x, dtype)) as Tensor);
  const { indexing = "xy" } = optionsOf("meshgrid", options, ["indexing"]);
  const order = oneOf("meshgrid", "indexing", indexing, ["xy", "ij"]);
  vectors.forEach((x, i) => {
    if (x.ndim > 1)
      throw new ShapeError(`meshgrid: vectors[${i}] must have one axis, got shape ${formatShape(x.shape)}.`);
  });
  /** Along which axis of the grid vector `i` runs. */
  const axisOf = (i: number): number => (order === "xy" && vectors.length > 1 && i < 2 ? 1 - i : i);
  const shape = vectors.map((_, axis) => vectors[axisOf(axis)]!.size); // exchanging twice changes nothing
  return vectors.map((x, i) => {
    const along = reshape(
      x,
      shape.map((_, axis) => (axis === axisOf(i) ? x.size : 1)),
    ) as Tensor;
    return broadcastTo(along, shape as never); // of sizes that broadcast
  });
};
