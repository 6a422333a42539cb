import { relu, sigmoid, type Tensor, tanh, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { contour, decisionRegions, functionPlot } from "../../src/index.ts";
import { readPng } from "./readPng.ts";
import { dotsOf, linesOf, readSvg, scaleBy, textsOf } from "./readSvg.ts";

const blue = "#0072b2";
const vermilion = "#d55e00";
const black = "#1a1a1a";
const grey = "#595959";

/** The picture that fills the plot: of all, the one with the most pixels. */
function shadingOf(svg: string) {
  const images = readSvg(svg).filter(({ tag }) => tag === "image");
  const pngs = images.map(({ attributes }) => readPng(attributes["xlink:href"]!));
  const largest = pngs.reduce((best, png, i) => (png.pixels.length > pngs[best]!.pixels.length ? i : best), 0);
  return { ...pngs[largest]!, image: images[largest]! };
}

describe("decisionRegions", () => {
  const range = { range: [-2, 2] } as const;
  const steep = (inputs: Tensor): Tensor =>
    inputs
      .matmul(tensor([[8], [0]]))
      .sub(4)
      .sigmoid(); // ½ at x₁ = ½

  test("the line lies where the probability is ½, from border to border", () => {
    const { svg } = decisionRegions(steep, { x: range, y: range });
    const x = scaleBy(svg, "x", [-2, 2]);
    const y = scaleBy(svg, "y", [-2, 2]);
    const [line, ...others] = linesOf(svg, black);
    expect(others).toEqual([]);
    // Between two predictions it is taken to be straight; they are 1/30 apart and the slope of the sigmoid changes little there.
    for (const [at] of line!) expect(Math.abs(at - x(0.5))).toBeLessThan(0.05);
    const ends = [line![0]![1], line!.at(-1)![1]].sort((a, b) => a - b);
    expect(Math.abs(ends[0]! - y(2))).toBeLessThan(0.02);
    expect(Math.abs(ends[1]! - y(-2))).toBeLessThan(0.02);
  });

  test("the shading goes from the colour of class 0 to that of class 1, and covers the plot", () => {
    const { svg } = decisionRegions(steep, { x: range, y: range, resolution: 40 });
    const { width, height, pixels, image } = shadingOf(svg);
    expect([width, height]).toEqual([40, 24]);
    const row = pixels.slice(0, 40);
    const part = (colour: string, k: number): number => Number.parseInt(colour.slice(1 + 2 * k, 3 + 2 * k), 16);
    // More blue than red on the left, the other way round on the right, and the same in each row.
    expect(part(row[0]!, 2) - part(row[0]!, 0)).toBeGreaterThan(50);
    expect(part(row[39]!, 0) - part(row[39]!, 2)).toBeGreaterThan(50);
    expect(pixels.slice(-40)).toEqual(row);
    const x = scaleBy(svg, "x", [-2, 2]);
    expect(Math.abs(image.x - x(-2))).toBeLessThan(0.02);
    expect(Math.abs(image.x + Number(image.attributes.width) - x(2))).toBeLessThan(0.02);
  });

  test("examples lie on top where they are, in the colour and shape of their class", () => {
    const points = tensor([
      [-1, 1],
      [1, -1],
      [1.5, 0.5],
    ]);
    const { svg } = decisionRegions(steep, {
      x: range,
      y: range,
      points,
      labels: [0, 1, 1],
      classes: ["left", "right"],
    });
    const x = scaleBy(svg, "x", [-2, 2]);
    const y = scaleBy(svg, "y", [-2, 2]);
    const expected = {
      [blue]: [[x(-1), y(1)]],
      [vermilion]: [
        [x(1), y(-1)],
        [x(1.5), y(0.5)],
      ],
    };
    for (const [colour, places] of Object.entries(expected)) {
      const dots = dotsOf(svg, colour, 60);
      expect(dots.length).toBe(places.length);
      for (const [i, [a, b]] of dots.entries())
        expect(Math.hypot(a - places[i]![0]!, b - places[i]![1]!)).toBeLessThan(0.03);
    }
    const shapes = new Set(
      readSvg(svg)
        .filter(({ attributes }) => [blue, vermilion].includes(attributes.fill ?? ""))
        .map(({ attributes }) => `${attributes.fill} ${attributes.d!.replace(/[\d.,-]+/g, "")}`),
    );
    // Circles are arcs, squares are lines.
    expect([...shapes].sort()).toEqual([`${blue} MAA`, `${vermilion} MhvhZ`].sort());
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["left", "right", "P(right)"]));
  });

  test("of several classes the one with the highest score has the region, and a line ends it", () => {
    // Nearest of three centres on a line: the borders are half way between them.
    const centres = tensor([[-1], [0], [1]]);
    const nearest = (inputs: Tensor): Tensor =>
      inputs
        .matmul(tensor([[1], [0]]))
        .sub(centres.transpose())
        .square()
        .neg();
    const { svg } = decisionRegions(nearest, { x: range, y: range, resolution: 40 });
    const x = scaleBy(svg, "x", [-2, 2]);
    const borders = linesOf(svg, black).map((line) => line[0]![0]);
    for (const at of borders) expect(Math.min(Math.abs(at - x(-0.5)), Math.abs(at - x(0.5)))).toBeLessThan(1);
    const row = shadingOf(svg).pixels.slice(0, 40);
    // 15 cells of a tenth up to −½, then 10, then 15.
    expect(row).toEqual([...Array(15).fill(row[0]), ...Array(10).fill(row[20]), ...Array(15).fill(row[39])]);
    expect(new Set([row[0], row[20], row[39]]).size).toBe(3);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["0", "1", "2"]));
  });

  test("predictions that are not finite are gaps, and said", () => {
    const { svg } = decisionRegions(
      (inputs) =>
        inputs
          .matmul(tensor([[1], [0]]))
          .log()
          .mul(0),
      { x: range, y: range, resolution: 40 },
    );
    const { pixels } = shadingOf(svg);
    expect(pixels.slice(0, 40).map((colour) => colour === "clear")).toEqual([
      ...Array(20).fill(true),
      ...Array(20).fill(false),
    ]);
    expect(textsOf(svg)).toContain("480 predictions that are not finite are left out");
  });

  test("units of both axes are equally long on request", () => {
    const square = { x: { range: [0, 4] }, y: { range: [0, 1] }, resolution: 10 } as const;
    const length = (svg: string, axis: "x" | "y"): number => {
      const scale = scaleBy(svg, axis, axis === "x" ? [0, 4] : [0, 1]);
      return Math.abs(scale(1) - scale(0));
    };
    const { svg } = decisionRegions(steep, { ...square, equal: true });
    expect(Math.abs(length(svg, "x") - length(svg, "y"))).toBeLessThan(0.03);
    const free = decisionRegions(steep, square).svg;
    expect(length(free, "y")).toBeGreaterThan(1.5 * length(free, "x"));
    const { image } = shadingOf(svg);
    expect(Math.abs(Number(image.attributes.width) - 4 * Number(image.attributes.height))).toBeLessThan(0.05);
  });

  test("without ranges the axes go a tenth beyond the points", () => {
    const { svg } = decisionRegions(steep, {
      points: [
        [0, 0],
        [10, 100],
      ],
    });
    const x = scaleBy(svg, "x", [0, 10]);
    const { image } = shadingOf(svg);
    expect(Math.abs(image.x - x(-1))).toBeLessThan(0.03);
    expect(Math.abs(image.x + Number(image.attributes.width) - x(11))).toBeLessThan(0.03);
  });

  const call = decisionRegions as (predict: unknown, options?: unknown) => unknown; // as JavaScript calls it
  const small = { x: range, y: range, resolution: 10 };
  const cases: readonly [() => unknown, string][] = [
    [() => call(3), "decisionRegions: predict must be a function, got 3."],
    [
      () => call(steep),
      "decisionRegions: x.range must be given where there are no points to take it from, got undefined. Write x: { range: [-1, 1] }.",
    ],
    [
      () => call((inputs: Tensor) => inputs.sum(), small),
      "decisionRegions: predict must give a tensor of shape [9], [9, 1] or [9, classes] for inputs [9, 2], got [].",
    ],
    [
      () => call((inputs: Tensor) => inputs.matmul(tensor([[0], [0]])).add(2), small),
      "decisionRegions: predict must give probabilities in 0 … 1 where it gives one number for each input, got 2. Apply sigmoid, or give a score for each class.",
    ],
    [() => call(steep, { ...small, labels: [1] }), "decisionRegions: points must be given with labels, got undefined."],
    [
      () => call(steep, { ...small, points: [[1, 2, 3]] }),
      "decisionRegions: points must have shape [n, 2], got [1, 3].",
    ],
    [
      () => call(steep, { ...small, points: [[1, 2]], labels: [2] }),
      "decisionRegions: labels[0] must be a whole number in 0 … 1, got 2.",
    ],
    [
      () => call(steep, { ...small, classes: ["a"] }),
      "decisionRegions: classes must be as long as the number of classes, 2, got 1.",
    ],
    [
      () => call(steep, { ...small, resolution: 5 }),
      "decisionRegions: resolution must be a whole number in 10 … 400, got 5.",
    ],
  ];
  for (const [attempt, message] of cases)
    test(message, () => {
      expect(attempt).toThrow(expect.objectContaining({ message }));
    });
});

