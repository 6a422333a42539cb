import { alongAxes } from "../../op/alongAxes.ts";
import { axis } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { shiftedExponentials } from "../../op/exponentials.ts";
import { alongAxis } from "../../op/laneStep.ts";
import { onLanes } from "../../op/onLanes.ts";
import type { AxisError, Ok, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { chain } from "../elementwise/_chain.ts";
import { add } from "../elementwise/add.ts";
import { exp } from "../elementwise/exp.ts";
import { expm1 } from "../elementwise/expm1.ts";
import { neg } from "../elementwise/neg.ts";
import { cumsum } from "../reduce/cumsum.ts";

/**
 * Log-probabilities from logits, along one axis: `yᵢ = xᵢ − ln Σⱼ exp(xⱼ)`.
 *
 * @param x - At least one axis.
 * @param axis - The axis along which the exponentials of the result add up to 1; default -1, the last.
 * @returns The shape of `x`, at most 0. Terms `+∞` share the probability 1 equally; NaN where every `xᵢ = −∞`, as in PyTorch.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `∂yᵢ/∂xⱼ = [i = j] − exp(yⱼ)`.
 *
 * @example
 * ```ts
 * logSoftmax(tensor([1000, 0])).toArray(); // => [0, -1000]
 * ```
 * @see Blanchard, Higham & Higham (2021), doi:10.1093/imanum/draa038, for the shift by the maximum.
 */
export interface LogSoftmax {
  <A extends Shape, D extends DType, const I extends number = -1>(
    x: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, ToFloat<D>>;
}

export const logSoftmax: LogSoftmax = /* @__PURE__ */ defineOp({
  name: "logSoftmax",
  inputs: ["x"],
  args: [axis(-1)],
  dtype: "float",
  shape: (x) => x.shape,
  lanes: /* @__PURE__ */ onLanes({
    elements: ["x"],
    axes: alongAxis,
    value(e, { x }, lane) {
      const { max, below, others } = shiftedExponentials(e, x, lane);
      // All terms 0: there is no logarithm.
      return e.sub(below, e.select(e.equal(max, -Infinity), Number.NaN, e.log1p(others)));
    },
  }),
  vjp: {
    // ȳᵢ − pᵢ Σⱼ ȳⱼ, with pᵢ ȳᵢ taken out of the sum: where pᵢ is nearly 1, 1 − pᵢ = −expm1(yᵢ) is what is left of it, and the other
    // cotangents may be small.
    x(cotangent, { output, attrs: { axis } }) {
      const others = add(
        cumsum(cotangent, axis, { exclusive: true }),
        cumsum(cotangent, axis, { exclusive: true, reverse: true }),
      );
      return neg(add(chain(cotangent, expm1(output)), chain(others, exp(output))));
    },
  },
  formula: alongAxes({ value: "yᵢ = xᵢ − ln Σⱼ exp(xⱼ)", x: "x̄ᵢ = ȳᵢ − exp(yᵢ) Σⱼ ȳⱼ" }, ({ axis: along }) =>
    along === undefined ? undefined : [along],
  ),
});
