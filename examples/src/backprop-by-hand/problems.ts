import { Rng } from "@tapegrad/core";
import type { Layer } from "./byHand.ts";
import type { Matrix } from "./matrices.ts";

/** Inputs, targets and first weights of a small problem. */
export interface Problem {
  readonly x: Matrix;
  readonly targets: readonly number[];
  readonly layers: readonly Layer[];
}

/** Numbers to try backpropagation on: `examples` rows, layers of these sizes, targets below `classes`. */
export function problem(seed: number, examples: number, sizes: readonly number[], classes: number): Problem {
  const rng = new Rng(seed);
  const matrix = (rows: number, columns: number): Matrix =>
    rng.normal([rows, columns], { dtype: "float64" }).toArray() as number[][]; // two axes
  const row = (n: number): readonly number[] => rng.normal([n], { dtype: "float64" }).toArray() as number[]; // one axis
  return {
    x: matrix(examples, sizes[0]!),
    targets: rng.integers([examples], { low: 0, high: classes }).toArray() as number[], // one axis
    layers: sizes.slice(1).map((units, i) => ({ W: matrix(sizes[i]!, units), b: row(units) })),
  };
}
