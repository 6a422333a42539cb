import { tensor } from "@tapegrad/core";
import { metrics } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { confusionMatrixChart, heatmap } from "../../src/index.ts";
import { placeOf, readSvg, textsOf } from "./readSvg.ts";

/** Rectangles with an outline of that width: colour, left upper corner and size. */
function boxesIn(svg: string, strokeWidth: string) {
  return readSvg(svg).flatMap(({ tag, attributes, x, y }) => {
    const [, dx, dy, width, height] = /^M([\d.]+),([\d.]+)h([\d.]+)v([\d.]+)h/.exec(attributes.d ?? "") ?? [];
    if (tag !== "path" || attributes["stroke-width"] !== strokeWidth) return [];
    return {
      colour: attributes.fill,
      x: x + Number(dx),
      y: y + Number(dy),
      width: Number(width),
      height: Number(height),
    };
  });
}

const cellsIn = (svg: string) => boxesIn(svg, "2");

describe("heatmap", () => {
  const values = [
    [0, 0.5, 1],
    [0.25, Number.NaN, 0.75],
  ];
  const options = {
    rows: [1e-2, 1e-5],
    columns: ["16 units", 64, 128],
    rowTitle: "learning rate",
    columnTitle: "units",
  };

  test("each number stands in the middle of its cell, rows from the top and columns from the left", () => {
    const { svg } = heatmap(tensor(values), options);
    const cells = cellsIn(svg);
    expect(cells.length).toBe(6);
    for (const [k, text] of ["0.00", "0.50", "1.00", "0.25", "NaN", "0.75"].entries()) {
      const { x, y, width, height } = cells[k]!;
      const place = placeOf(svg, text);
      expect(Math.abs(place.x - (x + width / 2))).toBeLessThan(0.05);
      // Text stands on a line a third of its height below its middle.
      expect(Math.abs(place.y - 5 - (y + height / 2))).toBeLessThan(0.6);
      expect(Math.abs(placeOf(svg, ["16 units", "64", "128"][k % 3]!).x - (x + width / 2))).toBeLessThan(0.05);
      expect(Math.abs(placeOf(svg, ["0.01", "10⁻⁵"][Math.floor(k / 3)]!).y - 5 - (y + height / 2))).toBeLessThan(0.6);
    }
  });

  test("colours go from the smallest number to the largest, and what is not finite has none", () => {
    const { svg } = heatmap(values, options);
    const colours = cellsIn(svg).map(({ colour }) => colour);
    // The ends and the middle of viridis, as matplotlib has it.
    expect([colours[0], colours[1], colours[2], colours[4]]).toEqual(["#440154", "#21918c", "#fde725", undefined]);
    expect(textsOf(svg)).toContain("1 value that is not finite is left out");
  });

  test("diverging colours are white at 0", () => {
    const { svg } = heatmap([[-1, 0, 4]], { colours: "diverging" });
    const colours = cellsIn(svg).map(({ colour }) => colour);
    expect(colours.slice(1)).toEqual(["#f7f7f7", "#67001f"]);
  });

  test("numbers are black or white, whichever has the higher contrast", () => {
    const { svg } = heatmap([[0, 5, 10]]);
    const fill = (text: string) =>
      readSvg(svg).find(
        (element) => element.text === text && element.attributes["text-anchor"] === "middle" && element.y < 390,
      )!.attributes.fill;
    // viridis has #21918c in its middle, of luminance 0.23: a contrast of 5.6 with black, and of 3.8 with white.
    expect([fill("0"), fill("5"), fill("10")]).toEqual(["#ffffff", "#000000", "#000000"]);
  });

  test("the best cell is framed, and a note says so", () => {
    const { svg } = heatmap(values, { best: "max" });
    const [frame] = boxesIn(svg, "5");
    const best = cellsIn(svg)[2]!;
    expect([frame!.x, frame!.y]).toEqual([best.x, best.y]);
    expect(textsOf(svg)).toContain("framed: the highest");
    expect(textsOf(heatmap(values, { best: "min" }).svg)).toContain("framed: the lowest");
  });

  test("numbers that do not fit into their cells are left out", () => {
    const wide = [Array.from({ length: 60 }, (_, j) => j / 7)];
    expect(textsOf(heatmap(wide).svg)).not.toContain("0.143");
  });

  test("a description says where the lowest and the highest are", () => {
    expect(readSvg(heatmap(values, options).svg).find(({ tag }) => tag === "desc")!.text).toBe(
      "2 rows (learning rate) and 3 columns (units). Lowest 0 at 0.01, 16 units, highest 1 at 0.01, 128. 1 value that is not finite is left out.",
    );
  });

  const call = heatmap as (values: unknown, options?: unknown) => unknown; // as JavaScript calls it
  const cases: readonly [() => unknown, string][] = [
    [() => call(3), "heatmap: values must be a tensor or an array of rows of numbers, got 3."],
    [() => call([]), "heatmap: values must have at least one row, got none."],
    [() => call([[]]), "heatmap: values[0] must hold at least one number, got none."],
    [() => call([[1], [1, 2]]), "heatmap: values[1] must be as long as the first row, 1, got 2."],
    [() => call(tensor([1, 2])), "heatmap: values must have shape [rows, columns], none of them 0, got [2]."],
    [() => call([[1]], { rows: ["a", "b"] }), "heatmap: rows must be as long as the rows of values, 1, got 2."],
    [() => call([[1]], { rows: "a" }), 'heatmap: rows must be a list of texts or numbers, got "a".'],
    [() => call([[1]], { columns: [{}] }), "heatmap: columns[0] must be a text or a number, got an object."],
    [() => call([[1]], { digits: 0 }), "heatmap: digits must be a whole number in 1 … 10, got 0."],
    [() => call([[1]], { best: "most" }), 'heatmap: best must be one of "max", "min", got "most".'],
    [
      () => call([[1]], { range: [1, 1] }),
      "heatmap: range must be two finite numbers, the smaller one first, got [1, 1].",
    ],
  ];
  for (const [attempt, message] of cases)
    test(message, () => {
      expect(attempt).toThrow(expect.objectContaining({ message }));
    });
});

