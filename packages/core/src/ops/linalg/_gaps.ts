import { DomainError } from "../../errors.ts";
import { defineOp } from "../../op/define.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";
import { neg } from "../elementwise/neg.ts";
import { sub } from "../elementwise/sub.ts";
import { sum } from "../reduce/sum.ts";
import { placeOf } from "./_matrices.ts";

// Derivatives of eigenvectors and singular vectors are quotients by the gaps between values. Where values are equal they do not exist.

/** Values that are less apart than this, relative to the largest, are not told apart: n roundings. */
function rounding(n: number, dtype: string): number {
  return n * (dtype === "float32" ? 2 ** -23 : 2 ** -52);
}

/** `[..., n, n]` of `[..., n]`: `dᵢⱼ = vⱼ − vᵢ`, 0 where only rounding makes them differ, and 1 on the diagonal, where no quotient is wanted. */
export const gapsOf: (values: Tensor) => Tensor = /* @__PURE__ */ defineOp({
  name: "gaps",
  inputs: ["v"],
  shape: (v) => [...v.shape, v.shape.at(-1)!],
  forward(d, v) {
    const n = v.shape.at(-1)!;
    for (let start = 0; start < v.size; start += n) {
      const own = v.data.subarray(start, start + n);
      let largest = 0;
      for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(own[i]!));
      const least = largest * rounding(n, v.dtype);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          const gap = own[j]! - own[i]!;
          d.data[(start + i) * n + j] = i === j ? 1 : Math.abs(gap) <= least ? 0 : gap;
        }
    }
  },
  vjp: { v: (cotangent) => sub(sum(cotangent, -2), sum(cotangent, -1)) },
  formula: { value: "dᵢⱼ = vⱼ − vᵢ", v: "v̄ₖ = Σᵢ d̄ᵢₖ − Σⱼ d̄ₖⱼ" },
});

/** `[..., k]` of `[..., k]`: the values, and 0 where rounding alone makes them anything else. */
export const nonzeroOf: (values: Tensor) => Tensor = /* @__PURE__ */ defineOp({
  name: "nonzero values",
  inputs: ["v"],
  shape: (v) => v.shape,
  forward(y, v) {
    const n = v.shape.at(-1)!;
    for (let start = 0; start < v.size; start += n) {
      let largest = 0;
      for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(v.data[start + i]!));
      for (let i = 0; i < n; i++) {
        const value = v.data[start + i]!;
        y.data[start + i] = Math.abs(value) <= largest * rounding(n, v.dtype) ? 0 : value;
      }
    }
  },
  vjp: { v: (cotangent) => cotangent },
  formula: { value: "y = v", v: "v̄ = ȳ" },
});

/** Divides element by element. What is 0 stays 0, whatever it is divided by: a derivative that nobody asked for exists everywhere. */
export type Quotient = (x: Tensor, d: Tensor) => Tensor;

/**
 * Makes such a division.
 *
 * @param axes - How many axes of `d` belong to one matrix.
 * @param refusal - What to say where anything else is divided by 0.
 */
export function quotientOf(
  where: string,
  axes: number,
  refusal: { readonly argument: string; readonly expected: string; readonly received: string },
): Quotient {
  const quotient: Quotient = defineOp({
    name: `${where}.quotient`,
    inputs: ["x", "d"],
    shape: (x) => x.shape,
    forward(y, x, d) {
      const size = sizeOf(d.shape.slice(d.ndim - axes));
      for (let i = 0; i < x.size; i++) {
        const value = x.data[i]!;
        if (value !== 0 && d.data[i] === 0) {
          const batch = d.shape.slice(0, -axes);
          const at = batch.length === 0 ? "" : ` at ${placeOf(Math.floor(i / size), batch)} of a`;
          throw new DomainError({ where, ...refusal, received: `${refusal.received}${at}` });
        }
        y.data[i] = value === 0 ? 0 : value / d.data[i]!;
      }
    },
    vjp: {
      x: (cotangent, { d }) => quotient(cotangent, d),
      d: (cotangent, { d, output }) => neg(quotient(mul(cotangent, output), d)),
    },
    formula: { value: "y = x / d", x: "x̄ = ȳ / d", d: "d̄ = −ȳ y / d" },
  });
  return quotient;
}
