import { DTypeError } from "../../errors.ts";
import { inputsOf, lift, promotedDType } from "../../op/inputs.ts";
import { sameShape, sizeOf } from "../../shape/sizes.ts";
import type { Dynamic } from "../../shape/types.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";
import { cast } from "../movement/cast.ts";
import type { PromotedOf } from "../movement/concat.ts";
import { permute } from "../movement/permute.ts";
import { reshape } from "../movement/reshape.ts";
import { slice } from "../movement/slice.ts";
import { sum } from "../reduce/sum.ts";
import { contractionOrder, keptLabels } from "./_contraction.ts";
import { readSubscripts } from "./_subscripts.ts";
import { matmul } from "./matmul.ts";

/**
 * A sum of products, in Einstein's notation: `einsum("ij,jk->ik", A, B)` is `Cᵢₖ = Σⱼ Aᵢⱼ Bⱼₖ`.
 *
 * A letter names an axis. Axes of one letter run together; letters that the result does not have are summed over. A letter that one operand
 * has twice takes its diagonal. `...` stands for any number of axes, which broadcast and are summed over if the result has no `...`. Without
 * `->` the result has the axes of `...`, then the letters that occur once, in the order of the alphabet, capitals first. Spaces say nothing.
 *
 * Several operands are multiplied two at a time, as matrices where they can be; up to six in the order that takes fewest multiplications.
 *
 * @param subscripts - A term for each operand, a letter for each axis, as NumPy has it.
 * @param operands - Any shapes that fit; an axis of size 1 is repeated along the same letter of another operand.
 * @returns An axis for each letter of the result, in the promoted dtype.
 * @throws {@link DomainError} if the subscripts cannot be read, or the result names a letter twice, or one that no operand has.
 * {@link ShapeError} if there is not a term for each operand, one has another number of axes than letters, or a letter has two sizes.
 * {@link DTypeError} if all operands are bool.
 *
 * **Derivative.** That of an operand is the einsum of `ȳ` with the other operands to its letters, on the diagonal where a letter is twice.
 *
 * @example
 * ```ts
 * const A = tensor([[1, 2], [3, 4]]);
 * einsum("ij,jk->ik", A, A).toArray(); // => [[7, 10], [15, 22]]
 * einsum("ii", A).item(); // => 5
 * einsum("...i,i", A, tensor([1, 10])).toArray(); // => [21, 43]
 * ```
 * @see NumPy, `einsum`; with PyTorch, `...` may be left out of the result.
 */
export interface Einsum {
  <const T extends readonly (Tensor | number)[]>(
    subscripts: string,
    ...operands: T
  ): Tensor<Dynamic, PromotedOf<TensorsOf<T>>>;
}
/** As a method: the tensor it is called on is the first operand. */
export interface EinsumMethod {
  <T extends Tensor, const O extends readonly (Tensor | number)[]>(
    this: T,
    subscripts: string,
    ...others: O
  ): Tensor<Dynamic, PromotedOf<[T, ...TensorsOf<O>]>>;
}
/** Those of a list that are tensors: a number takes their dtype. */
export type TensorsOf<T extends readonly unknown[]> = T extends readonly [infer F, ...infer R]
  ? F extends Tensor
    ? [F, ...TensorsOf<R>]
    : TensorsOf<R>
  : [];

