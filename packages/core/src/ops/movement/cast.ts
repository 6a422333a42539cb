import { defineOp } from "../../op/define.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import { checkDType, type DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The same values in another dtype: `y = x`, rounded to what the dtype can hold.
 *
 * To int32 fractions are cut off (towards zero), and values outside its range wrap modulo 2³²; to bool everything but 0
 * becomes true. A cast to the dtype `x` has already is `x` itself.
 *
 * @param x - Any shape.
 * @param dtype - `"float32"`, `"float64"`, `"int32"` or `"bool"`.
 * @returns The shape of `x`.
 * @throws {@link DTypeError} if there is no such dtype.
 *
 * **Derivative.** `∂y/∂x = 1` between floats, its cotangent cast back; none for int32 and bool.
 *
 * @example
 * ```ts
 * cast(tensor([1.9, -1.9]), "int32").toArray(); // => [1, -1]
 * ```
 * @see NumPy's `astype`, which does the same.
 */
export interface Cast {
  <A extends Shape, T extends DType>(x: Tensor<A, Dynamic>, dtype: T): Tensor<A, T>;
}

export const cast: Cast = /* @__PURE__ */ defineOp({
  name: "cast",
  inputs: ["x"],
  attrs: ([x], dtype: DType) => {
    checkDType("cast", dtype);
    return { dtype, from: x!.dtype };
  },
  identity: ([x], { dtype }) => x!.dtype === dtype,
  shape: (x) => x.shape,
  dtype: (_, { dtype }) => dtype,
  forward(y, x) {
    if (y.dtype === "bool") for (let i = 0; i < x.size; i++) y.data[i] = x.data[i] === 0 ? 0 : 1;
    else y.data.set(x.data);
  },
  vjp: { x: (cotangent, { attrs }) => cast(cotangent, attrs.from) },
  formula: { value: "y = x", x: "x̄ = ȳ" },
});

/** What is true of {@link cast}. */
export const castSpec: OpSpec = {
  reference: {
    element: (x: number, dtype: DType) => (dtype === "int32" ? Math.trunc(x) : dtype === "bool" ? Number(x !== 0) : x),
  },
  cases: (draw) => ({ inputs: [{ shape: draw.shape() }], args: [draw.pick(["float32", "float64", "int32", "bool"])] }),
  ulps: 0.5,
  edges: [
    { inputs: [[1.9, -1.9, 0]], args: ["int32"], output: [1, -1, 0], because: "fractions are cut off" },
    { inputs: [[2147483648, NaN]], args: ["int32"], output: [-2147483648, 0], because: "int32 wraps" },
    {
      inputs: [[0, 0.5, -3, NaN]],
      args: ["bool"],
      output: [false, true, true, true],
      because: "all but 0 is true",
    },
    {
      inputs: [[0.1]],
      args: ["float32"],
      output: [0.10000000149011612],
      gradients: [[1]],
      because: "0.1 is rounded to 24 bits",
    },
    { inputs: [[true, false]], dtype: "bool", args: ["float64"], output: [1, 0], because: "true is 1" },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }],
      args: ["float16"],
      message: 'cast: dtype must be one of "bool", "int32", "float32", "float64", got "float16".',
    },
  ],
};
