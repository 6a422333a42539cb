import type { Facts } from "../../op/facts.ts";

// What the facts of the six comparisons share: they differ only in which of four relations they hold for.

/** How one number can stand to another; NaN is unordered with everything, itself included. */
type Relation = "below" | "equal" | "above" | "unordered";

/** Pairs of numbers and how the first stands to the second. */
const rows: readonly (Pick<Facts["edges"][number], "inputs" | "dtype" | "because"> & {
  readonly relations: readonly Relation[];
})[] = [
  {
    inputs: [
      [1, 2, 3],
      [2, 2, 2],
    ],
    relations: ["below", "equal", "above"],
    because: "each order",
  },
  {
    inputs: [
      [0, Infinity, -Infinity, -Infinity],
      [-0, Infinity, -Infinity, Infinity],
    ],
    relations: ["equal", "equal", "equal", "below"],
    because: "zeros are equal, and so are infinities of one sign",
  },
  {
    inputs: [
      [NaN, NaN, 1],
      [NaN, 1, NaN],
    ],
    relations: ["unordered", "unordered", "unordered"],
    because: "NaN has no order",
  },
  {
    inputs: [
      [true, false, true],
      [true, true, false],
    ],
    dtype: "bool",
    relations: ["equal", "below", "above"],
    because: "false is below true",
  },
  {
    inputs: [[16777217], [16777216]],
    dtype: ["int32", "float64"],
    relations: ["above"],
    because: "compared in the promoted dtype, which is exact here",
  },
];

/** The facts of the comparison that holds for certain relations. */
export function comparisonFacts(...holds: readonly Relation[]): Facts {
  return {
    reference: {
      element(a: number, b: number) {
        const difference = a - b;
        const relation = difference < 0 ? "below" : difference > 0 ? "above" : difference === 0 ? "equal" : "unordered";
        return holds.includes(relation) ? 1 : 0;
      },
    },
    // Whole numbers, so that equal ones meet.
    samples: [
      {
        inputs: [
          { shape: [4, 5], range: [0, 2], dtype: "int32" },
          { shape: [5], range: [0, 2], dtype: "int32" },
        ],
      },
    ],
    ulps: 0.5,
    edges: rows.map(({ relations, ...row }) => ({
      ...row,
      output: relations.map((relation) => holds.includes(relation)),
      gradients: [null, null],
    })),
    errors: [],
  };
}
