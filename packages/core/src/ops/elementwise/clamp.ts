import { DomainError, TapegradError } from "../../errors.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import { formatReceived } from "../../shape/format.ts";
import type { Shape } from "../../shape/types.ts";
import { checkValue, type DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { equal } from "./equal.ts";
import { where } from "./where.ts";

/**
 * The nearest value within bounds, element by element: `y = min(max(x, min), max)`.
 *
 * @param x - Any shape.
 * @param options - `min`, `max`: at least one of them. Like any number beside a tensor they take its dtype.
 * @returns The shape and dtype of `x`; NaN where `x` is NaN.
 * @throws {@link DomainError} if there is no bound, one is NaN, or `min > max`.
 * @throws {@link DTypeError} for bools; if `x` is int32 and a bound is not.
 *
 * **Derivative.** 1 within the bounds and on them, 0 outside; 0 for NaN.
 *
 * @example
 * ```ts
 * clamp(tensor([-2, 0.5, 3]), { min: -1, max: 1 }).toArray(); // => [-1, 0.5, 1]
 * clamp(tensor([-2, 0.5, 3]), { min: 0 }).toArray(); // => [0, 0.5, 3]
 * ```
 * @see The array API standard, `clip`.
 */
export interface Clamp {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options: ClampBounds): Tensor<A, D>;
}

/** The bounds of {@link clamp}: one of them, or both. */
export type ClampBounds =
  | { readonly min: number; readonly max?: number | undefined }
  | { readonly min?: number | undefined; readonly max: number };

interface Bounds {
  readonly min: number;
  readonly max: number;
}

export const clamp: Clamp = /* @__PURE__ */ defineElementwise({
  name: "clamp",
  inputs: ["x"],
  dtype: "same",
  takes: "numbers",
  attrs: ([x], options?: Partial<Bounds>) => resolveBounds(x!.dtype, options),
  forward: (x, { min, max }) => (x < min ? min : x > max ? max : x),
  // Within the bounds and on them y is x itself; also on a bound that float32 cannot hold exactly, since y is rounded.
  vjp: { x: (cotangent, { x, output }) => where(equal(x, output), cotangent, 0) },
  formula: { value: "y = min(max(x, min), max)", x: "x̄ = ȳ [min ≤ x ≤ max]" },
});

function resolveBounds(dtype: DType, options: Partial<Bounds> | undefined): Bounds {
  const { min, max } = options ?? {};
  if (min === undefined && max === undefined)
    throw new DomainError("clamp: min or max must be given, got neither. Write clamp(x, { min: 0 }), for one.");
  const bounds = { min: resolveBound("min", dtype, min, -Infinity), max: resolveBound("max", dtype, max, Infinity) };
  if (bounds.min > bounds.max) throw new DomainError(`clamp: min must not exceed max, got ${min} and ${max}.`);
  return bounds;
}

function resolveBound(name: string, dtype: DType, bound: unknown, missing: number): number {
  if (bound === undefined) return missing;
  if (typeof bound !== "number")
    throw new TapegradError(`clamp: ${name} must be a number, got ${formatReceived(bound)}.`);
  if (Number.isNaN(bound)) throw new DomainError(`clamp: ${name} must not be NaN.`);
  checkValue("clamp", dtype, bound);
  return bound;
}

/** What is true of {@link clamp}. */
export const clampSpec: OpSpec = {
  reference: {
    element: (x: number, { min = -Infinity, max = Infinity }: Partial<Bounds>) =>
      [min, x, max].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))[1]!,
  },
  domain: { x: { avoid: [-1, 0.5, 1] } },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape() }],
    args: [draw.pick([{ min: -1, max: 1 }, { min: 0.5 }, { max: 0.5 }, { min: 1, max: 1 }])],
  }),
  ulps: 0.5,
  edges: [
    {
      inputs: [[-2, -1, 0, 1, 2]],
      args: [{ min: -1, max: 1 }],
      output: [-1, -1, 0, 1, 1],
      gradients: [[0, 1, 1, 1, 0]],
      because: "1 on the bounds",
    },
    {
      inputs: [[-Infinity, Infinity]],
      args: [{ min: 0 }],
      output: [0, Infinity],
      gradients: [[0, 1]],
      because: "no upper bound",
    },
    {
      inputs: [[-Infinity, Infinity]],
      args: [{ max: 0 }],
      output: [-Infinity, 0],
      gradients: [[1, 0]],
      because: "no lower bound",
    },
    {
      inputs: [[1, 2, 3]],
      args: [{ min: 2, max: 2 }],
      output: [2, 2, 2],
      gradients: [[0, 1, 0]],
      because: "one value",
    },
    {
      inputs: [NaN],
      args: [{ min: 0, max: 1 }],
      output: NaN,
      gradients: [0],
      because: "NaN stays, and is not within the bounds",
    },
    {
      inputs: [[0.1]],
      args: [{ max: 0.1 }],
      dtype: "float32",
      output: [Math.fround(0.1)],
      gradients: [[1]],
      because: "in float32 0.1 is above 0.1 in float64, yet on the bound",
    },
    { inputs: [[-3, 3]], args: [{ min: 0 }], dtype: "int32", output: [0, 3], because: "integers stay integers" },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }],
      args: [{ min: 2, max: 1 }],
      message: "clamp: min must not exceed max, got 2 and 1.",
    },
    { inputs: [{ shape: [2] }], args: [{ max: NaN }], message: "clamp: max must not be NaN." },
    {
      inputs: [{ shape: [2] }],
      args: [{}],
      message: "clamp: min or max must be given, got neither. Write clamp(x, { min: 0 }), for one.",
    },
    { inputs: [{ shape: [2] }], args: [{ min: "0" }], message: 'clamp: min must be a number, got "0".' },
    {
      inputs: [{ shape: [2], dtype: "int32" }],
      args: [{ min: 0.5 }],
      message:
        "clamp: an int32 must be a whole number in -2147483648 … 2147483647, got 0.5. Use dtype float32, or round first.",
    },
    {
      inputs: [{ shape: [2], dtype: "bool" }],
      args: [{ min: 0 }],
      message: 'clamp: x must not be bool. Cast it first: cast(x, "int32").',
    },
  ],
};
