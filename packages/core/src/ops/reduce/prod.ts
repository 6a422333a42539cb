import { axes as axesArgument, flag, readerOf } from "../../op/args.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import type { Axes } from "../../shape/axes.ts";
import { reducedShape } from "../../shape/axes.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Dynamic, Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { DType, ToNumeric } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { add } from "../elementwise/add.ts";
import { mul } from "../elementwise/mul.ts";
import { cast } from "../movement/cast.ts";
import { concat } from "../movement/concat.ts";
import { permute } from "../movement/permute.ts";
import { reshape } from "../movement/reshape.ts";
import { slice } from "../movement/slice.ts";
import { sum } from "./sum.ts";

/**
 * Product along axes: `y = Πᵢ xᵢ`. Multiplied in float64 and rounded once; a bool counts as 0 or 1.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes; 1 where there are no factors.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `∂y/∂xᵢ`, the product of the others: right at zeros too, to any order, since halves are multiplied by halves.
 *
 * @example
 * ```ts
 * prod(tensor([[1, 2], [3, 4]]), 0).toArray(); // => [3, 8]
 * grad((x: Tensor) => prod(x))(tensor([0, 3, 4])).toArray(); // => [12, 0, 0]
 * ```
 * @see The array API standard, `prod`.
 */
export interface Prod {
  <D extends DType>(x: Tensor<Shape, D>): Tensor<[], ToNumeric<D>>;
  <A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToNumeric<D>>;
}

const inputs = /* @__PURE__ */ inputsOf(["x"]);
const readArguments = /* @__PURE__ */ readerOf(
  "prod",
  ["x"],
  [/* @__PURE__ */ axesArgument(), /* @__PURE__ */ flag("keepDims")],
);

export const prod: Prod = (input: Tensor, axis?: Axes, options?: { readonly keepDims?: boolean }): Dynamic => {
  const [x] = lift("prod", inputs, [input], false) as [Tensor];
  const { axes, keepDims } = readArguments([x], [axis, options]) as {
    readonly axes: readonly number[];
    readonly keepDims: boolean;
  };
  const from: readonly number[] = x.shape;
  const shape = reducedShape(from, axes, keepDims);
  const n = sizeOf(axes.map((one) => from[one]!));
  // The reduced axes come first, as one: whole rows are multiplied then.
  const kept = from.map((_, one) => one).filter((one) => !axes.includes(one));
  const wide = x.dtype === "float32" ? "float64" : x.dtype === "bool" ? "int32" : x.dtype;
  const moved = permute(x, [...axes, ...kept]) as Tensor;
  const size = sizeOf(kept.map((one) => from[one]!));
  let rows: Tensor = reshape(wide === x.dtype ? moved : cast(moved, wide), [n, size]);
  // No factors give 1, which does not depend on them.
  if (n === 0) rows = add(sum(rows, 0, { keepDims: true }), 1) as Tensor;
  for (let left = n; left > 1; ) {
    const half = Math.floor(left / 2);
    const product: Tensor = mul(slice(rows, [[0, half]]) as Tensor, slice(rows, [[half, 2 * half]]) as Tensor);
    rows = left % 2 === 0 ? product : (concat([product, slice(rows, [[2 * half, left]]) as Tensor]) as Tensor);
    left -= half;
  }
  const y: Tensor = reshape(rows, shape);
  return x.dtype === "float32" ? cast(y, "float32") : y;
};
