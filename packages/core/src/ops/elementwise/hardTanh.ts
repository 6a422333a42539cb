import { DomainError } from "../../errors.ts";
import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Identity between two bounds, element by element: `y = min(max(x, min), max)`.
 *
 * @param x - Any shape.
 * @param options - `min`, default -1, and `max`, default 1.
 * @returns The shape of `x`; float32 for integers.
 * @throws {@link DomainError} unless `min < max`.
 *
 * **Derivative.** 1 where `min < x < max`, 0 elsewhere and at the kinks.
 *
 * @example
 * ```ts
 * hardTanh(tensor([-4, 0.5, 4])).toArray(); // => [-1, 0.5, 1]
 * ```
 * @see PyTorch, `hardtanh`; `clamp`, whose derivative on the bounds is 1.
 */
export interface HardTanh {
  <A extends Shape, D extends DType>(
    x: Tensor<A, D>,
    options?: { readonly min?: number; readonly max?: number },
  ): Tensor<A, ToFloat<D>>;
}

export const hardTanh: HardTanh = /* @__PURE__ */ defineElementwise({
  name: "hardTanh",
  inputs: ["x"],
  dtype: "float",
  args: [number("min", -1), number("max", 1)],
  refine(attrs: { readonly min: number; readonly max: number }) {
    const { min, max } = attrs;
    if (min < max) return attrs;
    throw new DomainError(`hardTanh: min must be below max, got ${min} and ${max}.`);
  },
  value: (e, { x }, { min, max }) => e.minimum(e.maximum(x, min), max),
  slope: { x: (e, { x }, { min, max }) => e.select(e.and(e.less(min, x), e.less(x, max)), 1, 0) },
});
