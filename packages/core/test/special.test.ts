import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { erf, erfc, erfcx, normalCdf } from "../src/kernels/js/special/erf.ts";
import { expMinusHalfSquare, expMinusSquare, timesExpMinusSquare } from "../src/kernels/js/special/expMinusSquare.ts";
import { hypot } from "../src/kernels/js/special/hypot.ts";
import { lgamma } from "../src/kernels/js/special/lgamma.ts";
import { logAddExp, logSigmoid, sigmoid, softplus } from "../src/kernels/js/special/logistic.ts";
import { digamma, polygamma } from "../src/kernels/js/special/polygamma.ts";
import { pow } from "../src/kernels/js/special/pow.ts";
import { roundHalfEven } from "../src/kernels/js/special/roundHalfEven.ts";
import { cosPi, sinPi } from "../src/kernels/js/special/sinPi.ts";
import { ulps } from "./tables/ulps.ts";

// Made by tables/special.py with mpmath, rounded to the nearest double: the table itself adds at most half an ulp.
const table: Record<string, { x: (number | number[])[]; y: number[] }> = JSON.parse(
  readFileSync(new URL("./tables/special.json", import.meta.url), "utf8"),
);

/** The row that is furthest from the table, so that a failure shows it. */
function worst(name: string, error: (x: number[], y: number) => number): { x: number[]; error: number } {
  let found = { x: [NaN], error: -1 };
  const { x, y } = table[name]!;
  for (let i = 0; i < x.length; i++) {
    const point = [x[i]!].flat();
    const e = error(point, y[i]!);
    if (!(e <= found.error)) found = { x: point, error: e };
  }
  return found;
}

describe("relative accuracy in ulp, over all magnitudes", () => {
  // Each bound is the sum of what its steps can lose: V8's exp, expm1, log, log1p, sin and cos are off by 0.75 ulp at most, every
  // product, quotient and sum rounds by 0.5, and the table by 0.5.
  const bounds: [string, (...x: number[]) => number, number, string][] = [
    ["erf", erf, 2, "x + x P: the rounding of x P, at most 0.4 of the result, and of the sum"],
    ["erfc", erfc, 4, "exp, its correction, a polynomial, a quotient and a product"],
    ["erfcx", erfcx, 4, "for x < 0.5 erfc over the exponential"],
    ["normalCdf", normalCdf, 4, "as erfc"],
    ["expMinusSquare", expMinusSquare, 2, "exp, a product and a sum"],
    ["expMinusHalfSquare", expMinusHalfSquare, 2, "exp, a product and a sum"],
    ["sinPi", sinPi, 2, "the product with π and the sine"],
    ["cosPi", cosPi, 2, "the product with π and the cosine"],
    ["lgamma", lgamma, 4, "two factors, a polynomial, two products"],
    ["digamma", digamma, 4, "up to nine reciprocals of one sign"],
    ["polygamma1", (x) => polygamma(1, x), 6, "a sum of one sign, each term with 2n + 1 roundings"],
    ["polygamma2", (x) => polygamma(2, x), 8, "as polygamma1"],
    ["polygamma3", (x) => polygamma(3, x), 10, "as polygamma1"],
    ["polygamma4", (x) => polygamma(4, x), 12, "as polygamma1"],
    ["polygamma5", (x) => polygamma(5, x), 14, "as polygamma1"],
    ["polygamma20", (x) => polygamma(20, x), 44, "as polygamma1"],
    ["polygamma1Below0", (x) => polygamma(1, x), 10, "π² (1 + c²) with c off by 3 ulp"],
    ["polygamma3Below0", (x) => polygamma(3, x), 20, "π⁴ P(c) of degree 4"],
    ["polygamma5Below0", (x) => polygamma(5, x), 30, "π⁶ P(c) of degree 6"],
    ["sigmoid", sigmoid, 3, "exp, a sum and a quotient"],
    ["softplus", softplus, 2.5, "exp and log1p, which does not amplify"],
    ["logSigmoid", (x) => -logSigmoid(-x), 2.5, "−softplus(−x)"],
    ["hypot", hypot, 1.5, "a corrected root: 0.5 and the table"],
  ];
  const columns: Record<string, string> = { logSigmoid: "softplus" };
  test.each(bounds)("%s", (name, f, bound) => {
    expect(worst(columns[name] ?? name, (x, y) => ulps(f(...x), y)).error).toBeLessThanOrEqual(bound);
  });
});

