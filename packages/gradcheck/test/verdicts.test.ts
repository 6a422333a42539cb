import { clamp, customVjp, matmul, maximum, type Tensor, tensor } from "@tapegrad/core";
import { type CheckOptions, checkGradients, type Entry, type GradientReport } from "@tapegrad/gradcheck";
import { describe, expect, test } from "vitest";
import { number, vector } from "./vector.ts";

type Unary = (x: Tensor) => Tensor;

function check(f: Unary, x: Tensor, options: CheckOptions<[Tensor]> = {}): GradientReport {
  return checkGradients(f, [x], { seed: 1, ...options });
}

/** tanh whose derivative is off by a relative error. */
function tanhOffBy(error: number): Unary {
  return customVjp({
    name: "tanhOff",
    forward: (x: Tensor) => x.tanh(),
    vjp: (cotangent, { output }) => [cotangent.mul(output.square().neg().add(1)).mul(1 + error)],
  });
}

/** relu whose derivative is half of what it should be. */
const halfRelu = customVjp({
  name: "halfRelu",
  forward: (x: Tensor) => x.relu(),
  vjp: (cotangent, { inputs }) => [cotangent.mul(inputs[0]!.greater(0).cast("float64")).mul(0.5)],
});

describe("pass", () => {
  const smooth: readonly (readonly [name: string, f: Unary, at: number, derivative: number])[] = [
    ["tanh at 0.5", (x) => x.tanh(), 0.5, 1 - Math.tanh(0.5) ** 2],
    ["exp at 3", (x) => x.exp(), 3, Math.exp(3)],
    ["x² at 0", (x) => x.square(), 0, 0],
    ["x² at 1e-12, where a step away all digits are those of the step", (x) => x.square(), 1e-12, 2e-12],
    ["x² at 1e12", (x) => x.square(), 1e12, 2e12],
    ["x³ at 0", (x) => x.pow(3), 0, 0],
    ["1e-12 x", (x) => x.mul(1e-12), 0.7, 1e-12],
    ["1e12 x", (x) => x.mul(1e12), 0.7, 1e12],
    ["1e-300 x", (x) => x.mul(1e-300), 0.7, 1e-300],
    ["1e300 x", (x) => x.mul(1e300), 0.7, 1e300],
    ["log at 1e-6, with a pole nearer than the largest step", (x) => x.log(), 1e-6, 1e6],
    ["log at 1e-12", (x) => x.log(), 1e-12, 1e12],
    ["sqrt at 1e-8", (x) => x.sqrt(), 1e-8, 0.5e4],
    ["tanh(1e4 x) in its middle", (x) => x.mul(1e4).tanh(), 0, 1e4],
    ["tanh(1e4 x) on its flank", (x) => x.mul(1e4).tanh(), 1e-4, 1e4 * (1 - Math.tanh(1) ** 2)],
    ["tanh(1e4 x) where it is flat", (x) => x.mul(1e4).tanh(), 0.3, 0],
    ["exp where it is almost the largest number", (x) => x.exp(), 709.7, Math.exp(709.7)],
    ["exp where it is almost 0", (x) => x.exp(), -700, Math.exp(-700)],
    ["a constant", (x) => x.mul(0), 3, 0],
    ["sign away from 0", (x) => x.sign(), 3, 0],
    ["x + 1e8 − 1e8, eight digits of which are left", (x) => x.add(1e8).sub(1e8), 0.7, 1],
  ];
  test.each(smooth)("%s", (_, f, at, derivative) => {
    const report = check(f, number(at));
    expect(`${report}`).toContain("gradients: pass");
    const [entry] = report.entries;
    expect(entry!.analytic).toBeCloseTo(derivative, 12 - Math.log10(Math.abs(derivative) || 1));
    expect(Math.abs(entry!.numeric - derivative)).toBeLessThanOrEqual(entry!.bound + 1e-15 * Math.abs(derivative));
  });

  test.each([1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10])("relu at %d from its kink, on both sides", (d) => {
    for (const [at, derivative] of [
      [d, 1],
      [-d, 0],
    ] as const) {
      const report = check((x) => x.relu(), number(at));
      expect([report.verdict, report.entries[0]!.analytic]).toEqual(["pass", derivative]);
    }
  });

  test("relu at places where differences at three steps look like those of a kink at the point itself", () => {
    for (const sign of [1, -1]) {
      expect(check((x) => x.relu(), number((sign * 4) / 19 / 16)).verdict).toBe("pass");
      const coarse = check((x) => x.relu().cast("float32"), number(sign * 0.8 * 0.115));
      expect(coarse.verdict, `${coarse}`).toBe("pass");
    }
  });

  test("tiny numbers, whose squares are lost in the rounding of those a step away", () => {
    const cases: readonly (readonly [f: Unary, x: Tensor, seed: number])[] = [
      [(x) => x.square(), vector(-4.8939890442815007e-11, 1.121000168213349e-13, -1.606537261039241e-7), 82],
      [(x) => x.square(), vector(-0.00012102624634123919, 6.588058839166741e-9, -1.3083591165195255e-13), 219],
      [(x) => x.mul(x.tanh()), vector(0.000020888260852373973, -2.993487973217806e-14, -7.609413850282934e-10), 202],
      [(x) => x.pow(3), vector(-0.00012517708624741676, 0.0000018739308392359193, -1.917448066847727e-13), 133],
      [(x) => x.pow(3), vector(2.8496152922462804e-11, -0.000002410631306218769, -5.708596365111854e-15), 183],
    ];
    for (const [f, x, seed] of cases) {
      const report = check(f, x, { seed });
      expect(report.ok, `${report}`).toBe(true);
    }
  });

  test("functions of four numbers at random small and large points: none of 2,000 derivatives fails", () => {
    let random = 7;
    const next = (): number => {
      random = (random * 1103515245 + 12345) % 2 ** 31;
      return random / 2 ** 31;
    };
    const functions: readonly Unary[] = [
      (x) => x.square().mul(3).sub(x.mul(x).mul(2)).add(x.tanh()),
      (x) => x.div(x.square().sum().sqrt()),
      (x) => x.square().log(),
      (x) => x.softmax(0),
    ];
    for (let n = 0; n < 125; n++) {
      for (const f of functions) {
        const x = vector(...Array.from({ length: 4 }, () => (next() - 0.5) * 10 ** (-14 + 20 * next())));
        const report = check(f, x, { seed: n });
        expect(report.ok, `${x.toArray()} ${report}`).toBe(true);
      }
    }
  });
});