/** A tensor, and a label for each axis, each once. */
interface Labelled {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

export const einsum: Einsum = (subscripts: unknown, ...given: readonly unknown[]): Dynamic => {
  const declared = inputsOf(given.map((_, i) => `operands[${i}]`));
  const operands = lift("einsum", declared, given, false);
  const read = readSubscripts(
    subscripts,
    operands.map(({ shape }) => shape),
  );
  const { output, sizes } = read;
  const dtype = promotedDType(declared, operands);
  if (dtype === "bool")
    throw new DTypeError('einsum: operands must not all be bool. Cast one first: cast(operands[0], "int32").');

  // An axis of size 1 says nothing: without it, what is broadcast is simply not there.
  const sizeOfLabels = (labels: Iterable<string>): number => sizeOf(Array.from(labels, (label) => sizes.get(label)!));
  let left = operands.map((x, i): Labelled => {
    const one = x.dtype === dtype ? x : (cast(x, dtype) as Tensor);
    return withoutOnes(onDiagonal({ x: one, labels: read.operands[i]! }));
  });
  left = left.map((one, i) => {
    const others = left.filter((_, k) => k !== i).map(({ labels }) => labels);
    return summed(one, keptLabels(one.labels, [], others, output));
  });
  for (const [i, j] of contractionOrder(
    left.map(({ labels }) => labels),
    output,
    sizeOfLabels,
  )) {
    const others = left.filter((_, k) => k !== i && k !== j);
    const kept = keptLabels(
      left[i]!.labels,
      left[j]!.labels,
      others.map(({ labels }) => labels),
      output,
    );
    left = [...others, product(left[i]!, left[j]!, kept, output)];
  }
  const last = left[0]!;
  const order = output.filter((label) => last.labels.includes(label));
  return shaped(
    ordered(last, order),
    output.map((label) => sizes.get(label)!),
  );
};

/** {@link einsum} of a tensor that comes first. */
export const einsumMethod: (x: unknown, subscripts: unknown, ...others: readonly unknown[]) => unknown = (
  x,
  subscripts,
  ...others
) => einsum(subscripts as string, x as Tensor, ...(others as Tensor[])); // checked there

/** The diagonal along each label that occurs more than once. */
function onDiagonal({ x, labels }: Labelled): Labelled {
  let one: Labelled = { x, labels };
  for (const label of new Set(labels)) {
    const count = labels.filter((other) => other === label).length;
    if (count === 1) continue;
    const { shape }: { readonly shape: readonly number[] } = one.x;
    const all = one.labels.map((_, axis) => axis);
    const own = all.filter((axis) => one.labels[axis] === label);
    const others = all.filter((axis) => one.labels[axis] !== label);
    const batch = others.map((axis) => shape[axis]!);
    const n = shape[own[0]!]!;
    // With its axes as one, elements of the diagonal are 1 + n + n² + … apart.
    const flat = reshape(permute(one.x, [...others, ...own] as never) as Tensor, [...batch, n ** count]) as Tensor;
    let step = 0;
    for (let k = 0; k < count; k++) step += n ** k;
    const taken = slice(flat, [...batch.map(() => null), [0, n ** count, step]] as never) as Tensor; // one range for each axis
    one = { x: taken, labels: [...others.map((axis) => one.labels[axis]!), label] };
  }
  return one;
}

function withoutOnes({ x, labels }: Labelled): Labelled {
  const { shape }: { readonly shape: readonly number[] } = x;
  const long = labels.filter((_, axis) => shape[axis] !== 1);
  return {
    x: shaped(
      x,
      shape.filter((size) => size !== 1),
    ),
    labels: long,
  };
}

/** Summed over all labels but those that are kept. */
function summed({ x, labels }: Labelled, kept: readonly string[]): Labelled {
  const axes = labels.map((_, axis) => axis).filter((axis) => !kept.includes(labels[axis]!));
  if (axes.length === 0) return { x, labels };
  return { x: sum(x, axes as never) as Tensor, labels: labels.filter((label) => kept.includes(label)) };
}

/** The axes in the order of some labels, which are all that it has. */
function ordered({ x, labels }: Labelled, order: readonly string[]): Tensor {
  if (labels.every((label, axis) => label === order[axis])) return x;
  return permute(x, order.map((label) => labels.indexOf(label)) as never) as Tensor; // every axis once
}

function shaped(x: Tensor, shape: readonly number[]): Tensor {
  return sameShape(x.shape, shape) ? x : (reshape(x, shape) as Tensor);
}

/** The product of two tensors, summed over what is not kept. */
function product(first: Labelled, second: Labelled, kept: readonly string[], output: readonly string[]): Labelled {
  // What the result has last, the right operand has: then it need not be turned.
  const lastOne = output.findLast((label) => first.labels.includes(label) !== second.labels.includes(label));
  const [a, b] = lastOne !== undefined && first.labels.includes(lastOne) ? [second, first] : [first, second];
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => kept.includes(label));
  const inner = shared.filter((label) => !kept.includes(label));
  const rows = a.labels.filter((label) => !shared.includes(label));
  const columns = b.labels.filter((label) => !shared.includes(label));
  const labels = [...batch, ...rows, ...columns];
  const sizes = (one: Labelled, of: readonly string[]): number[] =>
    of.map((label) => one.x.shape[one.labels.indexOf(label)]!);
  const [batchSizes, rowSizes, columnSizes] = [sizes(a, batch), sizes(a, rows), sizes(b, columns)];
  const shape = [...batchSizes, ...rowSizes, ...columnSizes];

  // Nothing to sum for the elements of a batch, or no matrices: element by element, which is faster than many tiny products.
  if (batch.length > 0 && (inner.length === 0 || rows.length + columns.length === 0)) {
    const A = shaped(ordered(a, [...batch, ...rows, ...inner]), [
      ...batchSizes,
      ...rowSizes,
      ...columns.map(() => 1),
      ...sizes(a, inner),
    ]);
    const B = shaped(ordered(b, [...batch, ...columns, ...inner]), [
      ...batchSizes,
      ...rows.map(() => 1),
      ...columnSizes,
      ...sizes(b, inner),
    ]);
    return summed({ x: mul(A, B as never) as Tensor, labels: [...labels, ...inner] }, labels);
  }
  const [m, k, n] = [sizeOf(rowSizes), sizeOf(sizes(a, inner)), sizeOf(columnSizes)];
  const count = batch.length === 0 ? [] : [sizeOf(batchSizes)];
  // Read transposed where the axes lie like that already.
  const transposeA = isOrdered(a, [...batch, ...inner, ...rows]) && rows.length > 0 && inner.length > 0;
  const transposeB = isOrdered(b, [...batch, ...columns, ...inner]) && columns.length > 0 && inner.length > 0;
  const A = shaped(ordered(a, transposeA ? a.labels : [...batch, ...rows, ...inner]), [
    ...count,
    ...(transposeA ? [k, m] : [m, k]),
  ]);
  const B = shaped(ordered(b, transposeB ? b.labels : [...batch, ...inner, ...columns]), [
    ...count,
    ...(transposeB ? [n, k] : [k, n]),
  ]);
  return { x: shaped(matmul(A, B as never, { transposeA, transposeB }) as Tensor, shape), labels };
}

function isOrdered({ labels }: Labelled, order: readonly string[]): boolean {
  return labels.every((label, axis) => label === order[axis]);
}
