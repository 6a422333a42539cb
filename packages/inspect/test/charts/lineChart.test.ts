import { tensor } from "@tapegrad/core";
import { History } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { type LineChartOptions, lineChart } from "../../src/index.ts";
import { dotsOf, linesOf, placeOf, readSvg, scaleBy, textsOf } from "./readSvg.ts";

const blue = "#0072b2";
const vermilion = "#d55e00";
/** Positions are written to a hundredth of a pixel, and added up from two or three of those. */
const pixel = 0.02;

function expectClose(points: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  expect(points.length).toBe(expected.length);
  for (const [i, [x, y]] of points.entries()) {
    expect(Math.abs(x! - expected[i]![0]!), `x of point ${i}`).toBeLessThan(pixel);
    expect(Math.abs(y! - expected[i]![1]!), `y of point ${i}`).toBeLessThan(pixel);
  }
}

describe("where things are", () => {
  test("each value is drawn where the ticks of both axes say", () => {
    const values = [0, 10, 2.5, 7];
    const { svg } = lineChart({ a: { x: [0, 1, 2.25, 4], y: tensor(values) } });
    const x = scaleBy(svg, "x", [0, 4]);
    const y = scaleBy(svg, "y", [0, 10]);
    const expected = [0, 1, 2.25, 4].map((at, i) => [x(at), y(values[i]!)]);
    const [line, ...others] = linesOf(svg, blue);
    expect(others).toEqual([]);
    expectClose(line!, expected);
    // A point at each of so few values.
    expectClose(dotsOf(svg, blue, 0), expected);
  });

  test("values that differ by their rounding alone are a level line", () => {
    const { svg } = lineChart({ a: [1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON] });
    const y = scaleBy(svg, "y", [0.6, 1.4]);
    const [line] = linesOf(svg, blue);
    expect(line).toHaveLength(3);
    for (const [, at] of line!) expect(Math.abs(at! - y(1))).toBeLessThan(pixel);
  });

  test("the axis of x goes from the first value to the last", () => {
    const { svg } = lineChart({ a: { x: [1.3, 2, 9.7], y: [1, 2, 3] } });
    const axis = readSvg(svg).find(
      ({ tag, attributes }) => tag === "line" && attributes.y2 === "0" && Number(attributes.x2) > 100,
    )!;
    const [line] = linesOf(svg, blue);
    expect(Math.abs(line![0]![0] - axis.x)).toBeLessThan(pixel);
    expect(Math.abs(line![2]![0] - axis.x - Number(axis.attributes.x2))).toBeLessThan(pixel);
  });

  test("values of an array are counted from 1 on", () => {
    const { svg } = lineChart({ a: [3, 1, 2] });
    const x = scaleBy(svg, "x", [1, 3]);
    expectClose(
      linesOf(svg, blue)[0]!.map(([at]) => [at, 0]),
      [1, 2, 3].map((at) => [x(at), 0]),
    );
    expect(textsOf(svg)).toContain("step");
  });

  test("on logarithmic axes equal ratios have equal lengths", () => {
    const options = { x: { scale: "log" }, y: { scale: "log", title: "loss", unit: "nats" } } as const;
    const { svg } = lineChart({ a: { x: [1, 10, 1000], y: [100, 0.01, 1] } }, options);
    const x = scaleBy(svg, "x", [1, 1000], Math.log10);
    const y = scaleBy(svg, "y", [0.01, 100], Math.log10);
    expectClose(linesOf(svg, blue)[0]!, [
      [x(1), y(100)],
      [x(10), y(0.01)],
      [x(1000), y(1)],
    ]);
    expect(textsOf(svg)).toContain("loss (nats)");
  });

  test("what is beyond a given range is cut off at it", () => {
    const { svg } = lineChart({ a: [0, 4, 0] }, { y: { range: [0, 2] }, points: false });
    const x = scaleBy(svg, "x", [1, 3]);
    const y = scaleBy(svg, "y", [0, 2]);
    // The line is at 2 half way from 0 to 4.
    const pieces = linesOf(svg, blue);
    expect(pieces.length).toBe(2);
    expectClose(pieces.flat(), [
      [x(1), y(0)],
      [x(1.5), y(2)],
      [x(2.5), y(2)],
      [x(3), y(0)],
    ]);
  });

  test("panels have axes of their own, above each other over one axis of x", () => {
    const options: LineChartOptions = {
      panels: [
        { series: ["loss"], scale: "log", title: "loss" },
        { series: ["accuracy"], range: [0, 1], unit: "share" },
      ],
    };
    const { svg } = lineChart({ loss: [100, 1], accuracy: [0.25, 0.75] }, options);
    const loss = scaleBy(svg, "y", [1, 100], Math.log10);
    const accuracy = scaleBy(svg, "y", [0.2, 0.8]);
    const [first] = linesOf(svg, blue);
    const [second] = linesOf(svg, vermilion);
    expectClose(
      [...first!, ...second!].map(([, y]) => [0, y]),
      [loss(100), loss(1), accuracy(0.25), accuracy(0.75)].map((y) => [0, y]),
    );
    expect(first!.map(([x]) => x)).toEqual(second!.map(([x]) => x));
    expect(placeOf(svg, "accuracy (share)").y).toBeGreaterThan(Math.max(...first!.map(([, y]) => y)));
  });
});

