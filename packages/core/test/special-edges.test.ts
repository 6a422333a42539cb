import { expect, test } from "vitest";
import { erf } from "../src/kernels/js/special/error.ts";
import { lgamma } from "../src/kernels/js/special/gamma.ts";

/** The distance of two doubles of the same exponent in units in the last place of the second. */
function ulps(got: number, expected: number): number {
  return Math.abs(got - expected) / 2 ** (Math.floor(Math.log2(Math.abs(expected))) - 52);
}

test("erf is within 2.5 ulp below 1", () => {
  // mpmath, 60 digits. Half an ulp for the last sum, two for a rest of at most 0.16 that is rounded some times, and erf(x) > x / 2 there.
  const table: readonly (readonly [number, number])[] = [
    [-0.8982310285317858, -0.7960188300526307],
    [-0.11492055656966779, -0.12910536003448433],
    [0.8447336572430721, 0.7677698605175679],
    [-0.1386833005299266, -0.15548986596455322],
    [0.13846965134771058, 0.15525337402415523],
    [0.8951175230998167, 0.7944465808427479],
    [-0.6258350003631019, -0.623878071838539],
    [1.3353286479307085e-8, 1.5067570275508297e-8],
    [-4.3601747288555145e-7, -4.919930328936576e-7],
    [0.41058662541237967, 0.4385284696328161],
    [0.6487448232475415, 0.6411003081906307],
    [0.49877315771243214, 0.5194210891082176],
    [0.5, 0.5204998778130465],
    [1e-300, 1.1283791670955126e-300],
    [-0.99, -0.8385080695553698],
  ];
  for (const [x, expected] of table) expect(ulps(erf(x), expected)).toBeLessThanOrEqual(2.5);
});

test("lgamma(x) is −ln |x| for tiny x of either sign", () => {
  for (const x of [1e-10, 1e-100, 1e-154, 1e-200, 1e-300, 5e-324]) {
    // lgamma(x) = −ln |x| − γx + …; two roundings of the result's size.
    for (const signed of [x, -x]) {
      const expected = -Math.log(x) - 0.5772156649015329 * signed;
      expect(ulps(lgamma(signed), expected)).toBeLessThanOrEqual(2);
    }
  }
  expect(lgamma(0)).toBe(Infinity);
  expect(lgamma(-0)).toBe(Infinity);
  expect(lgamma(-1)).toBe(Infinity);
});
