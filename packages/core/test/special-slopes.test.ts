import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { firstSlopes, pairSlopes, secondSlopes } from "./tables/slopeForms.ts";
import { ulps } from "./tables/ulps.ts";

interface Row {
  points: (number | number[])[];
  first: (number | string)[] | Record<string, (number | string)[]>;
  second?: (number | string)[];
}

/** True slopes at float32 points, made by tables/slopes.py with mpmath. */
const table: Record<string, Row> = JSON.parse(readFileSync(new URL("./tables/slopes.json", import.meta.url), "utf8"));

function worst(f: (...x: number[]) => number, points: (number | number[])[], truths: (number | string)[]) {
  let found = { x: [NaN], error: -1 };
  points.forEach((point, i) => {
    const x = [point].flat();
    const error = ulps(f(...x), Number(truths[i]));
    if (!(error <= found.error)) found = { x, error };
  });
  return found;
}

/** 4 ulp and half an ulp of the table. */
const BOUND = 4.5;

describe("forms of slopes are within 4 ulp in float64 over the whole range", () => {
  test.each(Object.entries(firstSlopes))("the slope of %s", (name, f) => {
    const { points, first } = table[name]!;
    expect(worst(f, points, first as number[]).error).toBeLessThanOrEqual(BOUND);
  });
  test.each(Object.entries(secondSlopes))("the second slope of %s", (name, f) => {
    const { points, second } = table[name]!;
    expect(worst(f, points, second!).error).toBeLessThanOrEqual(BOUND);
  });
  test.each(
    Object.entries(pairSlopes).flatMap(([name, byInput]) =>
      Object.entries(byInput).map(([input, f]) => [name, input, f] as const),
    ),
  )("the slope of %s by %s", (name, input, f) => {
    const { points, first } = table[name]!;
    expect(worst(f, points, (first as Record<string, number[]>)[input]!).error).toBeLessThanOrEqual(BOUND);
  });
});
