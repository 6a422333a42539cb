import { add, parameter, Rng, record, relu, type Tensor, tensor, where } from "@tapegrad/core";
import { toWorksheet } from "@tapegrad/inspect";
import { describe, expect, test } from "vitest";
import {
  biases,
  byMatrices,
  byTheChainRule,
  inputs,
  matrixProgram,
  scalarProgram,
  weights,
} from "../../../examples/src/worked-example/network.ts";
import { worksheet } from "./sheetReader.ts";
import { thrownBy } from "./thrownBy.ts";

const scalar = (value: number, name: string): Tensor =>
  tensor(value, { dtype: "float64", requiresGrad: true, name }) as Tensor;

/** `L = relu(a b + c) d`, as a lecture draws it. */
function lecture([a, b, c, d]: readonly number[] = [2, -3, 10, -2]): Tensor {
  const e = scalar(a!, "a").mul(scalar(b!, "b")).named("e");
  const h = relu(e.add(scalar(c!, "c")).named("s")).named("h");
  return h.mul(scalar(d!, "d")).named("L") as Tensor;
}

describe("the numbers that are asked for", () => {
  test("are the cotangents, where these are hidden", () => {
    // h̄ = d = −2, d̄ = h = 4; s > 0: s̄ = ē = c̄ = −2; ā = −2 · b = 6, b̄ = −2 · a = −4
    expect([...worksheet(lecture(), { hide: "cotangents" }).answers]).toEqual([
      ["cotangent of h", -2],
      ["cotangent of d", 4],
      ["cotangent of s", -2],
      ["cotangent of e", -2],
      ["cotangent of c", -2],
      ["cotangent of a", 6],
      ["cotangent of b", -4],
    ]);
  });

  test("are the results, where values are hidden", () => {
    expect([...worksheet(lecture(), { hide: "values" }).answers]).toEqual([
      ["value of e", -6],
      ["value of s", 4],
      ["value of h", 4],
      ["value of L", -8],
    ]);
  });

  test("are the local derivatives, where these are hidden", () => {
    expect([...worksheet(lecture(), { hide: "local" }).answers]).toEqual([
      ["local derivative of L by h", -2],
      ["local derivative of L by d", 4],
      ["local derivative of h by s", 1],
      ["local derivative of s by e", 1],
      ["local derivative of s by c", 1],
      ["local derivative of e by a", -3],
      ["local derivative of e by b", 2],
    ]);
  });

  test("are all of these, where all is hidden", () => {
    const all = [...worksheet(lecture(), { hide: "all" }).answers.keys()];
    const each = (["values", "cotangents", "local"] as const).flatMap((hide) => [
      ...worksheet(lecture(), { hide }).answers.keys(),
    ]);
    expect(all.toSorted()).toEqual(each.toSorted());
  });

  test("are those of the names that are listed", () => {
    const hide = ["e", { name: "a", what: "local" }, { name: "b", what: ["values", "local"] }] as const;
    expect([...worksheet(lecture(), { hide }).answers]).toEqual([
      ["value of b", -3],
      ["value of e", -6],
      ["cotangent of e", -2],
      ["local derivative of e by a", -3],
      ["local derivative of e by b", 2],
    ]);
  });

  test("are every contribution and their sum, where edges meet", () => {
    const x = scalar(3, "x");
    const loss = x.square().named("u").add(x.mul(5).named("v")).named("L") as Tensor;
    expect([...worksheet(loss, { hide: ["x"] }).answers]).toEqual([
      ["value of x", 3],
      ["contribution of v to the cotangent of x", 5],
      ["contribution of u to the cotangent of x", 6],
      ["cotangent of x", 11],
    ]);
  });

  test("are those of the worked example, all 25 parameters", () => {
    const { derivatives } = byTheChainRule();
    const { z, parameters } = scalarProgram();
    const { answers } = worksheet(z, { hide: "cotangents" });
    expect(parameters.size).toBe(25);
    let found = 0;
    for (const [name, derivative] of derivatives)
      if (name !== "z") {
        found++;
        expect([name, answers.get(`cotangent of ${name}`)]).toEqual([name, expect.closeTo(derivative, 12)]);
      }
    expect(found).toBe(25 + 2 + 6 + 7); // parameters, inputs, units, and what units add up
  });

  test("are those of the worked example in matrices", () => {
    const { gradients, preDeltas, deltas } = byMatrices();
    const { answers } = worksheet(matrixProgram().z, { hide: "cotangents" });
    for (const [l, rows] of weights.entries())
      for (const [j, row] of rows.entries()) {
        const isLast = l === weights.length - 1;
        const at = (...place: number[]): string => (place.length === 0 ? "" : `[${place.join(", ")}]`);
        const place = isLast ? [] : [j];
        expect(answers.get(`cotangent of β_${l + 1}${at(...place)}`)).toBeCloseTo(preDeltas[l]![j]!, 12);
        for (const i of row.keys()) {
          expect(answers.get(`cotangent of W_${l + 1}${at(...place, i)}`)).toBeCloseTo(gradients[l]![j]![i]!, 12);
          expect(answers.get(`cotangent of v_${l}[${i}]`)).toBeCloseTo(deltas[l]![i]!, 12);
        }
      }
  });
});

