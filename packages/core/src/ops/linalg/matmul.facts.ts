import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link matmul}. */
export const matmulFacts: Facts = {
  reference: {
    whole(a: NestedArray, b: NestedArray, options: { transposeA?: boolean; transposeB?: boolean } = {}) {
      const aShape = nestedShape(a);
      const bShape = nestedShape(b);
      const A = (batch: number[], i: number, k: number): number =>
        nestedAt(a, aShape.length === 1 ? [k] : [...batch, ...(options.transposeA ? [k, i] : [i, k])]);
      const B = (batch: number[], k: number, j: number): number =>
        nestedAt(b, bShape.length === 1 ? [k] : [...batch, ...(options.transposeB ? [j, k] : [k, j])]);
      const swap = (shape: number[], transposed?: boolean): number[] =>
        transposed && shape.length > 1 ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;
      const left = swap(aShape, options.transposeA);
      const right = swap(bShape, options.transposeB);
      const inner = left.at(-1)!;
      const [p, q] = [left.slice(0, -2), right.slice(0, -2)];
      const batchShape = Array.from({ length: Math.max(p.length, q.length) }, (_, i) => {
        const sizes = [p, q].map((s) => s[i - Math.max(p.length, q.length) + s.length] ?? 1);
        return sizes.find((size) => size !== 1) ?? 1;
      });
      const rows = left.length > 1 ? [left.at(-2)!] : [];
      const columns = right.length > 1 ? [right.at(-1)!] : [];
      return nestedOf([...batchShape, ...rows, ...columns], (index) => {
        const batch = index.slice(0, batchShape.length);
        const i = rows.length ? index[batch.length]! : 0;
        const j = columns.length ? index.at(-1)! : 0;
        let sum = 0;
        for (let k = inner - 1; k >= 0; k--) sum += A(batch, i, k) * B(batch, k, j);
        return sum;
      });
    },
  },
  cases(draw) {
    const [m, k, n] = [draw.integer(1, 3), draw.integer(1, 4), draw.integer(1, 3)];
    const kind = draw.pick(["matrices", "vector · matrix", "matrix · vector", "vectors"]);
    if (kind === "vectors") return { inputs: [{ shape: [k] }, { shape: [k] }] };
    const [transposeA, transposeB] = [draw.boolean(), draw.boolean()];
    const [p, q] = draw.boolean() ? [[], []] : draw.broadcastable(2);
    const a = [...p!, ...(transposeA ? [k, m] : [m, k])];
    const b = [...q!, ...(transposeB ? [n, k] : [k, n])];
    if (kind === "vector · matrix") return { inputs: [{ shape: [k] }, { shape: b }], args: [{ transposeB }] };
    if (kind === "matrix · vector") return { inputs: [{ shape: a }, { shape: [k] }], args: [{ transposeA }] };
    return { inputs: [{ shape: a }, { shape: b }], args: [{ transposeA, transposeB }] };
  },
  ulps: 2,
  sums: true,
  edges: [
    { inputs: [[[], []], []], output: [0, 0], because: "an inner size of 0 leaves no terms" },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
      output: [
        [19, 22],
        [43, 50],
      ],
      gradients: [
        [
          [11, 15],
          [11, 15],
        ],
        [
          [4, 4],
          [6, 6],
        ],
      ],
      because: "row sums of B, column sums of A",
    },
    {
      inputs: [[[1, 2]], [[3], [4]]],
      args: [{ transposeA: true, transposeB: true }],
      output: [
        [3, 4],
        [6, 8],
      ],
      gradients: [[[7, 7]], [[3], [3]]],
      because: "Aᵀ Bᵀ is an outer product",
    },
    {
      inputs: [
        [1, Infinity],
        [1, 0],
      ],
      output: NaN,
      because: "∞ · 0 has no value",
    },
    {
      inputs: [
        [123456789, 2],
        [987654321, 3],
      ],
      dtype: "int32",
      output: -67153013,
      because: "int32 wraps modulo 2³², to the last digit",
    },
    {
      inputs: [
        [true, true],
        [true, true],
      ],
      dtype: "bool",
      output: true,
      because: "a sum of bools is or",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [4, 5] }],
      message: "matmul: inner sizes must be equal, got 3 and 4: a is [2, 3], b is [4, 5].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [3, 5] }],
      args: [{ transposeA: true }],
      message: "matmul: inner sizes must be equal, got 2 and 3: a is [2, 3] transposed, b is [3, 5].",
    },
    {
      inputs: [{ shape: [2, 3] }, { literal: 2 }],
      message: "matmul: b must have at least one axis, got a scalar. Use mul for a product with a scalar.",
    },
    {
      inputs: [{ shape: [2, 2, 3] }, { shape: [3, 3, 1] }],
      message: "matmul: shapes must broadcast, got [2] and [3]: axis -1 has 2 and 3.",
    },
  ],
};