describe("contour", () => {
  const range = { range: [-2, 2] } as const;
  const bowl = (point: Tensor): Tensor => point.square().sum();

  test("contours lie where the function has their values", () => {
    const { svg } = contour(bowl, { x: range, y: range, levels: [1, 2.25] });
    const x = scaleBy(svg, "x", [-2, 2]);
    const y = scaleBy(svg, "y", [-2, 2]);
    const lines = linesOf(svg, grey).filter((line) => line.length > 10);
    const radius = (line: readonly (readonly number[])[]): number[] =>
      line.map(([a, b]) => Math.hypot((a! - x(0)) / (x(1) - x(0)), (b! - y(0)) / (y(1) - y(0))));
    expect(lines.length).toBe(2);
    // Evaluations are 1/20 apart from left to right and 1/12 up: the chord of a circle of radius 1 over 1/12 lies 1/1152 within it.
    for (const [i, expected] of [1, 1.5].entries())
      for (const r of radius(lines[i]!)) expect(Math.abs(r - expected)).toBeLessThan(0.002);
  });

  test("logarithmic levels have equal ratios", () => {
    const { svg } = contour((point) => 10 ** point.data[0]!, { x: range, y: range, levels: 3, scale: "log" });
    const x = scaleBy(svg, "x", [-2, 2]);
    const at = linesOf(svg, grey)
      .filter((line) => line.length > 10)
      .map((line) => line[0]![0]);
    // log₁₀ f is x, from −1.975 in the first cell to 1.975 in the last one.
    expect(at.length).toBe(3);
    for (const [i, expected] of [-0.9875, 0, 0.9875].entries()) expect(Math.abs(at[i]! - x(expected))).toBeLessThan(1);
  });

  test("a path is a line through its steps, with its start and its end marked", () => {
    const steps = [
      [-1.5, 1],
      [0, 0.5],
      [1, -1],
    ];
    const { svg } = contour(bowl, {
      x: range,
      y: range,
      paths: {
        SGD: tensor(steps),
        Adam: [
          [1, 1],
          [0, 0],
        ],
      },
    });
    const x = scaleBy(svg, "x", [-2, 2]);
    const y = scaleBy(svg, "y", [-2, 2]);
    const [line] = linesOf(svg, blue);
    expect(line!.length).toBe(3);
    for (const [i, [a, b]] of line!.entries())
      expect(Math.hypot(a - x(steps[i]![0]!), b - y(steps[i]![1]!))).toBeLessThan(0.03);
    const ends = dotsOf(svg, blue, 60);
    expect(ends.length).toBe(2);
    expect(Math.hypot(ends[0]![0] - x(-1.5), ends[0]![1] - y(1))).toBeLessThan(0.03);
    expect(Math.hypot(ends[1]![0] - x(1), ends[1]![1] - y(-1))).toBeLessThan(0.03);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["SGD", "Adam", "start", "end"]));
    expect(readSvg(svg).find(({ tag }) => tag === "desc")!.text).toContain("SGD: 3 points from (−1.5, 1) to (1, −1).");
  });

  test("a path that leaves the axes is cut, and steps that are not finite are gaps; both are said", () => {
    const path = [
      [0, 0],
      [3, 0],
      [1, 1],
      [Number.NaN, 0],
      [0, 1],
      [0, -1],
    ];
    const { svg } = contour(bowl, { x: range, y: range, paths: { diverging: path } });
    const x = scaleBy(svg, "x", [-2, 2]);
    const pieces = linesOf(svg, blue);
    expect(pieces.map((piece) => piece.length)).toEqual([2, 2, 2]);
    expect(Math.abs(pieces[0]![1]![0] - x(2))).toBeLessThan(0.02);
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(["1 step that is not finite is left out", "1 step lies outside of the axes"]),
    );
  });

  test("values that are not finite are gaps, and said", () => {
    const { svg } = contour((point) => Math.sqrt(point.data[0]!), { x: range, y: range, resolution: 10 });
    const { pixels } = shadingOf(svg);
    expect(pixels.slice(0, 10).map((colour) => colour === "clear")).toEqual([
      ...Array(5).fill(true),
      ...Array(5).fill(false),
    ]);
    expect(textsOf(svg)).toContain("50 values that are not finite are left out");
  });

  const call = contour as (f: unknown, options?: unknown) => unknown; // as JavaScript calls it
  const small = { x: range, y: range, resolution: 10 };
  const cases: readonly [() => unknown, string][] = [
    [
      () => call((point: Tensor) => point, small),
      "contour: f must give a number or a tensor with one element for a point [2], got [2]. Call .sum() or .mean() at its end.",
    ],
    [
      () => call(() => "1", small),
      'contour: f must give a number or a tensor with one element for a point [2], got "1".',
    ],
    [
      () => call(() => -1, { ...small, scale: "log" }),
      'contour: f must not be below 0 for logarithmic levels, and somewhere above 0, got −1. Subtract its smallest value, or use scale: "linear".',
    ],
    [() => call(bowl, { ...small, levels: [] }), "contour: levels must hold at least one value, got none."],
    [() => call(bowl, { ...small, levels: 1 }), "contour: levels must be a whole number in 2 … 50, got 1."],
    [
      () => call(bowl, { ...small, levels: [0], scale: "log" }),
      "contour: levels[0] must be a finite number above 0, got 0.",
    ],
    [
      () => call(bowl, { ...small, paths: [[0, 0]] }),
      "contour: paths must be an object of paths by name, got an array of 1. Write { SGD: steps }.",
    ],
    [() => call(bowl, { ...small, paths: { SGD: [[1]] } }), 'contour: paths."SGD" must have shape [n, 2], got [1, 1].'],
  ];
  for (const [attempt, message] of cases)
    test(message, () => {
      expect(attempt).toThrow(expect.objectContaining({ message }));
    });
});

