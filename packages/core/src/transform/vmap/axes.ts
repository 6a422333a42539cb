import { ShapeError, TapegradError } from "../../errors.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { childPath, indexPath, isPlainObject, Route } from "../../tree/route.ts";

/**
 * Where the batch axis of each tensor of a tree is: a number, from the end if negative; `null` where there is none. One for a whole subtree,
 * or a tree like it.
 */
export type BatchAxes = number | null | readonly BatchAxes[] | { readonly [key: string]: BatchAxes };

/** A tensor that the function is given with a batch axis, counted from 0. */
export interface BatchArgument {
  readonly path: string;
  readonly tensor: Tensor;
  readonly axis: number;
}

/** What stands in a tree, where it stands, and its batch axis as it was asked for. */
export interface Placed {
  readonly path: string;
  readonly value: unknown;
  readonly axis: number | null;
}

/**
 * The same tree with `f` of everything in it that is no array and no object, each with its axis.
 *
 * @param option - What errors call the tree of axes: `"inAxes"`.
 * @throws TapegradError if the axes are no tree like it, or the tree contains itself.
 */
export function mapWithAxes(
  tree: unknown,
  axes: unknown,
  option: string,
  root: string,
  f: (placed: Placed) => unknown,
): unknown {
  const route = new Route("vmap");
  const misfit = (path: string, expected: string, got: unknown): TapegradError =>
    new TapegradError({
      where: "vmap",
      argument: `${option} for ${path}`,
      expected: `must be a whole number or null${expected}`,
      received: formatReceived(got),
    });
  const visit = (value: unknown, axis: unknown, path: string): unknown => {
    const isForAll = axis === null || Number.isInteger(axis);
    if (Array.isArray(value)) {
      if (!isForAll && !(Array.isArray(axis) && axis.length === value.length))
        throw misfit(path, `, or a list of ${value.length}`, axis);
      route.enter(value, path);
      const items = Array.from(value, (item, i) =>
        visit(item, isForAll ? axis : (axis as readonly unknown[])[i], indexPath(path, i)),
      );
      route.leave(value);
      return items;
    }
    if (isPlainObject(value)) {
      const keys = Object.keys(value);
      const like = isPlainObject(axis) && Object.keys(axis).length === keys.length;
      if (!isForAll && !(like && keys.every((key) => Object.hasOwn(axis, key))))
        throw misfit(path, `, or an object with the keys ${keys.join(", ")}`, axis);
      route.enter(value, path);
      const entries = keys.map((key) => [
        key,
        visit(value[key], isForAll ? axis : (axis as { readonly [key: string]: unknown })[key], childPath(path, key)),
      ]);
      route.leave(value);
      return Object.fromEntries(entries);
    }
    if (!isForAll) throw misfit(path, "", axis);
    return f({ path, value, axis: axis as number | null });
  };
  return visit(tree, axes, root);
}

/**
 * The batch axis of a tensor, counted from 0.
 *
 * @param ndim - How many axes it has with the batch axis.
 * @throws ShapeError if there is none.
 */
export function batchAxis(argument: string, of: string, axis: number, ndim: number): number {
  if (axis >= -ndim && axis < ndim) return axis < 0 ? axis + ndim : axis;
  if (ndim === 0)
    throw new ShapeError({
      where: "vmap",
      argument: of,
      expected: "must have a batch axis",
      received: "a scalar",
      advice: `Give it ${argument} null if it is the same for all examples.`,
    });
  throw new ShapeError({
    where: "vmap",
    argument: `${argument} for ${of}`,
    expected: `must be in ${-ndim} … ${ndim - 1}`,
    received: `${axis}`,
  });
}

/** @throws ShapeError unless all batches have one size, which is returned. */
export function batchSize(batches: readonly BatchArgument[]): number {
  const [first] = batches;
  if (first === undefined)
    throw new TapegradError({
      where: "vmap",
      argument: "inAxes",
      expected: "must give at least one tensor a batch axis",
      received: "none",
    });
  const sizeOf = ({ tensor, axis }: BatchArgument): number => tensor.shape[axis]!;
  const other = batches.find((batch) => sizeOf(batch) !== sizeOf(first));
  if (other === undefined) return sizeOf(first);
  const describe = (batch: BatchArgument): string =>
    `${sizeOf(batch)} along axis ${batch.axis} of ${batch.path} of shape ${formatShape(batch.tensor.shape)}`;
  throw new ShapeError({
    where: "vmap",
    argument: "all batches",
    expected: "must have the same number of examples",
    received: `${describe(first)} and ${describe(other)}`,
  });
}

/** @throws TapegradError unless `value` is a tensor. */
export function requireTensor(argument: string, value: unknown, advice?: string): asserts value is Tensor {
  if (value instanceof Tensor) return;
  throw new TapegradError({
    where: "vmap",
    argument,
    expected: "must be a tensor",
    received: formatReceived(value),
    advice,
  });
}
