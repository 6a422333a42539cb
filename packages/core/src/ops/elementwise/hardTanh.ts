import { DomainError } from "../../errors.ts";
import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { TensorType } from "../../tape/op.ts";
import { checkValue, type DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Hyperbolic tangent in three straight pieces, element by element: `y = min(max(x, min), max)`.
 *
 * @param x - Any shape.
 * @param options - `min`, `max`: the bounds; default -1 and 1. Like any number beside a tensor they take its dtype.
 * @returns The shape and dtype of `x`.
 * @throws {@link DomainError} if `min > max`, or one is not a finite number.
 * @throws {@link DTypeError} for bools; if `x` is int32 and a bound is not.
 *
 * **Derivative.** 1 where `min < x < max`, 0 outside and at both kinks. {@link clamp} is the same with slope 1 at the bounds.
 *
 * @example
 * ```ts
 * hardTanh(tensor([-2, 0.5, 3])).toArray(); // => [-1, 0.5, 1]
 * hardTanh(tensor([-2, 0.5, 3]), { min: 0, max: 2 }).toArray(); // => [0, 0.5, 2]
 * ```
 * @see PyTorch, `hardtanh`.
 */
export interface HardTanh {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options?: HardTanhOptions): Tensor<A, D>;
}

/** Options of {@link hardTanh}. */
export interface HardTanhOptions {
  /** The lower bound; default -1. */
  readonly min?: number | undefined;
  /** The upper bound; default 1. */
  readonly max?: number | undefined;
}

export const hardTanh: HardTanh = /* @__PURE__ */ defineElementwise({
  name: "hardTanh",
  inputs: ["x"],
  dtype: "number",
  args: [number("min", -1), number("max", 1)],
  refine: checkBounds,
  value: (e, { x }, { min, max }) => e.minimum(e.maximum(x, min), max),
  slope: { x: (e, { x }, { min, max }) => e.select(e.or(e.lessEqual(x, min), e.lessEqual(max, x)), 0, 1) },
});

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Bounds in the dtype of the tensor: what is on one after rounding is on the kink. */
function checkBounds({ min, max }: Bounds, { dtype }: TensorType): Bounds {
  if (min > max) throw new DomainError(`hardTanh: min must not exceed max, got ${min} and ${max}.`);
  if (dtype === "float32") return { min: Math.fround(min), max: Math.fround(max) };
  if (dtype === "int32") for (const bound of [min, max]) checkValue("hardTanh", dtype, bound);
  return { min, max };
}