describe("a History", () => {
  const history = new History();
  history.push(1, { loss: 2, accuracy: 0.5, valLoss: 2.5, valAccuracy: 0.25 });
  history.push(2, { loss: 1, accuracy: 0.75, valLoss: 2, valAccuracy: 0.5 });

  test("is drawn in a panel for each metric, with its validation in the same colour and dashed", () => {
    const { svg } = lineChart(history);
    for (const colour of [blue, vermilion]) {
      const lines = readSvg(svg).filter(({ tag, attributes }) => tag === "path" && attributes.stroke === colour);
      expect(lines.map(({ attributes }) => attributes["stroke-dasharray"] ?? "")).toEqual(["", "12,5"]);
    }
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["loss", "valLoss", "accuracy", "valAccuracy", "epoch"]));
    const panel = scaleBy(svg, "y", [0.2, 0.8]);
    const [accuracy] = linesOf(svg, vermilion);
    expect(Math.abs(accuracy![1]![1] - panel(0.75))).toBeLessThan(pixel);
  });

  test("that goes on after a pause keeps the numbers of its epochs", () => {
    const { svg } = lineChart({ epochs: [11, 12, 13], metrics: { loss: [3, 2, 1] } });
    const x = scaleBy(svg, "x", [11, 13]);
    expect(Math.abs(linesOf(svg, blue)[0]![1]![0] - x(12))).toBeLessThan(pixel);
  });
});

describe("what cannot be drawn", () => {
  test("is a gap, and said in the picture and in its description", () => {
    const { svg } = lineChart({ a: [1, 2, Number.NaN, 4, 5, Number.POSITIVE_INFINITY, 7, 8] }, { points: false });
    const x = scaleBy(svg, "x", [1, 8]);
    const pieces = linesOf(svg, blue).map((piece) => piece.map(([at]) => at));
    expect(pieces.map((piece) => piece.length)).toEqual([2, 2, 2]);
    expectClose(
      pieces.flat().map((at) => [at, 0]),
      [1, 2, 4, 5, 7, 8].map((at) => [x(at), 0]),
    );
    const note = "2 values that are not finite are left out";
    expect(textsOf(svg)).toContain(note);
    expect(readSvg(svg).find(({ tag }) => tag === "desc")!.text).toContain(note);
  });

  test("a value between two gaps is a dot", () => {
    const { svg } = lineChart({ a: [1, 2, Number.NaN, 4, Number.NaN, 1] }, { points: false });
    const x = scaleBy(svg, "x", [1, 6]);
    expectClose(
      dotsOf(svg, blue, 0).map(([at]) => [at, 0]),
      [
        [x(4), 0],
        [x(6), 0],
      ],
    );
  });

  test("on a logarithmic axis also what is not above 0", () => {
    const { svg } = lineChart({ a: [1, 0, 10, -1, 100, 10] }, { y: { scale: "log" }, points: false });
    expect(linesOf(svg, blue).map((piece) => piece.length)).toContain(2);
    expect(textsOf(svg)).toContain("2 values that are not above 0 are left out: the axis is logarithmic");
  });

  test("nothing finite at all leaves the axes, and the note", () => {
    const { svg } = lineChart({ a: [Number.NaN] });
    expect(linesOf(svg, blue)).toEqual([]);
    expect(textsOf(svg)).toContain("1 value that is not finite is left out");
  });
});

