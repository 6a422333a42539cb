import { DomainError, formatReceived, type Tree, treeMap } from "@tapegrad/core";
import type { BatchOf } from "./batch.ts";
import type { Dataset } from "./dataset.ts";
import { countExamples, takeRows } from "./rows.ts";

/** The arguments as one tree: one is a tree itself, several are a list. */
type TreeOf<Args extends readonly unknown[]> = Args extends readonly [infer Only] ? Only : Args;

/**
 * Examples that lie in tensors, along their first axes.
 *
 * A batch has the form of what was given: a list for several tensors, a tensor for one, and arrays and objects of tensors as
 * they are. Batches copy; the tensors themselves are kept, so what is assigned to a Parameter among them is seen.
 *
 * @param tensors - Shapes `[n, ...]` with one `n`: tensors, or one tree of them.
 * @throws {@link ShapeError} if they have different numbers of examples, or there is none.
 *
 * @example
 * ```ts
 * const data = new TensorDataset(tensor([[1, 2], [3, 4], [5, 6]]), tensor([0, 1, 0], { dtype: "int32" }));
 * const [x, y] = data.get([2, 0]);
 * x.toArray(); // => [[5, 6], [1, 2]]
 * y.toArray(); // => [0, 0]
 * new TensorDataset({ x: ones([3, 2]) }).get([1]).x.shape; // => [1, 2]
 * ```
 */
export class TensorDataset<const Args extends readonly Tree[]> implements Dataset<BatchOf<TreeOf<Args>>> {
  readonly length: number;
  private readonly tree: Tree;

  constructor(...tensors: Args) {
    const tree: Tree = tensors.length === 1 ? tensors[0]! : tensors;
    this.length = countExamples("TensorDataset", tree);
    this.tree = treeMap<unknown>((x) => x, tree) as Tree; // lists of its own, whatever the caller does with theirs
  }

  /**
   * A copy of the examples of these numbers, in this order.
   *
   * @throws {@link DomainError} if there is no such example.
   */
  get(indices: readonly number[]): BatchOf<TreeOf<Args>> {
    const where = "TensorDataset.get";
    if (!Array.isArray(indices)) {
      const received = formatReceived(indices);
      const advice = typeof indices === "number" ? `Write get([${received}]).` : undefined;
      throw new DomainError({ where, argument: "indices", expected: "must be a list", received, advice });
    }
    for (const index of indices) {
      if (!Number.isInteger(index) || index < 0 || index >= this.length) {
        const expected = `must be whole numbers in 0 … ${this.length - 1}`;
        throw new DomainError({ where, argument: "indices", expected, received: formatReceived(index) });
      }
    }
    return treeMap<unknown>((x) => takeRows(x, indices), this.tree) as BatchOf<TreeOf<Args>>; // the same tree, other rows
  }
}
