import { tensor } from "@tapegrad/core";
import { loadDigits } from "@tapegrad/data";
import { describe, expect, test } from "vitest";
import { imageGrid, unitActivations, weightImages } from "../../src/index.ts";
import { readPng } from "./readPng.ts";
import { readSvg, textsOf } from "./readSvg.ts";

const imagesIn = (svg: string) => readSvg(svg).filter(({ tag }) => tag === "image");
/** The pictures but that of the colour bar, which is one pixel wide. */
const pngsIn = (svg: string) =>
  imagesIn(svg)
    .map(({ attributes }) => readPng(attributes["xlink:href"]!))
    .filter(({ width }) => width > 1);
const greyOf = (colour: string): number => Number.parseInt(colour.slice(1, 3), 16);

describe("imageGrid", () => {
  test("each pixel has its grey, black for the smallest number and white for the largest", () => {
    const [png] = pngsIn(imageGrid([[0, 5, 10, 2.5, 7.5, 10]], { size: [2, 3] }).svg);
    expect([png!.width, png!.height]).toEqual([3, 2]);
    const expected = [0, 0.5, 1, 0.25, 0.75, 1];
    // There are 255 greys.
    for (const [i, colour] of png!.pixels.entries())
      expect(Math.abs(greyOf(colour) / 255 - expected[i]!)).toBeLessThan(1 / 250);
  });

  test("the digits come out as they are in the data", () => {
    const { images, labels } = loadDigits();
    const first = images.slice([[0, 12]]);
    const { svg } = imageGrid(first, { labels: labels.slice([[0, 12]]), range: [0, 1] });
    const pngs = pngsIn(svg);
    expect(pngs.length).toBe(12);
    for (const [i, png] of pngs.entries())
      for (const [k, colour] of png.pixels.entries())
        expect(Math.abs(greyOf(colour) / 255 - first.data[i * 64 + k]!)).toBeLessThan(1 / 250);
    const digits = Array.from(labels.data.subarray(0, 12), String);
    expect(textsOf(svg)).toEqual(digits);
  });

  test("pixels have sharp edges, tiles do not overlap and none is cut off", () => {
    const { svg, width, height } = imageGrid(tensor(Array.from({ length: 23 }, () => [0, 1, 2, 3])));
    const boxes = imagesIn(svg).map(({ x, y, attributes }) => ({
      x,
      y,
      size: Number(attributes.width),
      style: attributes.style,
    }));
    expect(boxes.length).toBe(23);
    for (const [i, { x, y, size, style }] of boxes.entries()) {
      expect(style).toContain("pixelated");
      expect(x >= 0 && y >= 0 && x + size <= width && y + size <= height).toBe(true);
      for (const other of boxes.slice(i + 1))
        expect(other.x >= x + size || other.y >= y + size || other.x + size <= x).toBe(true);
    }
  });

  test("wrong ones have a thick frame and a cross, and say both classes", () => {
    const images = tensor([
      [0, 1, 1, 0],
      [1, 1, 0, 0],
    ]);
    const { svg } = imageGrid(images, { labels: [0, 1], predicted: tensor([[0], [0]]), classes: ["cat", "dog"] });
    expect(textsOf(svg)).toEqual(
      ["cat", "→ cat", "dog", "→ cat ✗", "true class → predicted class; ✗ and a thick frame: wrong"].sort(
        (a, b) => textsOf(svg).indexOf(a) - textsOf(svg).indexOf(b),
      ),
    );
    const frames = readSvg(svg).filter(({ tag, attributes }) => tag === "path" && attributes.stroke !== undefined);
    expect(frames.map(({ attributes }) => [attributes.stroke, attributes["stroke-width"]])).toEqual([
      ["#595959", "1"],
      ["#d55e00", "4"],
    ]);
    expect(readSvg(svg).find(({ tag }) => tag === "desc")!.text).toContain("1 of them predicted wrongly");
  });

  test("pixels that are not finite are transparent, and said", () => {
    const { svg } = imageGrid([[0, Number.NaN, Number.POSITIVE_INFINITY, 1]]);
    expect(pngsIn(svg)[0]!.pixels).toEqual(["#000000", "clear", "clear", "#ffffff"]);
    expect(textsOf(svg)).toEqual(["2 pixels that are not finite are left out"]);
  });

  test("images come as [n, h, w] and [n, 1, h, w] too", () => {
    const flat = imageGrid([[0, 1, 2, 3, 4, 5]], { size: [2, 3] }).svg;
    const rows = [
      [0, 1, 2],
      [3, 4, 5],
    ];
    expect(imageGrid(tensor([rows])).svg).toBe(flat);
    expect(imageGrid(tensor([[rows]])).svg).toBe(flat);
  });

  const call = imageGrid as (images: unknown, options?: unknown) => unknown; // as JavaScript calls it
  const cases: readonly [() => unknown, string][] = [
    [
      () => call([[1, 2, 3]]),
      "imageGrid: size must be given where 3 pixels make no square, got none. Write size: [height, width].",
    ],
    [
      () => call([[1, 2, 3]], { size: [2, 2] }),
      "imageGrid: images must have 4 pixels each, for images of 2 × 2, got 3.",
    ],
    [() => call([[1, 2, 3]], { size: 3 }), "imageGrid: size must be [height, width], got 3."],
    [
      () => call(tensor([1, 2])),
      "imageGrid: images must have shape [n, h, w], [n, 1, h, w] or [n, h · w], none of them 0, got [2].",
    ],
    [
      () => call(tensor([[[1]]]), { size: [2, 2] }),
      "imageGrid: size must be [1, 1], as images has it, or left out, got [2, 2].",
    ],
    [() => call([[1]], { labels: [1, 2] }), "imageGrid: labels must be as long as images, 1, got 2."],
    [() => call([[1]], { labels: [1.5] }), "imageGrid: labels[0] must be a whole number from 0 on, got 1.5."],
    [
      () => call([[1]], { labels: [2], classes: ["a", "b"] }),
      "imageGrid: labels[0] must be a whole number in 0 … 1, got 2.",
    ],
    [() => call([[1]], { classes: "ab" }), 'imageGrid: classes must be a list of names, got "ab".'],
    [
      () => call(Array.from({ length: 401 }, () => [1])),
      "imageGrid: images must be at most 400, got 401. Take some of them: images.slice([[0, 100]]).",
    ],
  ];
  for (const [attempt, message] of cases)
    test(message, () => {
      expect(attempt).toThrow(expect.objectContaining({ message }));
    });
});