test("what is hidden is nowhere in the text of the page, nor does another number give it away", () => {
  const loss = lecture([1.37, -2.11, 8.43, 0.59]);
  const [e, s, L, a, b] = ["−2.891", "5.539", "3.268", "−1.245", "0.8083"]; // by a pocket calculator
  const rows = [
    ["values", [e, s, L], []],
    ["cotangents", [a, b], [e, s, L]],
    // ∂L/∂d is h, which is s
    ["local", [a, b], [e, s, L]],
    ["all", [e, s, L, a, b], []],
    [["s", "h"], [], [e, L, a, b]],
  ] as const;
  for (const [hide, hidden, shown] of rows) {
    const { visible } = worksheet(loss, { hide });
    for (const number of hidden) expect([hide, visible.includes(number)]).toEqual([hide, false]);
    for (const number of shown) expect([hide, visible.includes(number)]).toEqual([hide, true]);
    for (const number of hidden) expect(toWorksheet(loss, { hide })).not.toContain(number);
  }
});

describe("variants", () => {
  test("have numbers of their own, the same for the same variant, of which the answers are right", () => {
    const seen = new Set<string>();
    for (let variant = 1; variant <= 10; variant++) {
      const { given, answers } = worksheet(lecture(), { hide: "cotangents", variant });
      const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => given.get(name)![0]!) as [number, number, number, number];
      for (const value of [a, b, c, d]) {
        expect(value).not.toBe(0);
        expect(Number.isInteger(value) && Math.abs(value) <= 5).toBe(true); // as those of the program are whole
      }
      const s = a * b + c;
      expect(s).toBeGreaterThan(0.1); // else no derivative would reach the leaves
      expect(answers).toEqual(
        new Map([
          ["cotangent of h", d],
          ["cotangent of d", s],
          ["cotangent of s", d],
          ["cotangent of e", d],
          ["cotangent of c", d],
          ["cotangent of a", d * b],
          ["cotangent of b", d * a],
        ]),
      );
      seen.add(JSON.stringify([a, b, c, d]));
    }
    expect(seen.size).toBe(10);
    expect(toWorksheet(lecture(), { variant: 3 })).toBe(toWorksheet(lecture(), { variant: 3 }));
  });

  test("go through a network of matrices", () => {
    const { given, answers } = worksheet(matrixProgram().z, { hide: "values", variant: 4 });
    expect(given.get("v0")).not.toEqual(inputs);
    let v = given.get("v0")!;
    for (const l of [1, 2, 3]) {
      const [W, bias] = [given.get(`W${l}`)!, given.get(`β${l}`)!];
      const s = bias.map((shift, j) => v.reduce((sum, x, i) => sum + x * W[j * v.length + i]!, shift));
      for (const [j, value] of s.entries())
        expect(answers.get(l === 3 ? "value of s_3" : `value of s_${l}[${j}]`)).toBeCloseTo(value, 12);
      v = s.map((value) => 1 / (1 + Math.exp(-value)));
    }
    expect(answers.get("value of z")).toBeCloseTo(v[0]!, 12);
    expect(biases[0]).not.toEqual(given.get("β1"));
  });

  test("keep away from kinks, by expressions and by Jacobians", () => {
    const x = parameter([0.5, -1.5, 2.5], { name: "x", dtype: "float64" }) as Tensor;
    const y = tensor([0.3, 0.9, -0.2], { name: "y", dtype: "float64" }) as Tensor;
    const loss = add(x.mul(y).named("p").abs().max(), x.maximum(y).sum()) as Tensor;
    for (let variant = 1; variant <= 10; variant++) {
      const { given } = worksheet(loss, { variant });
      const [xs, ys] = [given.get("x")!, given.get("y")!];
      const p = xs.map((value, i) => Math.abs(value * ys[i]!)).sort((a, b) => b - a);
      expect(Math.min(...p)).toBeGreaterThan(0.0999);
      expect(p[0]! - p[1]!).toBeGreaterThan(0.0999);
      for (const [i, value] of xs.entries()) expect(Math.abs(value - ys[i]!)).toBeGreaterThan(0.0999);
    }
  });

  test("have no two numbers near each other of which the larger one is taken", () => {
    const x = parameter([0.25, 0.5, 0.75, 0.15, 0.35, 0.95], { name: "x", dtype: "float64" }) as Tensor;
    for (let variant = 1; variant <= 10; variant++) {
      const { given } = worksheet(x.max().named("L") as Tensor, { variant });
      const [first, second] = given.get("x")!.toSorted((a, b) => b - a) as [number, number];
      expect(first - second).toBeGreaterThan(0.0999); // a tie is likely where six of nine numbers are drawn
    }
  });

  test("keep targets, positive numbers, parts of one, and constants", () => {
    const target = tensor([0, 1, 0], { name: "target", dtype: "float64" }) as Tensor;
    const rate = tensor([0.25, 0.5, 0.75], { name: "rate", dtype: "float64" }) as Tensor;
    const x = parameter([0.5, 1.5, 7], { name: "x", dtype: "float64" }) as Tensor;
    const loss = x.log().mul(rate).mul(3).sub(target).square().sum() as Tensor;
    for (let variant = 1; variant <= 10; variant++) {
      const { given, visible } = worksheet(loss, { variant });
      expect(given.get("target")).toEqual([0, 1, 0]);
      for (const value of given.get("rate")!) expect(value > 0 && value < 1).toBe(true);
      for (const value of given.get("x")!) expect(value).toBeGreaterThan(0);
      expect(visible).toContain("3");
    }
  });

  test("may choose by whole numbers, also by one that is where the choice changes", () => {
    const group = tensor([1, 2], { dtype: "int32", name: "group" }) as Tensor;
    const { value } = record(() => {
      const x = tensor([0.5, 1.5], { dtype: "float64", requiresGrad: true, name: "x" }) as Tensor;
      return where(group.greater(1), x.square(), x).sum().named("L") as Tensor;
    });
    const { given } = worksheet(value, { variant: 1 });
    expect(given.get("group")).toEqual([1, 2]);
    expect(given.get("x")).not.toEqual([0.5, 1.5]);
  });

  test("are refused where they cannot be had", () => {
    const x = scalar(0.5, "x");
    const { value: drawn } = record(() => x.mul(new Rng(1).uniform([2])).sum() as Tensor);
    expect(thrownBy(() => toWorksheet(drawn, { variant: 1 }))).toBe(
      "TapegradError: toWorksheet: the program must not draw random numbers where a variant is asked for, got one that does. Draw them before, and pass them to it.",
    );
    const never = x.square().neg().sub(1).relu().mul(x).named("L") as Tensor;
    expect(thrownBy(() => toWorksheet(never, { variant: 2 }))).toBe(
      "TapegradError: toWorksheet: variant must be one for which numbers are found that lead to finite values, 0.1 away from every kink, got 2, with none in 1000 tries. Take another variant, or make the program smaller.",
    );
  });
});