describe("words", () => {
  const nasty = '<img src=x onerror="alert(1)"> & \u0000\ud800 "quoted"';
  const shown = '<img src=x onerror="alert(1)"> & \ufffd\ufffd "quoted"';

  test("from the user stay text wherever they stand", () => {
    const { svg } = lineChart(
      { [nasty]: [1, 2], b: [2, 1] },
      { title: nasty, description: nasty, x: { title: nasty }, y: { title: nasty, unit: nasty } },
    );
    const texts = textsOf(svg);
    expect(texts.filter((text) => text === shown).length).toBe(3);
    expect(texts.some((text) => text.startsWith(shown) && text.includes("("))).toBe(true);
    expect(svg).not.toContain("<img");
    const head = readSvg(svg);
    expect(head.find(({ tag }) => tag === "title")!.text).toBe(shown);
    expect(head.find(({ tag }) => tag === "desc")!.text).toBe(shown);
    expect(head[0]!.attributes).toMatchObject({ role: "img", "aria-label": shown });
  });

  test("numbers in names and positions in names stay as they are", () => {
    const name = 'M1.23456 transform="translate(0.98765,1)"';
    expect(textsOf(lineChart({ [name]: [1], b: [1] }).svg)).toContain(name);
  });

  test("a description says what is drawn", () => {
    const { svg } = lineChart({ loss: [4, 1, 2] }, { x: { title: "epoch" } });
    expect(readSvg(svg).find(({ tag }) => tag === "desc")!.text).toBe(
      "Over epoch, from 1 to 3. loss (loss): 3 values, first 4, last 2, lowest 1, highest 4.",
    );
  });

  test("of a legend say which line is which, and one line alone needs none", () => {
    const { svg } = lineChart({ SGD: [1, 2], Adam: [2, 1] });
    const samples = readSvg(svg).filter(({ tag, attributes }) => tag === "line" && attributes["stroke-width"] === "3");
    expect(samples.map(({ attributes }) => attributes.stroke)).toEqual([blue, vermilion]);
    for (const [i, name] of ["SGD", "Adam"].entries()) {
      const { x, y } = placeOf(svg, name);
      expect(x).toBeGreaterThan(samples[i]!.x + Number(samples[i]!.attributes.x2));
      expect(Math.abs(y - samples[i]!.y)).toBeLessThan(6);
    }
    expect(textsOf(lineChart({ loss: [1, 2] }).svg).filter((text) => text === "loss").length).toBe(1);
  });

  test("of a long legend go on in the next row, within the picture", () => {
    const names = Array.from({ length: 12 }, (_, i) => `a line with the number ${i}`);
    const { svg, width } = lineChart(Object.fromEntries(names.map((name) => [name, [1, 2]])));
    const places = names.map((name) => placeOf(svg, name));
    // A letter is at least 0.4 of 15 pixels wide in the mean, so that 24 of them take 144.
    for (const { x } of places) expect(x + 144).toBeLessThan(width);
    const rows = new Set(places.map(({ y }) => y));
    expect(rows.size).toBeGreaterThan(2);
    expect(rows.size).toBeLessThan(7);
  });

  test("are at least 14 pixels high, and lines at least 3 wide", () => {
    const { svg } = lineChart({ a: [1, 2], b: [2, 1] }, { title: "T" });
    const sizes = readSvg(svg)
      .filter(({ tag }) => tag === "text")
      .map(({ attributes }) => Number.parseFloat(attributes["font-size"]!));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(14);
    const lines = readSvg(svg).filter(({ attributes }) => attributes.stroke === blue && attributes.fill === undefined);
    expect(Math.min(...lines.map(({ attributes }) => Number(attributes["stroke-width"])))).toBe(3);
  });
});

