import { expect, test } from "vitest";
import { parseNumber } from "../src/worksheet/browser/number.ts";
import { verdictOf } from "../src/worksheet/browser/verdict.ts";

test("a number may be typed as a decimal, with either comma, as a fraction, with any minus, or in words", () => {
  const rows: readonly [string, number | null][] = [
    ["0.25", 0.25],
    [" -1,5 ", -1.5],
    ["−.5", -0.5],
    ["3.", 3],
    ["+2", 2],
    ["1e-3", 0.001],
    ["1.5E2", 150],
    ["2/3", 2 / 3],
    ["- 1 / 4", -0.25],
    ["∞", Infinity],
    ["-inf", -Infinity],
    ["NaN", NaN],
    ["", null],
    ["x", null],
    ["1/0", null],
    ["1/2/3", null],
    ["1.2.3", null],
    ["1,234.5", null],
    ["0x10", null],
  ];
  for (const [text, value] of rows) expect([text, parseNumber(text)]).toEqual([text, value]);
});

test("a number is right within the tolerance times its size, and a small one within a thousandth of the tolerance", () => {
  const rows: readonly [number | null, number, string][] = [
    [2.02, 2, "right"],
    [2.021, 2, "wrong"],
    [-1.98, -2, "right"],
    [2, -2, "wrong sign"],
    [0.00001, 0, "right"],
    [0.0000101, 0, "wrong"],
    [0.00049, 0.0005, "right"],
    [0.00048, 0.0005, "wrong"],
    [null, 1, "not a number"],
    [NaN, NaN, "right"],
    [NaN, 1, "wrong"],
    [1, NaN, "wrong"],
    [Infinity, Infinity, "right"],
    [-Infinity, Infinity, "wrong sign"],
    [1e9, Infinity, "wrong"],
  ];
  for (const [typed, answer, verdict] of rows)
    expect([typed, answer, verdictOf(typed, answer, 0.01)]).toEqual([typed, answer, verdict]);
});
