import { oneOf, optionsOf } from "../../arguments.ts";
import { DomainError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import { full } from "../../tensor/create.ts";
import type { DType } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { take } from "../indexing/take.ts";
import { concat } from "./concat.ts";
import { unslice } from "./unslice.ts";

/** How far a tensor is extended: a number everywhere, `[before, after]` of every axis, or a list of such pairs, one for each axis. */
export type PadWidths = number | readonly [before: number, after: number] | readonly (readonly [number, number])[];

/** Options of {@link pad}. */
export interface PadOptions {
  /** What is there: a number, the elements mirrored at the edge, or those at the edge again. Default `"constant"`. */
  readonly mode?: "constant" | "reflect" | "edge";
  /** The number, for `"constant"`; default 0. */
  readonly value?: number;
}

/**
 * A tensor extended at the ends of its axes.
 *
 * @param x - Any shape.
 * @param widths - How many elements come before and after, from 0 on; see {@link PadWidths}.
 * @param options - `mode`: `"constant"` for `value`, `"reflect"` for the elements mirrored at the first and the last, which are not repeated
 * (`cb|abcd|cb`), `"edge"` for the first and the last again (`aa|abcd|dd`).
 * @returns Each size of `x` and its two widths.
 * @throws {@link DomainError} if a width is no whole number from 0 on, their number does not fit, or there is nothing to mirror.
 *
 * **Derivative.** Each element of `x̄` is the sum of `ȳ` at all places that it was copied to.
 *
 * @example
 * ```ts
 * pad(tensor([1, 2]), [1, 2]).toArray(); // => [0, 1, 2, 0, 0]
 * pad(tensor([1, 2, 3]), 2, { mode: "reflect" }).toArray(); // => [3, 2, 1, 2, 3, 2, 1]
 * pad(tensor([[1, 2]]), [[1, 0], [0, 1]], { mode: "edge" }).toArray(); // => [[1, 2, 2], [1, 2, 2]]
 * ```
 * @see NumPy, `pad`. PyTorch's `pad` has the widths of the last axis first.
 */
export interface Pad {
  <D extends DType>(x: Tensor<Shape, D>, widths: PadWidths, options?: PadOptions): Tensor<Dynamic, D>;
}

export const pad: Pad = (input: unknown, widths: unknown, options?: unknown): Dynamic => {
  const [x] = lift("pad", inputsOf(["x"]), [input], false) as [Tensor];
  const { mode = "constant", value } = optionsOf("pad", options, ["mode", "value"]) as {
    readonly [name in keyof PadOptions]?: unknown;
  };
  const how = oneOf("pad", "mode", mode, ["constant", "reflect", "edge"]);
  const shape: readonly number[] = x.shape;
  const pairs = pairsOf(shape, widths);
  if (how !== "constant" && value !== undefined)
    throw new DomainError(`pad: value must be left out for mode "${how}", got ${formatReceived(value)}.`);
  if (how === "constant") {
    if (value !== undefined && typeof value !== "number")
      throw new DomainError(`pad: value must be a number, got ${formatReceived(value)}.`);
    return constant(x, pairs, value ?? 0);
  }
  let y: Tensor = x;
  pairs.forEach(([before, after], axis) => {
    const n = shape[axis]!;
    if (before + after === 0) return;
    if (n === 0)
      throw new DomainError(
        `pad: there must be an element to repeat along axis ${axis} of x of shape ${formatShape(shape)}, got none.`,
      );
    const from = how === "edge" ? clamped : mirrored;
    const positions = Int32Array.from({ length: before + n + after }, (_, i) => from(i - before, n));
    y = take(y, new Tensor([positions.length], "int32", positions) as Tensor, axis as never); // one of its axes
  });
  return y;
};

function constant(x: Tensor, pairs: readonly (readonly [number, number])[], value: number): Tensor {
  const shape: readonly number[] = x.shape;
  if (Object.is(value, 0)) {
    const inside = pairs.map(([before], axis) => [before, before + shape[axis]!] as const);
    const sizes = pairs.map(([before, after], axis) => before + shape[axis]! + after);
    return unslice(x, sizes, inside) as Tensor;
  }
  return pairs.reduce((y: Tensor, [before, after], axis) => {
    const border = (width: number): Tensor =>
      full((y.shape as readonly number[]).with(axis, width) as number[], value, { dtype: y.dtype as DType }) as Tensor;
    return before + after === 0 ? y : (concat([border(before), y, border(after)], axis as never) as Tensor); // one of its axes
  }, x);
}

function clamped(i: number, n: number): number {
  return Math.min(Math.max(i, 0), n - 1);
}

/** Back and forth between both ends, however far outside. */
function mirrored(i: number, n: number): number {
  if (n === 1) return 0;
  const period = 2 * (n - 1);
  const within = ((i % period) + period) % period;
  return Math.min(within, period - within);
}

/** The widths of each axis. */
function pairsOf(shape: readonly number[], widths: unknown): readonly (readonly [number, number])[] {
  const check = (width: unknown): number => {
    if (Number.isSafeInteger(width) && (width as number) >= 0) return width as number; // whole, as just checked
    const advice = Number.isSafeInteger(width) ? " To cut off elements, use slice." : "";
    throw new DomainError(`pad: each width must be a whole number from 0 on, got ${formatReceived(width)}.${advice}`);
  };
  if (!Array.isArray(widths)) {
    const width = check(widths);
    return shape.map(() => [width, width]);
  }
  const isPair = (list: readonly unknown[]): boolean => list.length === 2 && !list.some(Array.isArray);
  if (isPair(widths)) {
    const [before, after] = [check(widths[0]), check(widths[1])];
    return shape.map(() => [before, after]);
  }
  const list: readonly unknown[] = widths.length === 1 && shape.length > 0 ? shape.map(() => widths[0]) : widths;
  if (list.length !== shape.length || !list.every((pair) => Array.isArray(pair) && isPair(pair)))
    throw new DomainError(
      `pad: widths must be a number, [before, after], or such a pair for each of the ${shape.length} axes of x, ` +
        `got ${formatReceived(widths)}.`,
    );
  return (list as readonly (readonly unknown[])[]).map((pair) => [check(pair[0]), check(pair[1])]);
}
