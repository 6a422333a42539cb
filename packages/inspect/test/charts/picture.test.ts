import { inspect } from "node:util";
import { expect, test } from "vitest";
import { lineChart, Picture } from "../../src/index.ts";

const picture = lineChart({ a: [1, 2] }, { width: 500, height: 300 });

test("a picture is its SVG document, of the size asked for", () => {
  expect([picture.width, picture.height]).toEqual([500, 300]);
  expect(String(picture)).toBe(picture.svg);
  expect(picture.svg).toMatch(/^<svg [^>]* width="500" height="300" viewBox="0 0 500 300">.*<\/svg>$/s);
});

test("notebooks show the picture, and consoles a line about it", () => {
  const shown = (picture as unknown as Record<symbol, () => unknown>)[Symbol.for("Jupyter.display")]!(); // looked up as notebooks do
  expect(shown).toEqual({ "image/svg+xml": picture.svg });
  expect(inspect(picture)).toBe("Picture 500 × 300 (SVG)");
  expect(Object.keys(picture)).toEqual(["svg", "width", "height"]);
});

test("what is no SVG document is refused", () => {
  const message = 'Picture: svg must be a text that begins with "<svg".';
  expect(() => new Picture("<img>", { width: 1, height: 1 })).toThrow(expect.objectContaining({ message }));
});
