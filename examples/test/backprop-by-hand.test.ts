import { expect, test } from "vitest";
import { binaryByHand, largestDifference, naively, softmaxByHand } from "../src/backprop-by-hand/byHand.ts";
import { binaryByTape, softmaxByTape } from "../src/backprop-by-hand/byTape.ts";
import { picture } from "../src/backprop-by-hand/picture.ts";
import { problem } from "../src/backprop-by-hand/problems.ts";

test("the matrix formulas of the binary case give what the tape gives, to 1e-12", () => {
  for (let seed = 0; seed < 10; seed++) {
    const { x, targets, layers } = problem(seed, 8, [2, 4, 1], 2);
    const [hand, tape] = [binaryByHand(x, targets, layers), binaryByTape(x, targets, layers)];
    expect(Math.abs(hand.loss - tape.loss)).toBeLessThan(1e-12);
    expect(largestDifference(hand.gradients, tape.gradients)).toBeLessThan(1e-12);
  }
});

test("so do those of three layers with a softmax", () => {
  for (let seed = 0; seed < 10; seed++) {
    const { x, targets, layers } = problem(seed, 16, [6, 8, 5, 4], 4);
    const [hand, tape] = [softmaxByHand(x, targets, layers), softmaxByTape(x, targets, layers)];
    expect(Math.abs(hand.loss - tape.loss)).toBeLessThan(1e-12);
    expect(largestDifference(hand.gradients, tape.gradients)).toBeLessThan(1e-12);
  }
});

test("the naive way takes two evaluations for each of the 125 weights, and agrees to what differences can", () => {
  const { x, targets, layers } = problem(2, 16, [6, 8, 5, 4], 4);
  let evaluations = 0;
  const naive = naively((moved) => {
    evaluations++;
    return softmaxByHand(x, targets, moved).loss;
  }, layers);
  expect(evaluations).toBe(2 * (6 * 8 + 8 + 8 * 5 + 5 + 5 * 4 + 4));
  expect(largestDifference(naive, softmaxByHand(x, targets, layers).gradients)).toBeLessThan(1e-8);
});

test("its picture is what the program draws", async () => {
  await expect(picture().svg).toMatchFileSnapshot("../src/backprop-by-hand/picture.svg");
});
