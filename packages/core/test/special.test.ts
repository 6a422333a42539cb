import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { floorDivide, remainder } from "../src/kernels/js/special/division.ts";
import { erf, erfc, gauss } from "../src/kernels/js/special/error.ts";
import { lgamma, polygamma, sinPi } from "../src/kernels/js/special/gamma.ts";
import { hypot } from "../src/kernels/js/special/hypot.ts";
import { sigmoid, softplus } from "../src/kernels/js/special/logistic.ts";
import { roundHalfEven } from "../src/kernels/js/special/round.ts";

// Values with 60 digits by another program: tables/special.py.
type Rows = readonly (readonly [x: number, y: number])[];
const tables = JSON.parse(readFileSync(new URL("tables/special.json", import.meta.url), "utf8")) as Record<
  string,
  Rows
>;

/** The relative error of the worst row, in units of 2⁻⁵²; results below the normal numbers are held to the smallest of them. */
function worst(name: string, f: (x: number) => number): number {
  const errors = tables[name]!.map(([x, y]) => Math.abs(f(x) - y) / Math.max(Math.abs(y), 2 ** -1022) / 2 ** -52);
  return Math.max(...errors);
}

test.each([
  // A few roundings each: products, exponentials and logarithms of V8 are within one unit.
  ["erf", erf, 3],
  ["erfc", erfc, 8],
  ["gauss", gauss, 3],
  ["softplus", softplus, 3],
  ["sigmoid", sigmoid, 3],
  // 1e-14, as stated for lgamma and its derivatives away from their zeros.
  ["lgamma", lgamma, 40],
  ["digamma", (x: number) => polygamma(0, x), 40],
  ["trigamma", (x: number) => polygamma(1, x), 40],
  ["pentagamma", (x: number) => polygamma(3, x), 200],
] as const)("%s is what 60 digits give, to a few units in the last place", (name, f, units) => {
  expect(worst(name, f)).toBeLessThanOrEqual(units);
});

test("special arguments", () => {
  expect([erf(Infinity), erf(-Infinity), erf(0), erf(-0), erf(Number.NaN)]).toEqual([1, -1, 0, -0, Number.NaN]);
  expect([erfc(Infinity), erfc(-Infinity), erfc(0), erfc(Number.NaN)]).toEqual([0, 2, 1, Number.NaN]);
  expect([gauss(Infinity), gauss(30), gauss(0), gauss(Number.NaN)]).toEqual([0, 0, 1, Number.NaN]);
  expect([0, -1, -2, Infinity, -Infinity].map(lgamma)).toEqual(new Array(5).fill(Infinity));
  expect([lgamma(1), lgamma(2)]).toEqual([0, 0]);
  expect([0, -0, -1].map((x) => polygamma(0, x))).toEqual([-Infinity, Infinity, Number.NaN]);
  expect([0, -3].map((x) => polygamma(1, x))).toEqual([Infinity, Infinity]);
  expect([1, -7, 1e15].map(sinPi).map(Math.abs)).toEqual([0, 0, 0]);
  expect([sigmoid(Infinity), sigmoid(-Infinity), softplus(-Infinity), softplus(Infinity)]).toEqual([1, 0, 0, Infinity]);
});

test("roundHalfEven gives the even one of two equally near, and keeps the sign of zero", () => {
  const cases = [
    0.5,
    1.5,
    2.5,
    -0.5,
    -1.5,
    -2.5,
    0.49999999999999994,
    -0.3,
    -0,
    2 ** 52 + 1,
    4503599627370497.5,
    Infinity,
  ];
  const wanted = [0, 2, 2, -0, -2, -2, 0, -0, -0, 2 ** 52 + 1, 4503599627370498, Infinity];
  expect(cases.map(roundHalfEven)).toEqual(wanted);
  expect(roundHalfEven(Number.NaN)).toBeNaN();
});

test("hypot neither overflows nor vanishes", () => {
  expect([hypot(3, 4), hypot(3 * 2 ** 600, 4 * 2 ** 600), hypot(3 * 2 ** -700, 4 * 2 ** -700), hypot(-5, 0)]).toEqual([
    5,
    5 * 2 ** 600,
    5 * 2 ** -700,
    5,
  ]);
  expect([hypot(Infinity, Number.NaN), hypot(1, Number.NaN)]).toEqual([Infinity, Number.NaN]);
  expect(hypot(1e308, 1e-308)).toBe(1e308);
});

test("floorDivide and remainder are those of Python", () => {
  // From Python: x // y and x % y.
  const rows = [
    [7, 2, 3, 1],
    [-7, 2, -4, 1],
    [7, -2, -4, -1],
    [1, 0.1, 9, 0.09999999999999995],
    [-1, 0.1, -10, 5.551115123125783e-17],
    [5.5, 1.1, 4, 1.0999999999999996],
  ] as const;
  for (const [a, b, quotient, rest] of rows) expect([floorDivide(a, b), remainder(a, b)]).toEqual([quotient, rest]);
});