describe("confusionMatrixChart", () => {
  test("a cell has the count and its share of the row, which is its colour", () => {
    // Of three cats two are called cats; of one dog, one is.
    const matrix = metrics.confusionMatrix(tensor([0, 0, 1, 1]), tensor([0, 0, 0, 1]));
    const { svg } = confusionMatrixChart(matrix, { classes: ["cat", "dog"] });
    const cells = cellsIn(svg);
    const within = (k: number): string[] => {
      const { x, y, width, height } = cells[k]!;
      const inside = readSvg(svg).filter(
        (element) =>
          element.tag === "text" && element.x > x && element.x < x + width && element.y > y && element.y < y + height,
      );
      return inside.map(({ text }) => text);
    };
    expect([0, 1, 2, 3].map(within)).toEqual([["2", "67 %"], ["1", "33 %"], ["0"], ["1", "100 %"]]);
    expect([cells[2]!.colour, cells[3]!.colour]).toEqual(["#440154", "#fde725"]);
    expect(placeOf(svg, "true class").y).toBeLessThan(cells[0]!.y);
    expect(placeOf(svg, "predicted class").y).toBeGreaterThan(cells[2]!.y + cells[2]!.height);
    expect(readSvg(svg).find(({ tag }) => tag === "desc")!.text).toBe(
      "2 classes, 3 of 4 examples right. cat: 2 of 3 right. dog: 1 of 1 right.",
    );
  });

  test("a share is not rounded to all or nothing, and a class without examples has none", () => {
    const texts = textsOf(
      confusionMatrixChart([
        [999, 1],
        [0, 0],
      ]).svg,
    );
    expect(texts).toEqual(expect.arrayContaining(["999", "99.9 %", "0.1 %"]));
    expect(texts.filter((text) => text.endsWith(" %")).length).toBe(2);
  });

  const call = confusionMatrixChart as (matrix: unknown, options?: unknown) => unknown; // as JavaScript calls it
  const cases: readonly [() => unknown, string][] = [
    [() => call([[1, 2]]), "confusionMatrixChart: matrix must be square, got [1, 2]."],
    [
      () => call([[0.5]]),
      "confusionMatrixChart: matrix must hold counts, whole numbers from 0 on, got 0.5 at [0, 0]. For other numbers, call heatmap.",
    ],
    [
      () => call([[1]], { classes: ["a", "b"] }),
      "confusionMatrixChart: classes must be as long as the number of classes, 1, got 2.",
    ],
    [() => call([[1]], { classes: [1] }), "confusionMatrixChart: classes[0] must be a text, got 1."],
  ];
  for (const [attempt, message] of cases)
    test(message, () => {
      expect(attempt).toThrow(expect.objectContaining({ message }));
    });
});
