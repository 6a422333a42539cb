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
import { sub } from "../elementwise/sub.ts";
import { sum } from "../reduce/sum.ts";

/**
 * Probabilities from logits, along one axis: `yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)`.
 *
 * @param x - At least one axis.
 * @param axis - The axis along which the result adds up to 1; default -1, the last.
 * @returns The shape of `x`, in 0 … 1. Terms `+∞` share the 1 equally; NaN where every `xᵢ = −∞`, as in PyTorch.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `∂yᵢ/∂xⱼ = yᵢ ([i = j] − yⱼ)`.
 *
 * @example
 * ```ts
 * softmax(tensor([[0, 0], [1000, 0]])).toArray(); // => [[0.5, 0.5], [1, 0]]
 * ```
 * @see Blanchard, Higham & Higham (2021), doi:10.1093/imanum/draa038, for the shift by the maximum.
 */
export interface Softmax {
  <A extends Shape, D extends DType, const I extends number = -1>(
    x: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, ToFloat<D>>;
}

export const softmax: Softmax = /* @__PURE__ */ defineOp({
  name: "softmax",
  inputs: ["x"],
  args: [axis(-1)],
  dtype: "float",
  shape: (x) => x.shape,
  lanes: /* @__PURE__ */ onLanes({
    elements: ["x"],
    axes: alongAxis,
    value(e, { x }, lane) {
      const { max, weight } = shiftedExponentials(e, x, lane);
      // All terms 0: there is nothing to divide the weight by.
      return e.select(e.equal(max, -Infinity), Number.NaN, e.div(weight, lane.sum(weight)));
    },
  }),
  vjp: {
    x: (cotangent, { output, attrs: { axis } }) =>
      chain(sub(cotangent, sum(chain(cotangent, output), axis, { keepDims: true })), output),
  },
  formula: alongAxes({ value: "yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)", x: "x̄ᵢ = yᵢ (ȳᵢ − Σⱼ ȳⱼ yⱼ)" }, ({ axis: along }) =>
    along === undefined ? undefined : [along],
  ),
});
