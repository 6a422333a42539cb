import { loadDigits } from "@tapegrad/data";
import { expect, test } from "vitest";

// Expected values are those of scikit-learn's load_digits, computed with NumPy.

test("the first and the last digit, pixel by pixel", () => {
  const { images, labels } = loadDigits();
  const pixels = (i: number): number[] => Array.from(images.data.subarray(64 * i, 64 * i + 64), (x) => x * 16);
  // biome-ignore format: eight rows of eight pixels, as the picture is
  expect(pixels(0)).toEqual([
    0, 0, 5, 13, 9, 1, 0, 0,
    0, 0, 13, 15, 10, 15, 5, 0,
    0, 3, 15, 2, 0, 11, 8, 0,
    0, 4, 12, 0, 0, 8, 8, 0,
    0, 5, 8, 0, 0, 9, 8, 0,
    0, 4, 11, 0, 1, 12, 7, 0,
    0, 2, 14, 5, 10, 12, 0, 0,
    0, 0, 6, 13, 10, 0, 0, 0,
  ]);
  // biome-ignore format: as above
  expect(pixels(1796)).toEqual([
    0, 0, 10, 14, 8, 1, 0, 0,
    0, 2, 16, 14, 6, 1, 0, 0,
    0, 0, 15, 15, 8, 15, 0, 0,
    0, 0, 5, 16, 16, 10, 0, 0,
    0, 0, 12, 15, 15, 12, 0, 0,
    0, 4, 16, 6, 4, 16, 6, 0,
    0, 8, 16, 10, 8, 16, 8, 0,
    0, 1, 8, 12, 14, 12, 1, 0,
  ]);
  expect([labels.data[0], labels.data[1796]]).toEqual([0, 8]);
});

test("how often each digit occurs", () => {
  const counts = new Array<number>(10).fill(0);
  for (const label of loadDigits().labels.data) counts[label]!++;
  expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
});

test("all 115,008 pixels and 1,797 labels are in their places: sums weighted by position", () => {
  const { images, labels } = loadDigits();
  let [sum, weighted, labelSum] = [0, 0, 0];
  images.data.forEach((x, k) => {
    sum += 16 * x;
    weighted += ((k % 9973) + 1) * 16 * x;
  });
  labels.data.forEach((label, i) => {
    labelSum += (i + 1) * label;
  });
  expect([sum, weighted, labelSum]).toEqual([561_718, 2_741_086_809, 7_272_861]);
});

test("values are in 0 … 1, in float32 and int32, and each call gives tensors of its own", () => {
  const { images, labels } = loadDigits();
  expect(images.data.reduce((a, b) => Math.min(a, b))).toBe(0);
  expect(images.data.reduce((a, b) => Math.max(a, b))).toBe(1);
  expect([images.shape, images.dtype, labels.shape, labels.dtype]).toEqual([[1797, 64], "float32", [1797], "int32"]);
  expect(loadDigits().images.data === images.data).toBe(false);
});