describe("absolute accuracy where terms cancel", () => {
  // Between two negative poles the functions have zeros, and logAddExp where eᵃ + eᵇ = 1: there, an error of a few ulp of the terms remains.
  const bounds: [string, (...x: number[]) => number, (x: number[]) => number, number][] = [
    ["lgammaBelowMinus2", lgamma, ([x]) => Math.max(1, lgamma(-x!)), 1e-15],
    ["digammaBelow0", digamma, ([x]) => Math.max(1, Math.log(-x!)), 1e-15],
    // 13 is −ψ″ at 0.5, its size where it is smallest in cancelling terms; the pole's factor amplifies nothing else.
    ["polygamma2Below0", (x) => polygamma(2, x), () => 17, 1e-15],
    ["logAddExp", logAddExp, ([a]) => Math.abs(a!), 3e-16],
  ];
  test.each(bounds)("%s", (name, f, scale, bound) => {
    expect(worst(name, (x, y) => Math.abs(f(...x) - y) / Math.max(Math.abs(y), scale(x))).error).toBeLessThanOrEqual(
      bound,
    );
  });
});

describe("exact values", () => {
  const same = (rows: [number, number][]) => {
    for (const [got, expected] of rows) expect(got).toBe(expected);
  };
  test("NaN stays NaN", () => {
    const functions = [
      erf,
      erfc,
      erfcx,
      normalCdf,
      expMinusSquare,
      expMinusHalfSquare,
      sinPi,
      cosPi,
      lgamma,
      digamma,
      sigmoid,
    ];
    for (const f of [...functions, softplus, logSigmoid, roundHalfEven]) expect(f(NaN)).toBeNaN();
    for (const n of [0, 1, 2, 3]) expect(polygamma(n, NaN)).toBeNaN();
    expect(logAddExp(NaN, 1)).toBeNaN();
    expect(logAddExp(Infinity, NaN)).toBeNaN();
  });
  test("erf is odd, and its limits are exact", () => {
    for (const x of table.erf!.x as number[]) expect(erf(-x)).toBe(-erf(x));
    same([
      [erf(0), 0],
      [erf(-0), -0],
      [erf(Infinity), 1],
      [erf(-Infinity), -1],
      [erf(5e-324), 5e-324],
    ]);
    same([
      [erfc(0), 1],
      [erfc(Infinity), 0],
      [erfc(-Infinity), 2],
      [erfcx(Infinity), 0],
      [erfcx(-Infinity), Infinity],
    ]);
    same([
      [normalCdf(-Infinity), 0],
      [normalCdf(0), 0.5],
      [normalCdf(Infinity), 1],
    ]);
  });
  test("timesExpMinusSquare is the plain product where that is normal, and signed 0 far out", () => {
    // 26.7² is 712.89: 1e9 e^(−712.89) by mpmath; e^(−712.89) alone is denormal.
    expect(ulps(timesExpMinusSquare(1e9, 26.7), 2.4877503498798356e-301)).toBeLessThanOrEqual(3);
    expect(ulps(timesExpMinusSquare(-1e9, -26.7), -2.4877503498798356e-301)).toBeLessThanOrEqual(3);
    same([
      [timesExpMinusSquare(3, 2), 3 * expMinusSquare(2)],
      [timesExpMinusSquare(-3, 50), -0],
      [timesExpMinusSquare(3, -Infinity), 0],
      [timesExpMinusSquare(3, NaN), NaN],
      [timesExpMinusSquare(Infinity, 50), 0],
    ]);
  });
  test("lgamma is 0 at 1 and 2, Infinity at its poles and at ±Infinity", () => {
    same(
      [
        [lgamma(1), 0],
        [lgamma(2), 0],
      ].map(([a, b]) => [Math.abs(a!), b!] as [number, number]),
    );
    for (const x of [0, -0, -1, -2, -30, -1e300, Infinity, -Infinity, 1e308]) expect(lgamma(x)).toBe(Infinity);
  });
  test("digamma and polygamma at their poles and limits", () => {
    same([
      [digamma(0), -Infinity],
      [digamma(-0), Infinity],
      [digamma(-1), NaN],
      [digamma(-40), NaN],
      [digamma(Infinity), Infinity],
    ]);
    same([
      [digamma(-Infinity), NaN],
      [polygamma(1, 0), Infinity],
      [polygamma(1, -0), Infinity],
      [polygamma(1, -3), Infinity],
    ]);
    same([
      [polygamma(2, 0), -Infinity],
      [polygamma(2, -0), Infinity],
      [polygamma(2, -1), NaN],
      [polygamma(1, Infinity), 0],
    ]);
    expect(digamma(2) - digamma(1)).toBe(1);
  });
  test("sinPi and cosPi have exact zeros and ones", () => {
    for (const n of [0, 1, 2, 3, 1000001, 2 ** 52 + 1, 2 ** 60]) {
      same([
        [sinPi(n), 0],
        [sinPi(-n), -0],
        [cosPi(n), n % 2 === 0 ? 1 : -1],
        [cosPi(-n), n % 2 === 0 ? 1 : -1],
      ]);
    }
    for (const n of [0, 1, 2, 3, 1000001])
      same([
        [Math.abs(cosPi(n + 0.5)), 0],
        [sinPi(n + 0.5), n % 2 === 0 ? 1 : -1],
      ]);
    same([
      [sinPi(Infinity), NaN],
      [cosPi(-Infinity), NaN],
      [sinPi(-0), -0],
    ]);
  });
  test("the logistic family saturates without NaN", () => {
    same([
      [sigmoid(-Infinity), 0],
      [sigmoid(Infinity), 1],
      [sigmoid(-745), 5e-324],
      [sigmoid(-1e308), 0],
      [sigmoid(0), 0.5],
    ]);
    same([
      [softplus(-Infinity), 0],
      [softplus(Infinity), Infinity],
      [softplus(1.7e308), 1.7e308],
      [logSigmoid(-Infinity), -Infinity],
    ]);
    same([
      [Math.abs(logSigmoid(Infinity)), 0],
      [softplus(-745), 5e-324],
    ]);
  });
  test("logAddExp of infinities, and of equal numbers", () => {
    same([
      [logAddExp(Infinity, Infinity), Infinity],
      [logAddExp(-Infinity, -Infinity), -Infinity],
      [logAddExp(-Infinity, 3), 3],
    ]);
    same([
      [logAddExp(Infinity, -Infinity), Infinity],
      [logAddExp(0, 0), Math.LN2],
      [logAddExp(1e308, 1e308), 1e308],
    ]);
  });
  test("roundHalfEven takes ties to the even number and keeps -0", () => {
    same([
      [roundHalfEven(0.5), 0],
      [roundHalfEven(1.5), 2],
      [roundHalfEven(2.5), 2],
      [roundHalfEven(-0.5), -0],
      [roundHalfEven(-2.5), -2],
    ]);
    same([
      [roundHalfEven(-1.5), -2],
      [roundHalfEven(0.49999999999999994), 0],
      [roundHalfEven(-0), -0],
      [roundHalfEven(-0.2), -0],
    ]);
    same([
      [roundHalfEven(2 ** 52 + 1), 2 ** 52 + 1],
      [roundHalfEven(2 ** 52 - 0.5), 2 ** 52],
    ]);
    same([
      [roundHalfEven(2 ** 51 + 0.5), 2 ** 51],
      [roundHalfEven(1e300), 1e300],
      [roundHalfEven(-Infinity), -Infinity],
    ]);
  });
  test("hypot: Infinity wins over NaN, nothing overflows before the result does", () => {
    same([
      [hypot(Infinity, NaN), Infinity],
      [hypot(NaN, -Infinity), Infinity],
      [hypot(NaN, 1), NaN],
      [hypot(0, NaN), NaN],
      [hypot(-0, -0), 0],
    ]);
    same([
      [hypot(3e300, 4e300), 5e300],
      [hypot(5, 12), 13],
      [hypot(-3, 0), 3],
      [hypot(1.7e308, 1.7e308), Infinity],
      [hypot(5e-324, 0), 5e-324],
    ]);
  });
  test("pow follows IEEE 754 where JavaScript does not", () => {
    same([
      [pow(1, NaN), 1],
      [pow(1, Infinity), 1],
      [pow(-1, -Infinity), 1],
      [pow(NaN, 0), 1],
      [pow(2, NaN), NaN],
      [pow(-8, 1 / 3), NaN],
    ]);
    same([
      [pow(-0, -1), -Infinity],
      [pow(-2, 3), -8],
      [pow(10, 22), 1e22],
    ]);
  });
});
