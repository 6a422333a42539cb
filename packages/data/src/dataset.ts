/**
 * Examples that can be looked up by their number, `0 … length − 1`, several at once.
 *
 * @example
 * ```ts
 * const squares: Dataset<Tensor<[number]>> = {
 *   length: 5,
 *   get: (indices) => tensor(indices.map((i) => i * i)),
 * };
 * [...new DataLoader(squares, { batchSize: 2 })].map((batch) => batch.toArray()); // => [[0, 1], [4, 9], [16]]
 * ```
 */
export interface Dataset<out Batch> {
  /** Number of examples. */
  readonly length: number;
  /** The examples of these numbers, in this order, as one batch: as a rule tensors whose first axis counts examples. */
  get(indices: readonly number[]): Batch;
}
