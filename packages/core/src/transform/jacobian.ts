import { functionArgument } from "../arguments.ts";
import { GradientError } from "../errors.ts";
import { cast } from "../ops/movement/cast.ts";
import { permute } from "../ops/movement/permute.ts";
import { reshape } from "../ops/movement/reshape.ts";
import { split } from "../ops/movement/split.ts";
import type { Dynamic, Shape, Spread } from "../shape/types.ts";
import { recording, withGradients, withRecording } from "../tape/recording.ts";
import { allocate, type DType, isFloat } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { treeFlatten, treeMap } from "../tree/tree.ts";
import { argumentPositions, dependsOnOthers, type GradOptions, pullBack } from "./grad.ts";
import { pushForward } from "./jvp.ts";
import { freshLeaves } from "./leaves.ts";
import { vmap } from "./vmap/vmap.ts";

/** The derivatives of a tree with respect to a tree: in place of each tensor of the first a tree like the second. */
export type Jacobian<Y, X> =
  Y extends Tensor<infer S, infer _D>
    ? JacobianOf<S, X>
    : Y extends readonly unknown[] | object
      ? { [K in keyof Y]: Jacobian<Y[K], X> }
      : never;
/** The derivatives of one tensor of shape `S`. */
type JacobianOf<S extends Shape, X> =
  X extends Tensor<infer A, infer D>
    ? Tensor<Spread<S, A>, D>
    : X extends readonly unknown[] | object
      ? { [K in keyof X]: JacobianOf<S, X[K]> }
      : never;

/** What is differentiated with respect to: one argument for a number, a list of them for a list. */
export type ChosenArguments<Args extends readonly unknown[], N> = N extends number
  ? Args[N]
  : { -readonly [K in keyof N]: N[K] extends number ? Args[N[K]] : never };

/**
 * All derivatives of a function: `(…args) => ∂f/∂args[argnums]`, with the shape of the result followed by that of the argument:
 * `Jᵢⱼ = ∂yᵢ/∂xⱼ`.
 *
 * `f` runs once. Where the result has no more elements than the argument, one cotangent for each of its elements is pulled back; where it
 * has more, one tangent for each element of the argument is pushed forward. Either way all of them go at once, as by {@link vmap}, so the
 * memory is that of as many derivatives. The Jacobian can be differentiated again.
 *
 * @param f - Gives a tensor, or a tree of tensors, of float dtypes. Its arguments are tensors or trees of tensors; those not in `argnums`
 * may be anything.
 * @param options - `argnums`: a position, or several.
 * @returns For a tensor with respect to a tensor one of shape `[…shape of y, …shape of x]`, in the dtype of `x`. In general a tree like
 * the result, with a tree like the argument in place of each tensor (a list of trees where `argnums` is a list).
 * @throws {@link GradientError} if an argument or the result has a dtype without derivatives.
 * @example
 * ```ts
 * const f = (x: Tensor) => x.square();
 * jacobian(f)(tensor([1, 2])).toArray(); // => [[2, 0], [0, 4]]
 * ```
 * @see JAX, `jax.jacrev` and `jax.jacfwd`.
 */
export function jacobian<Args extends readonly unknown[], Y, const N extends number | readonly number[] = 0>(
  f: (...args: Args) => Y,
  options: GradOptions<N> = {},
): (...args: Args) => Jacobian<Y, ChosenArguments<Args, N>> {
  functionArgument("jacobian", "f", f);
  return (...args) => derivatives("jacobian", f, options.argnums ?? 0, args) as Jacobian<Y, ChosenArguments<Args, N>>; // by argnums
}

/**
 * All second derivatives of a function: `(…args) => ∂²f/∂args[argnums]²`, with the shape of the result followed twice by that of the
 * argument: `Hᵢⱼ = ∂²y/∂xᵢ∂xⱼ` for a scalar. The Jacobian of the Jacobian.
 *
 * @param f - Gives a float tensor, as a rule a scalar, or a tree of them. Its arguments are tensors or trees of tensors.
 * @param options - `argnums`: a position, or several.
 * @returns For a scalar with respect to a tensor one of shape `[…shape of x, …shape of x]`. In general a tree like the result, with a tree
 * like the argument in place of each tensor, and in place of each of its tensors another such tree.
 * @throws {@link GradientError} if an argument or the result has a dtype without derivatives.
 * @example
 * ```ts
 * const f = (x: Tensor) => x.pow(3).sum();
 * hessian(f)(tensor([1, 2])).toArray(); // => [[6, 0], [0, 12]]
 * ```
 * @see JAX, `jax.hessian`.
 */
