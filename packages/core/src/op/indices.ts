import { DomainError, ShapeError } from "../errors.ts";
import { formatShape } from "../shape/format.ts";
import { stridesOf } from "../shape/sizes.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * Checks that all elements are whole numbers in 0 … n − 1, or from another lowest one on.
 *
 * @param describe - For a whole number that is not: what must hold, and what to do.
 * @throws DomainError naming the first that is not, and its position.
 */
export function checkIndices(
  where: string,
  name: string,
  indices: Tensor,
  n: number,
  describe: (index: number) => readonly [must: string, hint: string],
  lowest = 0,
): void {
  const { data, shape } = indices;
  for (let i = 0; i < data.length; i++) {
    const index = data[i]!;
    if (index >= lowest && index < n && Math.floor(index) === index) continue;
    const [must, hint] = Number.isInteger(index) ? describe(index) : ["must be whole numbers", ""];
    const at = shape.length === 0 ? "" : ` at ${formatPosition(i, shape)}`;
    throw new DomainError(`${where}: ${name} ${must}, got ${index}${at}.${hint === "" ? "" : ` ${hint}`}`);
  }
}

/** The position of element `i` in row-major order, as one would write it: `[1][0]`. */
function formatPosition(i: number, shape: readonly number[]): string {
  return stridesOf(shape)
    .map((stride, axis) => `[${Math.floor(i / stride) % shape[axis]!}]`)
    .join("");
}

/** Checks that all elements of `indices` are positions along an axis of `x`. */
export function checkIndicesAlong(where: string, x: Tensor, indices: Tensor, axis: number): void {
  const n = x.shape[axis]!;
  checkIndices(where, "indices", indices, n, (index) => {
    const along = `axis ${axis} of x of shape ${formatShape(x.shape)}`;
    if (n === 0) return [`must be empty, because ${along} is`, ""];
    const hint = index >= -n && index < 0 ? `Write ${index + n}: indices do not count from the end.` : "";
    return [`must be in 0 … ${n - 1} for ${along}`, hint];
  });
}

/** Shape of what indices along an axis read from a tensor: that axis is as long as theirs, the others broadcast. */
export function indexedShape(
  where: string,
  x: readonly number[],
  indices: readonly number[],
  axis: number,
): readonly number[] {
  if (x.length !== indices.length) {
    throw new ShapeError(
      `${where}: indices must have as many axes as x of shape ${formatShape(x)}, got shape ${formatShape(indices)}.`,
    );
  }
  return x.map((n, i) => {
    const m = indices[i]!;
    if (i === axis || n === 1 || n === m) return m;
    if (m === 1) return n;
    throw new ShapeError(
      `${where}: indices must broadcast with x except along axis ${axis}, got ${formatShape(indices)} and ` +
        `${formatShape(x)}: axis ${i} has ${m} and ${n}.`,
    );
  });
}

/** Checks that all elements of `indices` are positions along an axis of `x`, counted from either end; along all of `x` for `null`. */
export function checkIndicesFromEitherEnd(where: string, x: Tensor, indices: Tensor, axis: number | null): void {
  const n: number = axis === null ? x.size : x.shape[axis]!;
  const what = axis === null ? `the ${n} elements of x of shape` : `axis ${axis} of x of shape`;
  const along = `${what} ${formatShape(x.shape)}`;
  const must =
    n === 0
      ? `must be empty, because there is nothing to count in ${along}`
      : `must be in ${-n} … ${n - 1} for ${along}`;
  checkIndices(where, "indices", indices, n, () => [must, ""], -n);
}
