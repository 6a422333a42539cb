import { logSoftmaxLanes } from "../../kernels/js/softmax.ts";
import { defineOp } from "../../op/define.ts";
import { promoteToFloat } from "../../op/promote.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { AxisError, Ok, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
import { exp } from "../elementwise/exp.ts";
import { mul } from "../elementwise/mul.ts";
import { sub } from "../elementwise/sub.ts";
import { sum } from "../reduce/sum.ts";

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
  prepare: promoteToFloat,
  attrs: ([x], axis: number = -1) => ({ axis: resolveAxis("logSoftmax", "x", x!.shape, axis) }),
  shape: (x) => x.shape,
  forward: (y, x, { axis }) => logSoftmaxLanes(y.data, x.data, x.shape, axis),
  vjp: {
    x: (cotangent, { output, attrs: { axis } }) =>
      sub(cotangent, mul(exp(output), sum(cotangent, axis, { keepDims: true }))),
  },
  formula: { value: "yᵢ = xᵢ − ln Σⱼ exp(xⱼ)", x: "x̄ᵢ = ȳᵢ − exp(yᵢ) Σⱼ ȳⱼ" },
});

/** What is true of {@link logSoftmax}. */
export const logSoftmaxSpec: OpSpec = {
  reference: {
    whole(x: NestedArray, axis = -1) {
      const shape = nestedShape(x);
      const n = shape.at(axis)!;
      return nestedOf(shape, (index) => {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += Math.exp(nestedAt(x, index.with(axis, j)) - nestedAt(x, index));
        return -Math.log(sum);
      });
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: [draw.axis(shape)] };
  },
  samples: [{ inputs: [{ shape: [2, 5] }] }, { inputs: [{ shape: [3, 2, 4], range: [-5, 5] }], args: [0] }],
  ulps: 1,
  edges: [
    {
      inputs: [[1000, 0]],
      output: [0, -1000],
      gradients: [[-1, 1]],
      because: "exp(1000) overflows, exp(−1000) has no logarithm",
    },
    {
      inputs: [[0, -40]],
      output: [-4.248354255291589e-18, -40],
      because: "−ln(1 + e⁻⁴⁰), though 1 + e⁻⁴⁰ is 1",
    },
    { inputs: [[-Infinity, 3]], output: [-Infinity, 0], gradients: [[1, -1]], because: "a term that cannot be" },
    { inputs: [[Infinity, 0]], output: [0, -Infinity], gradients: [[-1, 1]], because: "the limit" },
    {
      inputs: [[Infinity, Infinity, 0]],
      output: [-Math.LN2, -Math.LN2, -Infinity],
      because: "a tie is shared",
    },
    { inputs: [[-Infinity, -Infinity]], output: [NaN, NaN], because: "no term that can be" },
    { inputs: [[1, NaN]], output: [NaN, NaN], because: "NaN stays, and is in the sum" },
    { inputs: [[5]], output: [0], gradients: [[0]], because: "one term is all" },
    { inputs: [[[], []]], output: [[], []], gradients: [[[], []]], because: "no terms" },
    { inputs: [[1, 1]], dtype: "int32", output: [-Math.fround(Math.LN2), -Math.fround(Math.LN2)], because: "float32" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [2],
      message: "logSoftmax: axis must be in -2 … 1 for x of shape [2, 3], got 2.",
    },
    { inputs: [{ shape: [] }], message: "logSoftmax: x is a scalar and has no axis, got axis -1." },
  ],
};