export function hessian<Args extends readonly unknown[], Y, const N extends number | readonly number[] = 0>(
  f: (...args: Args) => Y,
  options: GradOptions<N> = {},
): (...args: Args) => Jacobian<Jacobian<Y, ChosenArguments<Args, N>>, ChosenArguments<Args, N>> {
  functionArgument("hessian", "f", f);
  const argnums = options.argnums ?? 0;
  const first = (...args: Args): unknown => derivatives("hessian", f, argnums, args);
  return (...args) => derivatives("hessian", first, argnums, args) as never; // per Jacobian, twice
}

function derivatives<Args extends readonly unknown[]>(
  where: string,
  f: (...args: Args) => unknown,
  argnums: number | readonly number[],
  args: Args,
): unknown {
  const positions = argumentPositions(where, argnums, args);
  const stands = positions.map((position) => freshLeaves(where, args[position]));
  const leaves = stands.flatMap((stand) => stand.leaves);
  const call: unknown[] = [...args];
  positions.forEach((position, i) => {
    call[position] = stands[i]!.primal;
  });
  const value = withRecording(where, { gradients: true }, () => f(...(call as unknown as Args))); // with stand-ins
  const outputs = treeFlatten(value, where).map(({ path, tensor }) => {
    if (isFloat(tensor.dtype)) return tensor;
    const at = path === "" ? "the result" : path;
    throw new GradientError({
      where,
      argument: at,
      expected: "must have dtype float32 or float64",
      received: tensor.dtype,
      advice: "Cast it, or leave it out.",
    });
  });
  const [rows, columns] = [countOf(outputs), countOf(leaves)];
  const blocks = columns < rows ? pushed(outputs, leaves) : pulled(outputs, leaves);
  // In the order of the trees.
  let [k, j] = [0, 0];
  return treeMap(() => {
    j = 0;
    const trees = positions.map((position) => treeMap(() => blocks[k]![j++]!, args[position]));
    k++;
    return (typeof argnums === "number" ? trees[0] : trees) as never; // a tree in place of a tensor
  }, value);
}

function countOf(tensors: readonly Tensor[]): number {
  return tensors.reduce((count, { size }) => count + size, 0);
}

/** For each output and each leaf the block of derivatives: one pull-back for each element of the outputs. */
function pulled(outputs: readonly Tensor[], leaves: readonly Tensor[]): readonly (readonly Tensor[])[] {
  const pull = (...cotangents: Tensor[]): Tensor[] => pullBack(outputs, cotangents, leaves).gradients;
  const gradients = vmap(pull)(...(units(outputs) as Tensor[])) as Tensor[]; // a list, as of pull
  const byLeaf = gradients.map((rows, j) =>
    partsOf(rows, outputs).map((part, k) => reshape(part, [...outputs[k]!.shape, ...leaves[j]!.shape])),
  );
  return outputs.map((_, k) => byLeaf.map((blocks) => blocks[k]!));
}

/** The same by one push for each element of the leaves. */
function pushed(outputs: readonly Tensor[], leaves: readonly Tensor[]): readonly (readonly Tensor[])[] {
  const differentiable = recording.gradients && dependsOnOthers(outputs, leaves);
  const push = (...tangents: Tensor[]): Tensor[] =>
    withGradients(differentiable, () => pushForward(outputs, leaves, tangents)) as Tensor[]; // a list
  const tangents = vmap(push)(...(units(leaves) as Tensor[])) as Tensor[]; // a list, as of push
  return tangents.map((columns, k) =>
    partsOf(columns, leaves).map((part, j) => {
      const { shape, dtype } = leaves[j]!;
      const axes = part.shape.map((_, axis) => axis);
      // The first axis is the column.
      const rows = permute(part, [...axes.slice(1), 0]) as Tensor;
      return cast(reshape(rows, [...outputs[k]!.shape, ...shape]), dtype);
    }),
  );
}

/** The unit vectors of the space of some tensors, as a batch: in each of its examples one element of one of the tensors is 1. */
function units(tensors: readonly Tensor[]): readonly Tensor[] {
  const count = countOf(tensors);
  let first = 0;
  return tensors.map(({ shape, size, dtype }) => {
    const data = allocate(dtype, count * size, "jacobian", [count, ...shape]);
    for (let i = 0; i < size; i++) data[(first + i) * size + i] = 1;
    first += size;
    return new Tensor<Dynamic, DType>([count, ...shape], dtype, data);
  });
}

/** The rows of a batch that belong to each of some tensors. */
function partsOf(batch: Tensor, tensors: readonly Tensor[]): readonly Tensor[] {
  if (tensors.length === 1) return [batch];
  return split(
    batch,
    tensors.map(({ size }) => size),
  ) as readonly Tensor[]; // of dynamic shapes
}
