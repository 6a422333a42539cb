import { customVjp, type Tensor } from "@tapegrad/core";
import { checkGradients } from "@tapegrad/gradcheck";
import { describe, expect, test } from "vitest";
import { judgeSlope, type Slope, settleSlope } from "../src/slope.ts";
import { number } from "./vector.ts";

// The numbers that decide: how wide a bound is, and from where on it is too wide to say anything.

describe("the bound of a slope", () => {
  test.each([
    1.2, 1.25, 1.3, 1.4, 1.5,
  ])("of ±|t|^%d at 0, whose differences go to 0 slowly, it covers the error, and not many times", (exponent) => {
    const at = (t: number): number => Math.sign(t) * Math.abs(t) ** exponent;
    const line = { at, noiseAt: () => 0 };
    const { value, bound } = settleSlope(line, {
      center: 0,
      noise: 0,
      floor: 0,
      coarse: false,
      first: 1 / 16,
      analytic: 0,
    });
    // Extrapolation takes even powers of the step away, of which there are none here: the error is all that is left, and
    // neighbours, each a power of the ratio of steps apart, disagree by about as much.
    expect(Math.abs(value)).toBeLessThanOrEqual(bound);
    expect(bound).toBeLessThanOrEqual(8 * Math.abs(value));
  });
});

describe("the verdict on a slope whose bound is wide", () => {
  const slope = (bound: number): Slope => ({ value: 2, bound, left: 2, right: 2, sidesBound: bound, kink: false });
  test.each([
    [false, 0.01],
    [true, 0.1],
  ])("float32 %s: nothing can be said from %d of the derivative on", (coarse, limit) => {
    const judge = (bound: number, scale = 0): string => judgeSlope(2, slope(bound), { coarse, scale, smooth: false });
    expect(judge(2 * limit * 0.999)).toBe("pass");
    expect(judge(2 * limit * 1.001)).toBe("ill-conditioned");
    // A derivative is large as a thousandth of what others are there.
    expect(judge(4 * limit * 0.999, 4000)).toBe("pass");
    expect(judge(4 * limit * 1.001, 4000)).toBe("ill-conditioned");
  });

  test("a derivative on its bound is supported, one beyond is wrong", () => {
    const judge = (analytic: number): string =>
      judgeSlope(analytic, slope(2 ** -10), { coarse: false, scale: 0, smooth: false });
    expect([2 - 2 ** -10, 2 + 2 ** -10].map(judge)).toEqual(["pass", "pass"]);
    expect([2 - 1.001 * 2 ** -10, 2 + 1.001 * 2 ** -10].map(judge)).toEqual(["fail", "fail"]);
  });

  test("at a kink, both ends of the interval of subgradients are supported, and nothing outside", () => {
    const kink: Slope = { value: 0, bound: 1, left: -1, right: 1, sidesBound: 2 ** -10, kink: true };
    const judge = (analytic: number): string => judgeSlope(analytic, kink, { coarse: false, scale: 0, smooth: false });
    expect([-1 - 2 ** -10, 0, 1 + 2 ** -10].map(judge)).toEqual(["kink", "kink", "kink"]);
    expect([-1 - 2 ** -9, 1 + 2 ** -9].map(judge)).toEqual(["fail", "fail"]);
    const falling = { ...kink, left: 1, right: -1 };
    expect(judgeSlope(1, falling, { coarse: false, scale: 0, smooth: false })).toBe("kink");
  });
});

test("a function is called inside of its region only, also where its rounding is looked at", () => {
  const outside: number[] = [];
  const wrong = customVjp({ forward: (x: Tensor) => x.sqrt(), vjp: (cotangent) => [cotangent.mul(4)] });
  const f = (x: Tensor): Tensor => {
    const value = x.item();
    if (value <= 0.002) outside.push(value);
    return wrong(x);
  };
  const report = checkGradients(f, [number(0.01)], { smooth: (x) => x.item() > 0.002, seed: 1 });
  expect(report.verdict).toBe("fail");
  expect(outside).toEqual([]);
});
