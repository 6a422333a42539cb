import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * One of two, element by element: `x` where `condition` holds, `y` elsewhere.
 *
 * Both are computed before one is taken. If the one not taken has an infinite derivative, give it a safe argument as well:
 * `where(c, log(where(c, x, 1)), 0)`, because `0 · ∞` is NaN in the rule of `log`, which `where` knows nothing of.
 *
 * @param condition - bool, any shape.
 * @param x - A shape that broadcasts with that of `condition`, or a number.
 * @param y - A shape that broadcasts with both, or a number.
 * @returns The broadcast shape, in the promoted dtype of `x` and `y`.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 * @throws {@link DTypeError} if `condition` is not bool.
 *
 * **Derivative.** 1 for the one taken, 0 for the other; none for `condition`.
 *
 * @example
 * ```ts
 * const x = tensor([-2, 3]);
 * where(greater(x, 0), x, 0).toArray(); // => [0, 3]
 * ```
 * @see The array API standard, `where`.
 */
export interface Where {
  <C extends Shape, A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    condition: Tensor<C, "bool">,
    x: Ok<number | Tensor<A, DA>, BroadcastError<C, A>>,
    y: Ok<number | Tensor<B, DB>, BroadcastError<Broadcast<C, A>, B>>,
  ): Tensor<Broadcast<Broadcast<C, A>, B>, Chosen<DA, DB>>;
}

/** The promoted dtype; two plain numbers, which have none, are float32. */
export type Chosen<DA extends DType, DB extends DType> = [DA | DB] extends [never] ? "float32" : Promote<DA, DB>;

export const where: Where = /* @__PURE__ */ defineElementwise({
  name: "where",
  inputs: ["condition", "x", "y"],
  dtype: "same",
  conditions: ["condition"],
  forward: (condition, x, y) => (condition === 1 ? x : y),
  vjp: {
    condition: "nondifferentiable",
    // Chosen, not multiplied by 0: an infinite cotangent must not reach the branch not taken as NaN.
    x: (cotangent, { condition }) => where(condition, cotangent, 0),
    y: (cotangent, { condition }) => where(condition, 0, cotangent),
  },
  formula: { value: "z = x if condition, else y", x: "x̄ = z̄ [condition]", y: "ȳ = z̄ [not condition]" },
});

/** What is true of {@link where}. */
export const whereSpec: OpSpec = {
  reference: { element: (condition: number, x: number, y: number) => condition * x + (1 - condition) * y },
  domain: { condition: { dtype: "bool" } },
  ulps: 0.5,
  edges: [
    {
      inputs: [[true, false], 5, [1, 2]],
      dtype: ["bool", "float64", "float64"],
      output: [5, 2],
      gradients: [null, 1, [0, 1]],
      because: "a scalar's derivative is summed over the places where it is taken",
    },
    {
      inputs: [
        [true, false],
        [1, NaN],
        [Infinity, 2],
      ],
      dtype: ["bool", "float64", "float64"],
      output: [1, 2],
      gradients: [null, [1, 0], [0, 1]],
      because: "nothing of the branch not taken is seen",
    },
    {
      inputs: [
        [[true], [false]],
        [1, 2],
        [10, 20],
      ],
      dtype: ["bool", "int32", "float64"],
      output: [
        [1, 2],
        [10, 20],
      ],
      because: "the condition broadcasts, the branches promote",
    },
    {
      inputs: [[true, false], true, false],
      dtype: "bool",
      output: [true, false],
      because: "bools stay bools",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2], dtype: "float32" }, { shape: [2] }, { shape: [2] }],
      message: "where: condition must have dtype bool, got float32. Compare first, as in greater(x, 0).",
    },
    {
      inputs: [{ shape: [2], dtype: "bool" }, { shape: [3] }, { shape: [2] }],
      message: "where: shapes must broadcast, got [2] and [3]: axis -1 has 2 and 3.",
    },
    {
      inputs: [{ shape: [2], dtype: "bool" }, { shape: [1] }, { shape: [3] }],
      message: "where: shapes must broadcast, got [2] and [3]: axis -1 has 2 and 3.",
    },
  ],
};
