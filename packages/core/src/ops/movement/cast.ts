import { positional } from "../../op/args.ts";
import { batchFirst } from "../../op/batch.ts";
import { defineOp } from "../../op/define.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import { checkDType, type DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The same values in another dtype: `y = x`, rounded to what the dtype can hold.
 *
 * To int32 fractions are cut off (towards zero), and values outside its range wrap modulo 2³²; to bool everything but 0
 * becomes true.
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
  args: [
    positional("dtype", (where, given): DType => {
      checkDType(where, given);
      return given;
    }),
  ],
  shape: (x) => x.shape,
  dtype: (_, { dtype }) => dtype,
  forward(y, x) {
    if (y.dtype === "bool") for (let i = 0; i < x.size; i++) y.data[i] = x.data[i] === 0 ? 0 : 1;
    else y.data.set(x.data);
  },
  batch: batchFirst((attrs) => attrs),
  vjp: { x: (cotangent, { node }) => cast(cotangent, node.inputs[0]!.dtype) },
  formula: { value: "y = x", x: "x̄ = ȳ" },
});
