import { full, mean, sum, type Tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";

describe("long sums", () => {
  // Added up in float32 one by one, 10⁷ times 0.1 gives 1,087,937: the sum stops seeing its terms.
  test("the sum and the mean of 10⁷ equal float32 values are right to 1e-6", { timeout: 60_000 }, () => {
    for (const value of [0.1, 1, 16777213]) {
      const x: Tensor = full([10_000_000], value);
      const stored = Math.fround(value);
      expect(Math.abs(sum(x).item() / (stored * 1e7) - 1)).toBeLessThan(1e-6);
      expect(Math.abs(mean(x).item() / stored - 1)).toBeLessThan(1e-6);
      expect(
        Math.abs(
          sum(x.reshape([10_000, 1000]), 0)
            .sum()
            .item() /
            (stored * 1e7) -
            1,
        ),
      ).toBeLessThan(1e-6);
    }
  });
});
