import { DomainError, TapegradError } from "../../errors.ts";
import { type Argument, option } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import { formatReceived } from "../../shape/format.ts";
import type { Shape } from "../../shape/types.ts";
import { checkValue, type DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The nearest value within bounds, element by element: `y = min(max(x, min), max)`.
 *
 * @param x - Any shape.
 * @param options - `min`, `max`: at least one of them. Like any number beside a tensor they take its dtype.
 * @returns The shape and dtype of `x`; NaN where `x` is NaN.
 * @throws {@link DomainError} if there is no bound, one is NaN, or `min > max`.
 * @throws {@link DTypeError} for bools; if `x` is int32 and a bound is not.
 *
 * **Derivative.** 1 within the bounds and on them, 0 outside; 0 for NaN.
 *
 * @example
 * ```ts
 * clamp(tensor([-2, 0.5, 3]), { min: -1, max: 1 }).toArray(); // => [-1, 0.5, 1]
 * clamp(tensor([-2, 0.5, 3]), { min: 0 }).toArray(); // => [0, 0.5, 3]
 * ```
 * @see The array API standard, `clip`.
 */
export interface Clamp {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options: ClampBounds): Tensor<A, D>;
}

/** The bounds of {@link clamp}: one of them, or both. */
export type ClampBounds =
  | { readonly min: number; readonly max?: number | undefined }
  | { readonly min?: number | undefined; readonly max: number };

interface Bounds {
  readonly min: number;
  readonly max: number;
}

export const clamp: Clamp = /* @__PURE__ */ defineElementwise({
  name: "clamp",
  inputs: ["x"],
  dtype: "number",
  args: [bound("min"), bound("max")],
  refine: checkBounds,
  value: (e, { x }, { min, max }) => e.select(e.less(x, min), min, e.select(e.less(max, x), max, x)),
  // Within the bounds and on them y is x itself; also on a bound that float32 cannot hold exactly, since y is rounded.
  slope: { x: (e, { x, output }) => e.select(e.equal(x, output), 1, 0) },
});

/** A bound, which an int32 tensor must be able to hold if it is finite; NaN where it is absent. */
function bound<Name extends "min" | "max">(name: Name): Argument<Name, number> {
  const { place, readOptions, resolve } = option(name, (where, given, { types }) => {
    if (given === undefined) return NaN;
    if (typeof given !== "number")
      throw new TapegradError(`${where}: ${name} must be a number, got ${formatReceived(given)}.`);
    if (Number.isNaN(given)) throw new DomainError(`${where}: ${name} must not be NaN.`);
    if (Number.isFinite(given)) checkValue(where, types[0]!.dtype, given);
    return given;
  });
  return { name, place, symbol: true, readOptions, resolve };
}

function checkBounds(given: Bounds): Bounds {
  if (Number.isNaN(given.min) && Number.isNaN(given.max))
    throw new DomainError("clamp: min or max must be given, got neither. Write clamp(x, { min: 0 }), for one.");
  const min = Number.isNaN(given.min) ? -Infinity : given.min;
  const max = Number.isNaN(given.max) ? Infinity : given.max;
  if (min > max) throw new DomainError(`clamp: min must not exceed max, got ${min} and ${max}.`);
  return { min, max };
}