describe("weightImages", () => {
  test("the weights of a unit are its column, white at 0, blue below and red above, as far on both sides", () => {
    // Two units on images of 1 × 3 pixels.
    const kernel = tensor([
      [2, 0],
      [0, -2],
      [-2, 1],
    ]);
    const { svg } = weightImages(kernel, { size: [1, 3] });
    const [first, second] = pngsIn(svg);
    // The ends and the middle of ColorBrewer's RdBu.
    const [blue, white, red] = ["#053061", "#f7f7f7", "#67001f"];
    expect(first!.pixels).toEqual([red, white, blue]);
    expect(second!.pixels.slice(0, 2)).toEqual([white, blue]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["unit 0", "unit 1", "weight", "−2", "2"]));
  });

  test("each may have its own colours", () => {
    const { svg } = weightImages([[4, 0.5]], { each: true, names: ["strong", "weak"] });
    expect(pngsOfOnePixel(svg)).toEqual(["#67001f", "#67001f"]);
    expect(textsOf(svg)).toContain("each image has its own scale: white is 0, the darkest its largest weight");
    expect(() => weightImages([[4, 0.5]], { names: ["a"] })).toThrow(
      expect.objectContaining({ message: "weightImages: names must be as long as the number of units, 2, got 1." }),
    );
  });

  function pngsOfOnePixel(svg: string): string[] {
    return imagesIn(svg).flatMap(({ attributes }) => readPng(attributes["xlink:href"]!).pixels);
  }
});

describe("unitActivations", () => {
  const axis = { range: [-1, 1] } as const;

  test("the first input grows to the right, the second upwards", () => {
    const { svg } = unitActivations((inputs) => inputs, { x: axis, y: axis, resolution: 8 });
    const [x, y] = pngsIn(svg);
    const rows = (pixels: readonly string[]): string[][] =>
      Array.from({ length: 8 }, (_, i) => pixels.slice(8 * i, 8 * i + 8));
    // Unit 0 is the first input: every row is the same, from blue to red. Unit 1 is the second: its columns are, from red to blue.
    for (const row of rows(x!.pixels)) expect(row).toEqual(x!.pixels.slice(0, 8));
    expect(x!.pixels[0]).toMatch(/^#[0-6].{3}[6-9a-f]./);
    expect(x!.pixels[7]).toMatch(/^#[6-9a-f]/);
    expect(rows(y!.pixels).map((row) => row[0])).toEqual(x!.pixels.slice(0, 8).reverse());
    expect(textsOf(svg)).toContain("x₁ from −1 to 1 (to the right), x₂ from −1 to 1 (upwards)");
  });

  test("activations from 0 on have a scale from 0 on", () => {
    const { svg } = unitActivations((inputs) => inputs.relu(), { x: axis, y: axis, resolution: 8 });
    // viridis begins with this violet.
    expect(pngsIn(svg)[0]!.pixels[0]).toBe("#440154");
  });

  test("what is not [n, units] is refused, and a range is needed", () => {
    expect(() => unitActivations((inputs) => inputs.sum(), { x: axis, y: axis, resolution: 8 })).toThrow(
      expect.objectContaining({
        message: "unitActivations: activations must give a tensor of shape [100, units] for inputs [100, 2], got [].",
      }),
    );
    expect(() => unitActivations((inputs) => inputs, { x: axis, y: {} })).toThrow(
      expect.objectContaining({
        message:
          "unitActivations: y.range must be given where there are no points to take it from, got undefined. Write y: { range: [-1, 1] }.",
      }),
    );
  });
});
