import { formatShape, ShapeError, type Tensor, treeFlatten, zeros } from "@tapegrad/core";

/**
 * How many examples the tensors of a tree have: the size of their first axis.
 *
 * @throws ShapeError if a tensor has no first axis, if two differ, or if there is no tensor.
 */
export function countExamples(where: string, tree: unknown): number {
  const entries = treeFlatten(tree, where);
  const first = entries[0];
  if (first === undefined)
    throw new ShapeError({ where, expected: "there must be at least one tensor", received: "none" });
  for (const { path, tensor } of entries) {
    const at = path === "" ? "" : ` at ${path}`;
    if (tensor.ndim === 0) {
      const received = `shape ${formatShape(tensor.shape)}${at}`;
      const expected = "must have a first axis, which counts the examples";
      throw new ShapeError({ where, argument: "each tensor", expected, received });
    }
    if (tensor.shape[0] !== first.tensor.shape[0]) {
      const received = `${first.tensor.shape[0]} at ${first.path} and ${tensor.shape[0]}${at}`;
      const expected = "must have equally many examples";
      throw new ShapeError({ where, argument: "all tensors", expected, received });
    }
  }
  return first.tensor.shape[0]!;
}

/** Below that many elements a row is copied in a loop: a `subarray` costs as much as 16 elements (measured, Node 20). */
const shortRow = 16;

/** The examples of these numbers, in this order; all in `0 … n − 1`. */
export function takeRows(x: Tensor, indices: readonly number[]): Tensor {
  const [n, ...rest] = x.shape;
  const rows: Tensor = zeros([indices.length, ...rest], { dtype: x.dtype });
  const { data: source }: Tensor = x;
  const { data: target } = rows; // nobody else has seen it yet
  const length = n === 0 ? 0 : x.size / n!;
  for (let k = 0; k < indices.length; k++) {
    const from = indices[k]! * length;
    const to = k * length;
    if (length < shortRow) for (let j = 0; j < length; j++) target[to + j] = source[from + j]!;
    else target.set(source.subarray(from, from + length), to);
  }
  return rows;
}
