import { expect, test } from "vitest";
import { compare } from "../src/a-derivative-twice/compare.ts";
import { picture } from "../src/a-derivative-twice/picture.ts";

test("the tape has both derivatives to 1e-12, differences to 1e-9 and 1e-6", () => {
  for (const x of [-2, -1.5, -0.5, 0, 0.3, 1, 2]) {
    const { first, second } = compare(x);
    // By hand: f′ = sin x² + 2 x² cos x², f″ = 6 x cos x² − 4 x³ sin x².
    const f1 = Math.sin(x ** 2) + 2 * x ** 2 * Math.cos(x ** 2);
    const f2 = 6 * x * Math.cos(x ** 2) - 4 * x ** 3 * Math.sin(x ** 2);
    expect(Math.abs(first.tape - f1)).toBeLessThan(1e-12);
    expect(Math.abs(second.tape - f2)).toBeLessThan(1e-12);
    expect(Math.abs(first.difference - f1)).toBeLessThan(1e-9);
    expect(Math.abs(second.difference - f2)).toBeLessThan(1e-6);
  }
});

test("its picture is what the program draws", async () => {
  await expect(picture().svg).toMatchFileSnapshot("../src/a-derivative-twice/picture.svg");
});