test("the same data give the same bytes, whatever was drawn before, and there are no identifiers", () => {
  const draw = (): string => lineChart({ a: [1, 5, 2], b: [2, 1, 3] }, { y: { range: [1, 2] }, title: "T" }).svg;
  const first = draw();
  lineChart({ c: [1] }, { theme: "dark" });
  expect(draw()).toBe(first);
  expect(first).not.toMatch(/\sid="|url\(/);
});

test("a dark picture is light on dark, and both have a background", () => {
  const background = (svg: string): string => readSvg(svg).find(({ tag }) => tag === "rect")!.attributes.fill!;
  expect(background(lineChart({ a: [1] }).svg)).toBe("#ffffff");
  expect(background(lineChart({ a: [1] }, { theme: "dark" }).svg)).toBe("#16191f");
});

test("no two of 35 lines have the same colour and dash", () => {
  const names = Array.from({ length: 35 }, (_, i) => `line ${i}`);
  const { svg } = lineChart(Object.fromEntries(names.map((name, i) => [name, [i, i + 1]])), { height: 900 });
  const looks = readSvg(svg)
    .filter(({ tag, attributes }) => tag === "line" && attributes["stroke-width"] === "3")
    .map(({ attributes }) => `${attributes.stroke} ${attributes["stroke-dasharray"]}`);
  expect(new Set(looks).size).toBe(35);
});

describe("what is refused", () => {
  // As a program in JavaScript calls it, unchecked by types.
  const call = lineChart as (series: unknown, options?: unknown) => unknown;
  const cases: readonly [() => unknown, string][] = [
    [() => call([1, 2]), "lineChart: series must be an object of lines by name, got [1, 2]. Write { loss: values }."],
    [() => call({}), "lineChart: series must hold at least one line, got none."],
    [() => call({ a: [] }), 'lineChart: "a" must hold at least one number, got none.'],
    [() => call({ a: 3 }), 'lineChart: "a" must be a tensor or an array of numbers, got 3.'],
    [() => call({ a: [1, "2"] }), 'lineChart: "a" must hold numbers, got "2" at position 1.'],
    [() => call({ a: tensor([[1, 2]]) }), 'lineChart: "a" must have shape [n], got [1, 2]. Call .flatten() first.'],
    [() => call({ a: { x: [1], y: [1, 2] } }), 'lineChart: "a".y must be as long as its x, 1, got 2.'],
    [() => call({ a: { x: [1], z: [1] } }), 'lineChart: "a": options must be among x, y, got z.'],
    [
      () => call({ epochs: [], metrics: {} }),
      "lineChart: the history must have at least one epoch, got none. Call fit first.",
    ],
    [
      () => call({ a: [1] }, { titel: "T" }),
      "lineChart: options must be among x, y, panels, points, title, description, width, height, theme, got titel. Did you mean title?",
    ],
    [
      () => call({ a: [1] }, { x: { titel: "T" } }),
      "lineChart: x: options must be among title, unit, scale, range, got titel. Did you mean title?",
    ],
    [() => call({ a: [1] }, { title: 3 }), "lineChart: title must be a text, got 3."],
    [
      () => call({ a: [1] }, { theme: "drak" }),
      'lineChart: theme must be one of "light", "dark", got "drak". Did you mean "dark"?',
    ],
    [() => call({ a: [1] }, { width: 10 }), "lineChart: width must be a number in 240 … 10000, got 10."],
    [() => call({ a: [1] }, { y: { scale: "ln" } }), 'lineChart: y.scale must be one of "linear", "log", got "ln".'],
    [
      () => call({ a: [1] }, { y: { range: [2, 1] } }),
      "lineChart: y.range must be two finite numbers, the smaller one first, got [2, 1]. Write [1, 2].",
    ],
    [
      () => call({ a: [1] }, { y: { range: [1] } }),
      "lineChart: y.range must be two finite numbers, the smaller one first, got [1].",
    ],
    [
      () => call({ a: [1] }, { y: { range: [0, 1], scale: "log" } }),
      'lineChart: y.range must be above 0 on a logarithmic axis, got [0, 1]. Begin above 0, or use scale: "linear".',
    ],
    [
      () => call({ a: [0, -1] }, { y: { scale: "log", title: "loss" } }),
      'lineChart: loss must have a value above 0 for a logarithmic axis, got none. Use scale: "linear".',
    ],
    [
      () => call({ a: [1] }, { y: {}, panels: [{ series: ["a"] }] }),
      "lineChart: y must be left out where there are panels, got an object. Give each panel its own title, unit, scale and range.",
    ],
    [() => call({ a: [1] }, { panels: [] }), "lineChart: panels must be a list of panels, got []."],
    [
      () => call({ a: [1] }, { panels: [{ series: ["b"] }] }),
      'lineChart: panels[0].series[0] must be among "a", got "b".',
    ],
    [
      () => call({ a: [1] }, { panels: [{}] }),
      'lineChart: panels[0].series must be a list of names among "a", got undefined.',
    ],
    [
      () => call({ a: [1], b: [1] }, { panels: [{ series: ["a"] }] }),
      'lineChart: "b" must be in exactly one panel, got 0.',
    ],
    [
      () => call({ a: [1], b: [2] }, { title: "T", height: 160 }),
      "lineChart: height must be at least 168 with this title, legend and notes, got 160. Make the picture higher or wider, or draw fewer things in it.",
    ],
  ];
  for (const [attempt, message] of cases)
    test(message, () => {
      expect(attempt).toThrow(expect.objectContaining({ message }));
    });
});
