import type { BatchRule } from "../tape/op.ts";

/** Of an op that broadcasts its inputs against each other: with a batch axis in front of all others it is the same op. */
export const broadcastBatch: BatchRule = { inputs: "aligned", attrs: (attrs) => attrs };

/**
 * The batch rule of an op that is the same with one more axis in front: every input gets the batch axis as its first.
 *
 * @param attrs - From the attributes for one example, and the number of examples, to those with that axis: an axis is one further on.
 * @example
 * ```ts
 * const doubled = defineOp({
 *   name: "doubled",
 *   inputs: ["x"],
 *   shape: (x) => x.shape,
 *   forward: (y, x) => {
 *     for (let i = 0; i < x.size; i++) y.data[i] = 2 * x.data[i]!;
 *   },
 *   batch: batchFirst((attrs) => attrs), // with an axis among them: ({ axis }) => ({ axis: axis + 1 })
 *   vjp: { x: (cotangent) => cotangent.mul(2) },
 *   formula: { value: "y = 2 x", x: "x̄ = 2 ȳ" },
 * });
 * vmap((x: Tensor) => doubled(x).sum())(tensor([[1, 2], [3, 4]])).toArray(); // => [6, 14]
 * ```
 */
export function batchFirst<Attrs>(attrs: (attrs: Attrs, size: number) => unknown): BatchRule<Attrs> {
  return { inputs: "repeated", attrs };
}

/** Of an op along the axis that is its argument. */
export const alongBatchedAxis: BatchRule<{ readonly axis: number }> = /* @__PURE__ */ batchFirst((attrs) => ({
  ...attrs,
  axis: attrs.axis + 1,
}));
