import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Swish of straight lines, element by element: `y = x min(max(x + 3, 0), 6) / 6`.
 *
 * @param x - Any shape.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** 0 where `x < −3`, 1 where `x > 3`, else `x/3 + ½`, at the kinks as well.
 *
 * @example
 * ```ts
 * hardSwish(tensor([-4, 0, 4])).toArray(); // => [-0, 0, 4]
 * ```
 * @see Howard et al. (2019), arXiv:1905.02244; PyTorch, `hardswish`.
 */
export interface HardSwish {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const hardSwish: HardSwish = /* @__PURE__ */ defineElementwise({
  name: "hardSwish",
  inputs: ["x"],
  dtype: "float",
  value: (e, { x }) => e.select(e.less(x, -3), -0, e.select(e.less(3, x), x, e.div(e.mul(x, e.add(x, 3)), 6))),
  slope: { x: (e, { x }) => e.select(e.less(x, -3), 0, e.select(e.less(3, x), 1, e.add(e.div(x, 3), 0.5))) },
});
