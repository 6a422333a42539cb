import { sortPositions } from "../../kernels/js/sort.ts";
import { flag, readerOf } from "../../op/args.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import { allocate, type Data, type DType } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { shapeFromValues } from "./_dataDependent.ts";

/** What {@link unique} gives besides the values, if asked for. */
export interface UniqueResult<S extends Shape, D extends DType, C extends boolean, I extends boolean> {
  /** Shape `[n]`, ascending. */
  readonly values: Tensor<[number], D>;
  /** How often each occurs, shape `[n]`. */
  readonly counts: C extends true ? Tensor<[number], "int32"> : undefined;
  /** For each element of `x`, its position in the values, in the shape of `x`. */
  readonly inverse: I extends true ? Tensor<S, "int32"> : undefined;
}

/**
 * The different elements of a tensor, in ascending order. Each NaN differs from every other, and they come last; 0 and −0 are equal.
 *
 * @param x - Any shape.
 * @param options - `counts`: how often each occurs, too; `inverse`: where each element of `x` went, too.
 * @returns Shape `[n]`; an object `{ values, counts, inverse }` of tensors where one of these is asked for, with what was not left out.
 * @throws {@link TapegradError} within {@link jit}: the shape depends on the values.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * unique(tensor([3, 1, 3])).toArray(); // => [1, 3]
 * const { values, counts, inverse } = unique(tensor([3, 1, 3]), { counts: true, inverse: true });
 * [values.toArray(), counts.toArray(), inverse.toArray()]; // => [[1, 3], [1, 2], [1, 0, 1]]
 * ```
 * @see The array API standard, `unique_all`; PyTorch, `unique`.
 */
export interface Unique {
  <D extends DType>(
    x: Tensor<Shape, D>,
    options?: { readonly counts?: false; readonly inverse?: false },
  ): Tensor<[number], D>;
  <S extends Shape, D extends DType, C extends boolean = false, I extends boolean = false>(
    x: Tensor<S, D>,
    options: { readonly counts?: C; readonly inverse?: I },
  ): UniqueResult<S, D, C, I>;
}

const inputs = /* @__PURE__ */ inputsOf(["x"]);
const readArguments = /* @__PURE__ */ readerOf(
  "unique",
  ["x"],
  [/* @__PURE__ */ flag("counts"), /* @__PURE__ */ flag("inverse")],
);

export const unique: Unique = (input: unknown, options?: unknown): Dynamic => {
  const [x] = lift("unique", inputs, [input], false) as [Tensor];
  const asked = readArguments([x], [options]) as { readonly counts: boolean; readonly inverse: boolean };
  shapeFromValues("unique", "Call it before, and pass what it gives.");
  const { data, size, shape, dtype }: { data: Data; size: number; shape: readonly number[]; dtype: DType } = x;
  const order = new Int32Array(size);
  sortPositions(order, data, [size], 0, false);
  const found: number[] = [];
  const counted: number[] = [];
  const inverse = new Int32Array(size);
  for (const i of order) {
    const value = data[i]!;
    if (found.length > 0 && value === found[found.length - 1]) counted[counted.length - 1]!++;
    else {
      found.push(value);
      counted.push(1);
    }
    inverse[i] = found.length - 1;
  }
  const all = allocate(dtype, found.length);
  all.set(found);
  const values = new Tensor([found.length], dtype, all);
  if (!asked.counts && !asked.inverse) return values;
  return {
    values,
    ...(asked.counts && { counts: new Tensor([found.length], "int32", Int32Array.from(counted)) }),
    ...(asked.inverse && { inverse: new Tensor(shape, "int32", inverse) }),
  };
};
