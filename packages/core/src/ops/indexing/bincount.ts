import { optionsOf, whole } from "../../arguments.ts";
import { ShapeError, TapegradError } from "../../errors.ts";
import { checkIndices } from "../../op/indices.ts";
import { checkInputTypes, indices, inputsOf, lift } from "../../op/inputs.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { sameShape } from "../../shape/sizes.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import { allocate, type DType, type ToNumeric } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { cast } from "../movement/cast.ts";
import { shapeFromValues } from "./_dataDependent.ts";
import { indexAdd } from "./indexAdd.ts";

/** Options of {@link bincount}. */
export interface BincountOptions<D extends DType = DType> {
  /** What each element counts, in the shape of `x`; 1 unless given. */
  readonly weights?: Tensor<Shape, D>;
  /** How many counts there are at least; default 0. */
  readonly minLength?: number;
}

/**
 * How often each whole number occurs: `yₖ = Σᵢ wᵢ [xᵢ = k]`.
 *
 * @param x - Shape `[m]`; whole numbers from 0 on, int32 or float.
 * @param options - See {@link BincountOptions}.
 * @returns Shape `[n]`, where `n` is one more than the largest number, and `minLength` at least; int32, or in the dtype of the weights.
 * @throws {@link ShapeError} if `x` has not one axis, or the weights have another shape; {@link DomainError} if an element is negative or not
 * whole; {@link TapegradError} within {@link jit}: the shape depends on the values.
 *
 * **Derivative.** For the weights, `ȳ` at the number that each stands beside; none for `x`.
 *
 * @example
 * ```ts
 * bincount(tensor([0, 2, 2])).toArray(); // => [1, 0, 2]
 * bincount(tensor([0, 2, 2]), { weights: tensor([0.5, 1, 2]), minLength: 4 }).toArray(); // => [0.5, 0, 3, 0]
 * ```
 * @see NumPy and PyTorch, `bincount`.
 */
export interface Bincount {
  <D extends DType = "int32">(x: Tensor, options?: BincountOptions<D>): Tensor<[number], ToNumeric<D>>;
}

const inputs = /* @__PURE__ */ inputsOf([/* @__PURE__ */ indices("x")]);

export const bincount: Bincount = (input: unknown, options?: unknown): Dynamic => {
  const [x] = lift("bincount", inputs, [input], false) as [Tensor];
  checkInputTypes("bincount", inputs, [x], false);
  const { weights, minLength = 0 } = optionsOf("bincount", options, ["weights", "minLength"]) as {
    readonly [name in keyof BincountOptions]?: unknown;
  };
  if (x.ndim !== 1) throw new ShapeError(`bincount: x must have one axis, got shape ${formatShape(x.shape)}.`);
  const least = whole("bincount", "minLength", minLength, { min: 0 });
  if (weights !== undefined && !(weights instanceof Tensor))
    throw new TapegradError(`bincount: weights must be a tensor, got ${formatReceived(weights)}.`);
  if (weights !== undefined && !sameShape(weights.shape, x.shape))
    throw new ShapeError(
      `bincount: weights must have the shape of x, ${formatShape(x.shape)}, got ${formatShape(weights.shape)}.`,
    );
  shapeFromValues("bincount", "Write indexAdd(zeros([n]), x, 1), whose length is known.");
  checkIndices("bincount", "x", x, Number.POSITIVE_INFINITY, () => ["must be from 0 on", ""]);
  let n = least;
  x.data.forEach((value: number) => {
    n = Math.max(n, value + 1);
  });
  const each: Tensor | undefined = weights?.dtype === "bool" ? (cast(weights, "int32") as Tensor) : weights;
  const dtype = each?.dtype ?? "int32";
  return indexAdd(new Tensor([n], dtype, allocate(dtype, n)) as Tensor, x, each ?? 1);
};