describe("kink", () => {
  /** Slopes from below and above, and what the rule says, of one element whose output's cotangent is 1. */
  const kinks: readonly (readonly [name: string, f: Unary, at: number, left: number, right: number, rule: number])[] = [
    ["relu at 0", (x) => x.relu(), 0, 0, 1, 0],
    ["abs at 0", (x) => x.abs(), 0, -1, 1, 0],
    ["clamp on its lower bound", (x) => clamp(x, { min: -1, max: 1 }), -1, 0, 1, 1],
    ["clamp on its upper bound", (x) => clamp(x, { min: -1, max: 1 }), 1, 1, 0, 1],
    ["maximum with an equal number", (x) => maximum(x, number(2)), 2, 0, 1, 0.5],
    ["minimum with an equal number", (x) => x.minimum(2), 2, 1, 0, 0.5],
    ["1e9 |x|", (x) => x.abs().mul(1e9), 0, -1e9, 1e9, 0],
    ["1e-9 |x|", (x) => x.abs().mul(1e-9), 0, -1e-9, 1e-9, 0],
    ["|x| + 1000 at 0, below its rounding nothing", (x) => x.abs().add(1000), 0, -1, 1, 0],
    ["x² + |x| at 0, smooth on both sides", (x) => x.square().add(x.abs()), 0, -1, 1, 0],
    ["exp |x − 1| at 1", (x) => x.sub(1).abs().exp(), 1, -1, 1, 0],
  ];
  test.each(kinks)("%s", (_, f, at, left, right, rule) => {
    const report = check(f, number(at));
    expect(`${report}`).toContain("gradients: kink");
    const [entry] = report.entries;
    const scale = Math.abs(right - left);
    expect(entry!.analytic).toBe(rule);
    expect(Math.abs(entry!.left! - left) / scale).toBeLessThan(1e-6);
    expect(Math.abs(entry!.right! - right) / scale).toBeLessThan(1e-6);
  });

  test("of max with two equal largest elements each is on a kink from 0 to 1, the rest is smooth", () => {
    const { entries } = check((x) => x.max(), vector(1, 1, 0));
    expect(entries.map(({ verdict }) => verdict)).toEqual(["kink", "kink", "pass"]);
    for (const { left, right, analytic } of entries.slice(0, 2))
      expect([left, right, analytic].map((value) => Number(value!.toFixed(9)) + 0)).toEqual([0, 1, 0.5]);
  });

  test("of the first element of a sort with two equal ones each is on a kink from 1 to 0", () => {
    const { entries } = check(
      (x) =>
        x
          .sort(0)
          .slice([[0, 1]])
          .sum(),
      vector(1, 1),
    );
    expect(entries.map(({ verdict }) => verdict)).toEqual(["kink", "kink"]);
    for (const { left, right } of entries)
      expect([left, right].map((value) => Number(value!.toFixed(9)) + 0)).toEqual([1, 0]);
  });

  test("a rule that is outside of the interval of subgradients fails on a kink too", () => {
    const wrong = customVjp({ forward: (x: Tensor) => x.abs(), vjp: (cotangent) => [cotangent.mul(1.5)] });
    expect(check(wrong, number(0)).verdict).toBe("fail");
  });

  test("a point nearer to a kink than can be told is called one, not a failure", () => {
    for (const d of [1e-12, 1e-15, -1e-15]) expect(check((x) => x.relu(), number(d)).verdict).toBe("kink");
  });
});