describe("functionPlot", () => {
  test("a function and its derivative have their values at every x", () => {
    const { svg } = functionPlot((x) => x.square(), { range: [-2, 2], samples: 17, dy: { range: [-10, 10] } });
    const x = scaleBy(svg, "x", [-2, 2]);
    const y = scaleBy(svg, "y", [0, 4]);
    const slope = scaleBy(svg, "y", [-10, 10]);
    const [f, derivative] = linesOf(svg, blue);
    for (let i = 0; i < 17; i++) {
      const at = -2 + i / 4;
      expect(Math.hypot(f![i]![0] - x(at), f![i]![1] - y(at * at))).toBeLessThan(0.03);
      expect(Math.hypot(derivative![i]![0] - x(at), derivative![i]![1] - slope(2 * at))).toBeLessThan(0.03);
    }
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["f(x)", "f′(x)", "x"]));
  });

  test("a kink of a function is a gap in its derivative", () => {
    const { svg } = functionPlot(relu, { range: [-1, 1], dy: { range: [-5, 5] } });
    const slope = scaleBy(svg, "y", [-4, 4]);
    const [f, below, above, ...others] = linesOf(svg, blue);
    expect(others).toEqual([]);
    expect(f!.length).toBe(401);
    // relu′ is 0 up to and at x = 0, and 1 from the next x on.
    expect([below!.length, above!.length]).toEqual([201, 200]);
    for (const [, y] of below!) expect(Math.abs(y - slope(0))).toBeLessThan(0.03);
    for (const [, y] of above!) expect(Math.abs(y - slope(1))).toBeLessThan(0.03);
    expect(textsOf(svg)).toContain("relu′(x)");
  });

  test("a pole is a gap, and does not flatten the rest", () => {
    const { svg } = functionPlot((x) => x.tan(), { range: [-2, 2], derivative: false });
    const x = scaleBy(svg, "x", [-2, 2]);
    const pieces = linesOf(svg, blue);
    expect(pieces.length).toBe(3);
    const ends = pieces.map((piece) => [piece[0]![0], piece.at(-1)![0]]);
    expect(ends[0]![1]).toBeLessThan(x(-Math.PI / 2));
    expect(ends[1]![0]).toBeGreaterThan(x(-Math.PI / 2));
    expect(ends[1]![1]).toBeLessThan(x(Math.PI / 2));
    expect(ends[2]![0]).toBeGreaterThan(x(Math.PI / 2));
    // Four fifths of the values of tan lie between ±3.1 there, and all of them between ±10⁸.
    expect(
      Math.max(
        ...textsOf(svg)
          .map((text) => Number(text))
          .filter(Number.isFinite),
      ),
    ).toBeLessThan(20);
  });

  test("values that are not finite are gaps, and said", () => {
    const { svg } = functionPlot((x) => x.sqrt(), { range: [-1, 1], samples: 21 });
    const x = scaleBy(svg, "x", [-1, 1]);
    const [f] = linesOf(svg, blue);
    expect(f!.length).toBe(11);
    expect(Math.abs(f![0]![0] - x(0))).toBeLessThan(0.02);
    // The derivative is infinite at 0 too.
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        "10 values that are not finite are left out",
        "11 derivatives that are not finite are left out",
      ]),
    );
  });

  test("several functions have a colour and a dash each, in both panels", () => {
    const { svg } = functionPlot({ sigmoid, tanh }, { range: [-4, 4] });
    const looks = readSvg(svg)
      .filter(({ tag, attributes }) => tag === "path" && attributes["stroke-width"] === "3")
      .map(({ attributes }) => `${attributes.stroke} ${attributes["stroke-dasharray"] ?? ""}`);
    expect(looks).toEqual([`${blue} `, `${vermilion} 12,5`, `${blue} `, `${vermilion} 12,5`]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["sigmoid", "tanh", "f(x)", "f′(x)"]));
  });

  test("on a logarithmic axis x is spaced so", () => {
    const { svg } = functionPlot((x) => x.log(), {
      range: [0.01, 100],
      x: { scale: "log" },
      samples: 17,
      derivative: false,
    });
    const [f] = linesOf(svg, blue);
    // log is a straight line there.
    const slope = (i: number, j: number): number => (f![j]![1] - f![i]![1]) / (f![j]![0] - f![i]![0]);
    expect(f!.length).toBe(17);
    for (let i = 1; i < 17; i++) expect(Math.abs(slope(0, i) - slope(0, 16))).toBeLessThan(0.001);
  });

  const call = functionPlot as (f: unknown, options?: unknown) => unknown; // as JavaScript calls it
  const range = [0, 1] as const;
  const cases: readonly [() => unknown, string][] = [
    [() => call(3, { range }), "functionPlot: f must be a function, or functions by name, got 3."],
    [() => call({}, { range }), "functionPlot: f must hold at least one function, got none."],
    [() => call({ a: 1 }, { range }), 'functionPlot: "a" must be a function, got 1.'],
    [() => call(tanh), "functionPlot: range must be two finite numbers, the smaller one first, got undefined."],
    [
      () => call((x: Tensor) => x.sum(), { range, samples: 16 }),
      "functionPlot: f must give a tensor of shape [16] for x [16], got [].",
    ],
    [
      () => call({ softmax: (x: Tensor) => x.mul(0).softmax() }, { range, samples: 16 }),
      'functionPlot: "softmax" must work element by element, got 0.0625 at x = 0.333 among others and 1 alone.',
    ],
    [
      () => call(tanh, { range, x: { scale: "log" } }),
      'functionPlot: range must be above 0 on a logarithmic axis, got [0, 1]. Begin above 0, or use scale: "linear".',
    ],
    [() => call(tanh, { range, samples: 3 }), "functionPlot: samples must be a whole number in 16 … 4096, got 3."],
    [() => call(tanh, { range, derivative: 1 }), "functionPlot: derivative must be true or false, got 1."],
  ];
  for (const [attempt, message] of cases)
    test(message, () => {
      expect(attempt).toThrow(expect.objectContaining({ message }));
    });
});
