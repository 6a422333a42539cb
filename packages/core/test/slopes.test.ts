import { readFileSync } from "node:fs";
import { type DType, grad, type Tensor, tensor } from "@tapegrad/core";
import { knownOps } from "@tapegrad/core/facts";
import { describe, expect, test } from "vitest";

// The law of slopes: first derivatives within 2 units in the last place in float32 and 4 in float64, over the whole range, of the true
// ones, which another program computed with 90 digits (tables/slopes.py). Second derivatives follow suit.

type Row = readonly number[];
const tables = JSON.parse(readFileSync(new URL("tables/slopes.json", import.meta.url), "utf8")) as Record<
  string,
  readonly Row[]
>;

/** The distance between neighbouring numbers of a dtype at the magnitude of `x`; that of the smallest below the normal ones. */
function ulp(x: number, dtype: DType): number {
  const [digits, smallest] = dtype === "float32" ? [23, -149] : [52, -1074];
  if (x === 0) return 2 ** smallest;
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  return Math.max(2 ** smallest, 2 ** (exponent - digits));
}

/** The worst error of a column, and where. */
function worst(
  found: Tensor,
  rows: readonly Row[],
  column: number,
  dtype: DType,
  scale: (row: Row) => number,
): readonly [number, string] {
  let [most, where] = [0, ""];
  rows.forEach((row, i) => {
    const wanted = dtype === "float32" ? Math.fround(row[column]!) : row[column]!;
    const got = found.data[i]!;
    const error =
      Object.is(got, wanted) || got === wanted
        ? 0
        : Math.abs(got - row[column]!) / ulp(Math.max(Math.abs(row[column]!), scale(row)), dtype);
    if (error > most || Number.isNaN(error))
      [most, where] = [error, `${row.slice(0, 2)}: ${got} instead of ${row[column]}`];
  });
  return [most, where];
}

/**
 * Where a slope goes through 0 its terms cancel, and no formula in float64 keeps the digits of the difference: there the error is counted
 * at the magnitude of the terms. x Φ, x σ and x tanh have their minimum near −1, ln Γ near 1.46.
 */
function crossing(name: string, x: number): number {
  if (["silu", "mish", "gelu"].includes(name) && x < 0 && x > -2) return 0.25;
  return name === "lgamma" && x > 1 && x < 2 ? 0.5 : 0;
}
/** Odd functions have a second derivative that goes through 0 at 0, and the activations have turning points. */
const turning = ["sigmoid", "asin", "acos", "atanh", "silu", "mish", "gelu", "lgamma"];

describe.each(["float32", "float64"] as const)("slopes in %s", (dtype) => {
  const limit = dtype === "float32" ? 2 : 4;
  test.each(Object.keys(tables))("%s", (name) => {
    const rows = tables[name]!;
    const f = knownOps.find((op) => op.name === name)!.call as unknown as (...inputs: readonly Tensor[]) => Tensor;
    const isBinary = rows[0]!.length === 4;
    const column = (k: number): Tensor =>
      tensor(
        rows.map((row) => row[k]!),
        { dtype },
      ) as Tensor;
    const scale = (row: Row): number => crossing(name, row[0]!);
    if (isBinary) {
      const gradients = grad((a: Tensor, b: Tensor) => f(a, b).sum() as Tensor<[]>, { argnums: [0, 1] })(
        column(0),
        column(1),
      );
      gradients.forEach((gradient: Tensor, k: number) => {
        const [error, where] = worst(gradient, rows, 2 + k, dtype, scale);
        expect(error, where).toBeLessThanOrEqual(limit);
      });
      return;
    }
    const first = grad((x: Tensor) => f(x).sum() as Tensor<[]>);
    const [error, where] = worst(first(column(0)), rows, 1, dtype, scale);
    expect(error, where).toBeLessThanOrEqual(limit);
    const second = grad((x: Tensor) => first(x).sum() as Tensor<[]>);
    const [error2, where2] = worst(second(column(0)), rows, 2, dtype, (row) =>
      turning.includes(name) ? Math.max(Math.abs(row[1]!), crossing(name, row[0]!)) : 0,
    );
    expect(error2, `second derivative at ${where2}`).toBeLessThanOrEqual(4 * limit);
  });
});