describe("smooth", () => {
  test("a wrong rule beside a kink cannot hide where the function is said to be smooth", () => {
    for (const at of [1e-3, 1e-6, 1e-9]) {
      const region = { smooth: (x: Tensor) => x.item() > 0 };
      expect(check(halfRelu, number(at), region).verdict).toBe("fail");
      expect(check((x) => x.relu(), number(at), region).verdict).toBe("pass");
    }
  });

  test("differences stay in the region", () => {
    const seen: number[] = [];
    const f: Unary = (x) => {
      seen.push(x.item());
      return x.sqrt();
    };
    expect(check(f, number(0.01), { smooth: (x) => x.item() > 0.002 }).verdict).toBe("pass");
    expect(Math.min(...seen)).toBeGreaterThan(0.002);
  });

  test("on a kink half of the derivative is a subgradient, unless it is said that there is none", () => {
    const half = customVjp({ forward: (x: Tensor) => x.relu(), vjp: (cotangent) => [cotangent.mul(0.5)] });
    expect(check(half, number(0)).verdict).toBe("kink");
    expect(check(half, number(0), { smooth: true }).verdict).toBe("fail");
  });
});

describe("ill-conditioned", () => {
  const hopeless: readonly (readonly [name: string, f: Unary, x: Tensor])[] = [
    ["x + 1e16 − 1e16", (x) => x.add(1e16).sub(1e16), number(0.7)],
    ["x + 1e20 − 1e20", (x) => x.add(1e20).sub(1e20), number(0.7)],
    ["sqrt at 0, with an infinite derivative", (x) => x.sqrt(), number(0)],
    ["a jump", (x) => x.sign(), number(0)],
    ["log x² at 1e-20, which is flat at every step there is", (x) => x.square().log(), number(1e-20)],
  ];
  test.each(hopeless)("%s", (_, f, x) => {
    expect(check(f, x).verdict).toBe("ill-conditioned");
  });

  test("terms that cancel inside one product, which its result does not show, are not called wrong", () => {
    const report = check((x) => matmul(x, vector(1e16, 1, -1e16)), vector(1, 0.3, 1));
    expect(report.ok, `${report}`).toBe(true);
    expect(report.entries[1]!.bound).toBeGreaterThan(1); // of a derivative of 1
  });

  test("a product of nearly singular matrices is not called wrong", () => {
    const a = tensor(
      [
        [1, -1],
        [1, -1 - 1e-12],
      ],
      { dtype: "float64" },
    );
    const b = tensor(
      [
        [1, 1],
        [1, 1 + 1e-13],
      ],
      { dtype: "float64" },
    );
    for (const scale of [1, 1e9, 1e-9]) {
      const report = check((x) => matmul(matmul(a, matmul(x, b)), a).mul(scale), b);
      expect(report.ok, `${report}`).toBe(true);
    }
  });
});

