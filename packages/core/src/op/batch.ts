import type { BatchRule } from "../tape/op.ts";

/** Of an op that broadcasts its inputs against each other: with a batch axis in front of all others it is the same op. */
export const broadcastBatch: BatchRule = { inputs: "aligned", attrs: (attrs) => attrs };

/**
 * The batch rule of an op that is the same with one more axis in front: every input gets the batch axis as its first.
 *
 * @param attrs - From the attributes for one example, and the number of examples, to those with that axis: an axis is one further on.
 * @example
 * ```ts
 * const reversed = defineOp({
 *   name: "reversed",
 *   inputs: ["x"],
 *   args: [axis(-1)],
 *   shape: (x) => x.shape,
 *   forward(y, x, { axis }) {
 *     const { shape } = x;
 *     const inner = shape.slice(axis + 1).reduce((size, n) => size * n, 1);
 *     const n = shape[axis]!;
 *     for (let i = 0; i < x.size; i++) {
 *       const place = Math.floor(i / inner) % n;
 *       y.data[i] = x.data[i + (n - 1 - 2 * place) * inner]!;
 *     }
 *   },
 *   batch: batchFirst(({ axis }) => ({ axis: axis + 1 })),
 *   vjp: { x: (cotangent, { attrs }) => reversed(cotangent, attrs.axis) as Tensor },
 *   formula: { value: "yᵢ = xₙ₋₁₋ᵢ", x: "x̄ᵢ = ȳₙ₋₁₋ᵢ" },
 * });
 * vmap((x: Tensor) => reversed(x, 0) as Tensor)(tensor([[1, 2], [3, 4]])).toArray(); // => [[2, 1], [4, 3]]
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
