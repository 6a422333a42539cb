import { axis as axisArgument, readerOf } from "../../op/args.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import type { AxisError, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { DType, ToNumeric } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";
import { cast } from "../movement/cast.ts";
import { concat } from "../movement/concat.ts";
import { slice } from "../movement/slice.ts";

/**
 * Running products along one axis: `yᵢ = x₀ · … · xᵢ`. Multiplied in float64, each product rounded once; a bool counts as 0 or 1.
 *
 * @param x - At least one axis.
 * @param axis - Default -1, the last.
 * @returns The shape of `x`.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `∂yⱼ/∂xᵢ`, the product of the other factors of `yⱼ`: right at zeros too, to any order, since products of runs are
 * multiplied by products of runs.
 *
 * @example
 * ```ts
 * cumprod(tensor([1, 2, 3, 4])).toArray(); // => [1, 2, 6, 24]
 * grad((x: Tensor) => cumprod(x).sum())(tensor([2, 0, 3])).toArray(); // => [1, 8, 0]
 * ```
 * @see The array API standard, `cumulative_prod`; Hillis and Steele, "Data parallel algorithms", 1986, for the order of the products.
 */
export interface Cumprod {
  <A extends Shape, D extends DType, const I extends number = -1>(
    x: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, ToNumeric<D>>;
}

const inputs = /* @__PURE__ */ inputsOf(["x"]);
const readArguments = /* @__PURE__ */ readerOf("cumprod", ["x"], [/* @__PURE__ */ axisArgument(-1)]);

export const cumprod: Cumprod = (input: unknown, along?: unknown): Dynamic => {
  const [x] = lift("cumprod", inputs, [input], false) as [Tensor];
  const { axis } = readArguments([x], [along]) as { readonly axis: number };
  const wide = x.dtype === "float32" ? "float64" : x.dtype === "bool" ? "int32" : x.dtype;
  let y: Tensor = wide === x.dtype ? x : cast(x, wide);
  const n: number = x.shape[axis]!;
  const before = new Array<null>(axis).fill(null);
  const part = (start: number, stop: number): Tensor => slice(y, [...before, [start, stop]]) as Tensor;
  // After each round every element is the product of twice as many factors, up to and with its own.
  for (let run = 1; run < n; run *= 2)
    y = concat([part(0, run), mul(part(run, n), part(0, n - run)) as Tensor], axis) as Tensor;
  return x.dtype === "float32" ? cast(y, "float32") : y;
};
