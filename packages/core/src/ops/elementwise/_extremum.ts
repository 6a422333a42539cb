import type { Edge, Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

// What the facts of maximum and minimum share: min(a, b) = −max(−a, −b), with the same derivatives.

const rows: readonly Edge[] = [
  { inputs: [[1, 2, 3], 2], output: [2, 2, 3], gradients: [[0, 0.5, 1], 1.5], because: "a tie is shared" },
  {
    inputs: [
      [Infinity, -Infinity, Infinity],
      [Infinity, -Infinity, -Infinity],
    ],
    output: [Infinity, -Infinity, Infinity],
    gradients: [
      [0.5, 0.5, 1],
      [0.5, 0.5, 0],
    ],
    because: "infinities are equal to themselves",
  },
  {
    inputs: [
      [NaN, 1],
      [1, NaN],
    ],
    output: [NaN, NaN],
    gradients: [
      [1, 1],
      [1, 1],
    ],
    because: "NaN stays, on either side",
  },
  { inputs: [[2147483647, -5], -1], dtype: "int32", output: [2147483647, -1], because: "integers stay integers" },
];

/** The facts of the one that takes the larger (`sign` 1) or the smaller (−1), and what it is on two bools. */
export function extremumFacts(sign: 1 | -1, onBools: readonly boolean[], because: string): Facts {
  const turned = (x: NestedArray): NestedArray =>
    Array.isArray(x) ? x.map(turned) : typeof x === "number" ? sign * x : x;
  return {
    reference: { element: (a: number, b: number) => (sign * a > sign * b ? a : b) },
    domain: { a: { differsFrom: "b" } },
    ulps: 0.5,
    edges: [
      ...rows.map((row) => ({ ...row, inputs: row.inputs.map(turned), output: turned(row.output as NestedArray) })),
      {
        inputs: [
          [true, true, false],
          [true, false, false],
        ],
        dtype: "bool",
        output: [...onBools],
        because,
      },
    ],
    errors: [],
  };
}
