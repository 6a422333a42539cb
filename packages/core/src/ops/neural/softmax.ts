import { softmaxLanes } from "../../kernels/js/softmax.ts";
import { defineOp } from "../../op/define.ts";
import { promoteToFloat } from "../../op/promote.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { AxisError, Ok, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";
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
  prepare: promoteToFloat,
  attrs: ([x], axis: number = -1) => ({ axis: resolveAxis("softmax", "x", x!.shape, axis) }),
  shape: (x) => x.shape,
  forward: (y, x, { axis }) => softmaxLanes(y.data, x.data, x.shape, axis),
  vjp: {
    x: (cotangent, { output, attrs: { axis } }) =>
      mul(output, sub(cotangent, sum(mul(cotangent, output), axis, { keepDims: true }))),
  },
  formula: { value: "yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)", x: "x̄ᵢ = yᵢ (ȳᵢ − Σⱼ ȳⱼ yⱼ)" },
});

/** What is true of {@link softmax}. */
export const softmaxSpec: OpSpec = {
  reference: {
    whole(x: NestedArray, axis = -1) {
      const shape = nestedShape(x);
      const n = shape.at(axis)!;
      return nestedOf(shape, (index) => {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += Math.exp(nestedAt(x, index.with(axis, j)) - nestedAt(x, index));
        return 1 / sum;
      });
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: [draw.axis(shape)] };
  },
  samples: [{ inputs: [{ shape: [2, 5] }] }, { inputs: [{ shape: [3, 2, 4], range: [-20, 20] }], args: [0] }],
  ulps: 1,
  edges: [
    {
      inputs: [[1000, 1000, 0, -1000]],
      output: [0.5, 0.5, 0, 0],
      gradients: [[0, 0, 0, 0]],
      because: "exp(1000) overflows; the sum is always 1",
    },
    { inputs: [[0, -40]], output: [1, 4.248354255291589e-18], because: "small probabilities stay" },
    { inputs: [[-Infinity, 3]], output: [0, 1], gradients: [[0, 0]], because: "a term that cannot be" },
    { inputs: [[Infinity, 0]], output: [1, 0], gradients: [[0, 0]], because: "the limit" },
    { inputs: [[Infinity, Infinity, 0]], output: [0.5, 0.5, 0], because: "a tie is shared" },
    { inputs: [[-Infinity, -Infinity]], output: [NaN, NaN], because: "0/0: no term that can be" },
    { inputs: [[1, NaN]], output: [NaN, NaN], because: "NaN stays, and is in the sum" },
    { inputs: [[5]], output: [1], gradients: [[0]], because: "one term is all" },
    { inputs: [[[], []]], output: [[], []], gradients: [[[], []]], because: "no terms" },
    { inputs: [[1, 1]], dtype: "int32", output: [0.5, 0.5], because: "integers give float32" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [2],
      message: "softmax: axis must be in -2 … 1 for x of shape [2, 3], got 2.",
    },
    { inputs: [{ shape: [] }], message: "softmax: x is a scalar and has no axis, got axis -1." },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, 1]],
      message: "softmax: axis must be in -2 … 1 for x of shape [2, 3], got [0, 1].",
    },
  ],
};