test("the rule says where numbers are added up that broadcasting repeated", () => {
  const [x, b] = [parameter([1, 2], { name: "x" }), parameter(3, { name: "b" })] as unknown as [Tensor, Tensor];
  const { visible } = worksheet(x.mul(b).sum().named("L") as Tensor, {});
  const words = [...visible.matchAll(/The chain rule: .*?\./g)].map(([sentence]) => sentence);
  expect(words).toEqual([
    "The chain rule: the cotangent of t1 times the local derivative ∂t1∂x, element by element.",
    "The chain rule: the cotangent of t1 times the local derivative ∂t1∂b, element by element, and the sum over all places that one number went to.",
  ]);
});

test("names are text, whatever they are, and the page lets nothing else run or load", () => {
  const name = '<img src=x onerror="alert(1)">';
  const html = toWorksheet(scalar(2, name).square().named(`"'></script>&`) as Tensor, { title: "<b>&" });
  expect(html).not.toContain("<img");
  expect(html).not.toContain("<b>&");
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(html).toContain("<h1>&#60;b&#62;&#38;</h1>");
  expect(html).toMatch(
    /content="default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'"/,
  );
  expect(html.replaceAll("http://www.w3.org/1998/Math/MathML", "")).not.toMatch(/https?:/);
  expect(html).not.toMatch(/ style="| on\w+="/);
});

