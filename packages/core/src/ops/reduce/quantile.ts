import { inRange } from "../../arguments.ts";
import { DomainError } from "../../errors.ts";
import { axes as axesArgument, choice, flag, positional, readerOf } from "../../op/args.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import type { Axes } from "../../shape/axes.ts";
import { reducedShape } from "../../shape/axes.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Dynamic, Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import { type DType, isFloat, type ToFloat, toFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { equal } from "../elementwise/equal.ts";
import { isInf } from "../elementwise/isInf.ts";
import { isNan } from "../elementwise/isNan.ts";
import { lerp } from "../elementwise/lerp.ts";
import { logicalAnd } from "../elementwise/logicalAnd.ts";
import { where } from "../elementwise/where.ts";
import { sort } from "../indexing/sort.ts";
import { cast } from "../movement/cast.ts";
import { permute } from "../movement/permute.ts";
import { reshape } from "../movement/reshape.ts";
import { slice } from "../movement/slice.ts";
import { stack } from "../movement/stack.ts";

/** Options of {@link quantile}. */
export interface QuantileOptions<K extends boolean = boolean> {
  /** Leave the reduced axes in place, with size 1. */
  readonly keepDims?: K;
  /**
   * What is between two elements: their weighted mean (`"linear"`, the default), the smaller one, the larger one, the mean, or the nearer
   * one, in the middle that of even position.
   */
  readonly interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
}

/**
 * The value below which a part `q` of the elements along axes lies: of the sorted elements the one at position `q (n − 1)`, or what is
 * between its neighbours. NaN if there is one.
 *
 * @param x - Any shape.
 * @param q - In 0 … 1, or a list of such.
 * @param axis - One axis, a list, or absent for all.
 * @param options - See {@link QuantileOptions}.
 * @returns The shape of `x` without those axes; for a list `[q.length, ...]` of it.
 * @throws {@link ShapeError} if `x` has no such axis; {@link DomainError} if there is no element, or `q` is not in 0 … 1.
 *
 * **Derivative.** `ȳ` goes to the elements at both positions, each times its weight. At ties the first of equals is the one that came first,
 * as in {@link sort}.
 *
 * @example
 * ```ts
 * quantile(tensor([1, 2, 3, 10]), 0.5).item(); // => 2.5
 * quantile(tensor([1, 2, 3, 10]), [0, 0.5, 1], 0, { interpolation: "lower" }).toArray(); // => [1, 2, 10]
 * ```
 * @see PyTorch and NumPy, `quantile`. For the lower one of the middle elements: {@link median}.
 */
export interface Quantile {
  <D extends DType>(x: Tensor<Shape, D>, q: number): Tensor<[], ToFloat<D>>;
  <A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, D>,
    q: number,
    axis: Ok<I, ReduceError<A, I>>,
    options?: QuantileOptions<K>,
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
  <D extends DType>(
    x: Tensor<Shape, D>,
    q: readonly number[],
    axis?: Axes,
    options?: QuantileOptions,
  ): Tensor<Dynamic, ToFloat<D>>;
}

interface Attributes {
  readonly q: number | readonly number[];
  readonly axes: readonly number[];
  readonly keepDims: boolean;
  readonly interpolation: NonNullable<QuantileOptions["interpolation"]>;
}

const inputs = /* @__PURE__ */ inputsOf(["x"]);
const readArguments = /* @__PURE__ */ readerOf(
  "quantile",
  ["x"],
  [
    /* @__PURE__ */ positional("q", (where, given) => {
      if (!Array.isArray(given)) return inRange(where, "q", given, { min: 0, max: 1 });
      return Array.from(given, (one) => inRange(where, "q", one, { min: 0, max: 1 }));
    }),
    /* @__PURE__ */ axesArgument(),
    /* @__PURE__ */ flag("keepDims"),
    /* @__PURE__ */ choice("interpolation", ["linear", "lower", "higher", "midpoint", "nearest"]),
  ],
);

export const quantile: Quantile = (input: unknown, part: unknown, along?: unknown, options?: unknown): Dynamic => {
  const [given] = lift("quantile", inputs, [input], true) as [Tensor];
  const { q, axes, keepDims, interpolation } = readArguments([given], [part, along, options]) as Attributes;
  const shape: readonly number[] = given.shape;
  const kept = reducedShape(shape, axes, false);
  const n = sizeOf(axes.map((axis) => shape[axis]!));
  if (n === 0)
    throw new DomainError(
      `quantile: x must have at least one element along axes ${formatShape(axes)}, got shape ${formatShape(shape)}.`,
    );
  if (Array.isArray(q) && q.length === 0)
    throw new DomainError(`quantile: q must be a number or a list of at least one, got ${formatReceived(q)}.`);
  const x: Tensor = isFloat(given.dtype) ? given : cast(given, toFloat(given.dtype));
  const others = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const lanes = reshape(permute(x, [...others, ...axes] as never) as Tensor, [...kept, n]) as Tensor;
  const sorted = sort(lanes, -1) as Tensor;
  const at = (position: number): Tensor => slice(sorted, [...kept.map(() => null), position] as never) as Tensor; // the last axis
  const last = at(n - 1);
  const one = (fraction: number): Tensor => {
    const y = between(at, fraction * (n - 1), interpolation);
    // NaN was sorted to the end.
    const value = where(isNan(last), last, y) as Tensor;
    return keepDims ? (reshape(value, reducedShape(shape, axes, true)) as Tensor) : value;
  };
  return typeof q === "number" ? one(q) : stack(q.map(one) as never, 0);
};

/** What sorted elements have at a position that may lie between two of them. */
function between(
  at: (position: number) => Tensor,
  position: number,
  interpolation: Attributes["interpolation"],
): Tensor {
  const [below, above] = [Math.floor(position), Math.ceil(position)];
  if (below === above || interpolation === "lower") return at(below);
  if (interpolation === "higher") return at(above);
  const weight = position - below;
  if (interpolation === "nearest") {
    const even = below % 2 === 0 ? below : above;
    return at(weight === 0.5 ? even : weight < 0.5 ? below : above);
  }
  const [a, b] = [at(below), at(above)];
  // Between two equal infinities there is no difference to take a part of.
  const same = logicalAnd(equal(a, b), isInf(a)) as Tensor;
  return where(same, a, lerp(a, b, interpolation === "midpoint" ? 0.5 : weight)) as Tensor;
}