describe("fail", () => {
  test.each([1, 1e-3, 1e-6, 1e-9, 1e-10])("a relative error of %d", (error) => {
    const report = check(tanhOffBy(error), number(0.6));
    const exact = 1 - Math.tanh(0.6) ** 2;
    const [entry] = report.entries;
    expect(report.verdict).toBe("fail");
    expect(Math.abs(entry!.numeric - exact)).toBeLessThanOrEqual(entry!.bound);
    expect(Math.abs(entry!.analytic - exact * (1 + error))).toBeLessThan(1e-15);
  });

  test("of 1e12 x and of 1e-12 x: what counts is the relative error", () => {
    for (const scale of [1e12, 1e-12]) {
      expect(check((x) => tanhOffBy(1e-6)(x).mul(scale), number(0.6)).verdict).toBe("fail");
      expect(check((x) => tanhOffBy(1e-6)(x.mul(scale).div(scale)), number(0.6)).verdict).toBe("fail");
    }
  });

  test("a derivative that is NaN or infinite where the function is smooth", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const f = customVjp({ forward: (x: Tensor) => x.tanh(), vjp: (cotangent) => [cotangent.mul(bad)] });
      expect(check(f, number(0.6)).verdict).toBe("fail");
    }
  });

  test("a missing derivative: 0 where differences have something, however flat", () => {
    expect(check((x) => x.detach().tanh().add(x.mul(0)), number(0.6)).verdict).toBe("fail");
    expect(check((x) => x.detach().mul(1e-6).add(x.mul(0)), number(0.6)).verdict).toBe("fail");
  });
});

describe("float32", () => {
  const asGiven = { precision: "as given" } as const;

  test("a float32 function is held to its own rounding: correct ones pass", () => {
    const x = tensor([0.5, -1, 2]);
    for (const f of [(x: Tensor) => x.tanh(), (x: Tensor) => x.add(100).square(), (x: Tensor) => x.softmax(0)])
      expect(`${check(f, x, asGiven)}`).toContain("gradients: pass");
  });

  test("an argument that becomes float64 at once was rounded to float32 all the same", () => {
    for (const value of [0.1234567, 0.7654321, -1.2345678, 3.3333333]) {
      const report = check((x) => x.cast("float64").tanh(), tensor(value), asGiven);
      expect(`${report}`).toContain("gradients: pass");
      expect(report.entries[0]!.bound).toBeGreaterThan(1e-8);
    }
  });

  test("its bound is that of 24 bits, and an error far above it fails", () => {
    const at = tensor(0.6);
    const [entry] = check(tanhOffBy(0), at, asGiven).entries;
    expect(entry!.bound).toBeGreaterThan(1e-7);
    expect(entry!.bound).toBeLessThan(1e-4);
    expect(check(tanhOffBy(1e-3), at, asGiven).verdict).toBe("fail");
    expect(check(tanhOffBy(1e-7), at, asGiven).verdict).toBe("pass");
  });

  test("a cast to float32 inside is seen: the bound widens, and correct functions pass", () => {
    const f: Unary = (x) => x.cast("float32").tanh().cast("float64").square();
    const report = check(f, vector(0.5, -1));
    expect(`${report}`).toContain("gradients: pass");
    expect(report.entries[0]!.bound).toBeGreaterThan(1e-8);
    const wrong: Unary = (x) => tanhOffBy(0.01)(x.cast("float32"));
    expect(check(wrong, vector(0.5, -1)).verdict).toBe("fail");
  });

  test("what is lost entirely is ill-conditioned: x + 1e8 − 1e8", () => {
    expect(check((x) => x.add(1e8).sub(1e8), tensor([0.5, -1]), asGiven).verdict).toBe("ill-conditioned");
  });

  test("by default float32 arguments become float64, and the bound is that of 53 bits", () => {
    const [entry] = check((x) => x.tanh(), tensor(0.6)).entries;
    expect(entry!.bound).toBeLessThan(1e-10);
  });

  test("kinks are kinks in float32 too", () => {
    const [entry] = check((x) => x.abs(), tensor(0), asGiven).entries as [Entry];
    expect([entry.verdict, entry.left!.toFixed(4), entry.right!.toFixed(4)]).toEqual(["kink", "-1.0000", "1.0000"]);
  });
});