test("a name may be that of a property which every object has", () => {
  const loss = scalar(2, "constructor").mul(scalar(3, "toString")).named("hasOwnProperty").square().named("__proto__");
  // (2 · 3)²: 2 · 6, and of that times 3 and times 2.
  expect([...worksheet(loss as Tensor, { hide: "cotangents" }).answers]).toEqual([
    ["cotangent of hasOwnProperty", 12],
    ["cotangent of constructor", 36],
    ["cotangent of toString", 24],
  ]);
});

test("what cannot be a worksheet is refused", () => {
  const refused = (...call: Parameters<typeof toWorksheet>): string => thrownBy(() => toWorksheet(...call));
  expect(refused(lecture(), { hide: ["S"] })).toBe(
    'TapegradError: toWorksheet: hide must name tensors of the program, got "S". Did you mean "s"?',
  );
  expect(refused(lecture(), { hide: ["nothing"] })).toBe(
    'TapegradError: toWorksheet: hide must name tensors of the program, got "nothing". There are a, b, e, c, s, h, d, L.',
  );
  expect(refused(lecture(), { hide: [3 as never] })).toBe(
    'TapegradError: toWorksheet: hide must be "values", "cotangents", "local", "all", or a list of names and { name, what }, got 3.',
  );
  expect(refused(lecture(), { hide: "value" as never })).toBe(
    'DomainError: toWorksheet: hide must be one of "values", "cotangents", "local", "all", got "value". Did you mean "values"?',
  );
  expect(refused(lecture(), { hide: [{ name: "e", what: "grad" as never }] })).toBe(
    'DomainError: toWorksheet: hide of "e" must be one of "values", "cotangents", "local", got "grad".',
  );
  expect(refused(lecture(), { hide: [{ name: "L", what: "cotangents" }] })).toBe(
    'TapegradError: toWorksheet: hide must leave at least one number blank, got names of tensors that have no such number. Only what is computed has cotangents and local derivatives: try hide: "cotangents".',
  );
  expect(refused(lecture(), { tolerance: 0 })).toBe(
    "DomainError: toWorksheet: tolerance must be a number in 0.001 … 0.5, got 0.",
  );
  expect(refused(lecture(), { variant: -1 })).toBe(
    "DomainError: toWorksheet: variant must be a whole number from 0 on, got -1.",
  );
  expect(refused(record(() => lecture()).tape)).toBe(
    "TapegradError: toWorksheet: the tape must have a loss, got one without a backward pass. Pass the loss itself.",
  );
  expect(refused(scalar(1, "x"))).toBe(
    "GradientError: toWorksheet: loss must be computed from a tensor that requires a gradient, got one that was not recorded. Make an input with { requiresGrad: true }, or use a Parameter, outside noGrad.",
  );
  let long = scalar(1, "x");
  for (let i = 0; i < 61; i++) long = long.tanh() as Tensor;
  expect(refused(long)).toBe(
    "TapegradError: toWorksheet: the program must have at most 60 nodes, got 61. Take a smaller program: a person fills this in.",
  );
  const wide = parameter(
    Array.from({ length: 65 }, () => 1),
    { name: "wide" },
  ) as Tensor;
  expect(refused(wide.sum() as Tensor)).toBe(
    'TapegradError: toWorksheet: "wide" must have at most 64 numbers, got [65]. Take a smaller program: a person fills this in.',
  );
});
