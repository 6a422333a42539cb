import { DomainError } from "../../errors.ts";
import { normLane } from "../../kernels/js/norm.ts";
import { option } from "../../op/args.ts";
import { defineReduction } from "../../op/reduction.ts";
import type { Axes } from "../../shape/axes.ts";
import { formatReceived } from "../../shape/format.ts";
import type { Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { zerosOf } from "../../tensor/zeros.ts";
import { chain } from "../elementwise/_chain.ts";
import { abs } from "../elementwise/abs.ts";
import { div } from "../elementwise/div.ts";
import { equal } from "../elementwise/equal.ts";
import { mul } from "../elementwise/mul.ts";
import { pow } from "../elementwise/pow.ts";
import { sign } from "../elementwise/sign.ts";
import { where } from "../elementwise/where.ts";
import { sum } from "./sum.ts";

/**
 * Norm along axes: `y = (Σᵢ |xᵢ|ᵖ)^(1/p)`, without overflow in between. Of order ∞ it is the largest magnitude, −∞ the smallest, 0 the number of elements that are not 0.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `ord`: the order p, any number or ±Infinity, default 2. `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes; float32 for integers.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `∂y/∂xᵢ = sign(xᵢ) (|xᵢ| / y)ᵖ⁻¹`, 0 where `y = 0`; of order ±∞ shared among equal ones.
 *
 * @example
 * ```ts
 * norm(tensor([3, 4])).item(); // => 5
 * ```
 * @see The array API standard, `vector_norm`.
 */
export interface Norm {
  <D extends DType>(x: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  <A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly ord?: number; readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
}

/** Any number but NaN: the orders ±∞ are limits. */
const order = /* @__PURE__ */ option("ord", (where, given): number => {
  if (given === undefined) return 2;
  if (typeof given === "number" && !Number.isNaN(given)) return given;
  throw new DomainError({
    where,
    argument: "ord",
    expected: "must be a number, or ±Infinity",
    received: formatReceived(given),
  });
});

export const norm: Norm = /* @__PURE__ */ defineReduction({
  name: "norm",
  inputs: ["x"],
  dtype: "float",
  args: [order],
  forward: (x, start, stride, n, { ord }) => normLane(x, start, stride, n, ord),
  vjp: {
    x(cotangent, { x, output, attrs: { axes, ord } }) {
      if (ord === 0) return zerosOf(x);
      if (ord === 1) return chain(cotangent, sign(x));
      if (Math.abs(ord) === Infinity) {
        const reached = equal(abs(x), output);
        return where(reached, mul(sign(x), div(cotangent, sum(reached, axes, { keepDims: true }))), 0);
      }
      // The kink at 0 apart: there the quotient would be 0/0, and so would its derivatives.
      const still = equal(output, 0);
      const share = div(x, where(still, 1, output));
      const arriving = where(still, 0, cotangent);
      if (ord === 2) return chain(arriving, share);
      const zero = equal(x, 0);
      return where(zero, 0, chain(arriving, mul(sign(x), pow(where(zero, 1, abs(share)), ord - 1))));
    },
  },
  formula({ ord }) {
    if (ord === undefined) return { value: "y = (Σᵢ |xᵢ|ᵖ)^(1/p)", x: "x̄ᵢ = ȳ sign(xᵢ) (|xᵢ| / y)ᵖ⁻¹" };
    if (ord === 0) return { value: "y = |{i: xᵢ ≠ 0}|", x: "x̄ᵢ = 0" };
    if (ord === 1) return { value: "y = Σᵢ |xᵢ|", x: "x̄ᵢ = ȳ sign(xᵢ)" };
    if (ord === 2) return { value: "y = √(Σᵢ xᵢ²)", x: "x̄ᵢ = ȳ xᵢ / y" };
    if (Math.abs(ord) === Infinity)
      return {
        value: `y = ${ord > 0 ? "max" : "min"}ᵢ |xᵢ|`,
        x: "x̄ᵢ = ȳ sign(xᵢ) [|xᵢ| = y] / |{j: |xⱼ| = y}|",
      };
    return { value: `y = (Σᵢ |xᵢ|^(${ord}))^(1/(${ord}))`, x: `x̄ᵢ = ȳ sign(xᵢ) (|xᵢ| / y)^(${ord - 1})` };
  },
});
