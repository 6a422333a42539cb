import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parameter, type Tensor, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";

// TAPEGRAD_HEAVY=1 runs the forward pass a million times; otherwise often enough to see a leak of a node a pass.
const heavy = process.env.TAPEGRAD_HEAVY === "1";
const passes = heavy ? 1_000_000 : 20_000;
const minutes = heavy ? 5 : 1;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapUsed(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Growth of the heap in bytes for each of many runs of `pass`, after some to warm up. */
function growth(pass: () => unknown): number {
  for (let i = 0; i < 1000; i++) pass();
  const before = heapUsed();
  for (let i = 0; i < passes; i++) pass();
  return (heapUsed() - before) / passes;
}

// A single node kept a pass would be more than 100 bytes; what the engine itself allocates meanwhile is a few hundred
// kilobytes at most, so below 25 bytes for each of 20,000 passes.
const nothing = 25;

describe("memory", () => {
  const w = parameter([
    [0.1, 0.2],
    [0.3, 0.4],
  ]);
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  const forward = (): Tensor => x.matmul(w).add(1).tanh().sum();

  test("a forward pass without a backward pass leaks nothing", { timeout: minutes * 60_000 }, () => {
    expect(growth(forward)).toBeLessThan(nothing);
    expect(forward().requiresGrad).toBe(true);
  });

  test("a training step leaks nothing", { timeout: minutes * 60_000 }, () => {
    const step = (): void => {
      w.grad = null;
      forward().backward();
      w.assign(w.mul(0.5));
    };
    expect(growth(step)).toBeLessThan(nothing);
  });

  test("integers computed from a graph do not keep it: 2,000 of them hold less than 2 MB, not 2,000 graphs", () => {
    const big = parameter(new Float32Array(1000));
    const kept: Tensor[] = [];
    const before = heapUsed();
    for (let i = 0; i < 2000; i++) kept.push(big.mul(2).sum().cast("int32"));
    expect(heapUsed() - before).toBeLessThan(2e6);
    expect(kept).toHaveLength(2000);
  });
});
