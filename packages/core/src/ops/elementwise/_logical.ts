import type { Facts } from "../../op/facts.ts";

/**
 * What is true of a logical op of two inputs.
 *
 * @param element - The op, on numbers.
 * @param table - Its results for (true, true), (true, false), (false, true), (false, false).
 * @param ofNumbers - Its results for (NaN, 1), (2, 0), (−0, 0).
 */
export function logicalFacts(
  element: (a: number, b: number) => number,
  table: readonly boolean[],
  ofNumbers: readonly boolean[],
): Facts {
  return {
    reference: { element },
    ulps: 0.5,
    edges: [
      {
        inputs: [
          [true, true, false, false],
          [true, false, true, false],
        ],
        dtype: "bool",
        output: table,
        because: "the truth table",
      },
      {
        inputs: [
          [NaN, 2, -0],
          [1, 0, 0],
        ],
        output: ofNumbers,
        because: "numbers count as true unless they are 0",
      },
    ],
    errors: [],
  };
}
