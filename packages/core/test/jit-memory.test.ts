import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { jit, type Parameter, parameter, type Tensor, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { wasmHeap } from "../src/kernels/wasm/heap.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function used(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Gives finalizers a turn. */
async function collected(): Promise<void> {
  for (let i = 0; i < 2; i++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A training step on a Parameter of its own. */
function trained(size: number): { readonly w: Parameter; readonly step: (x: Tensor) => Tensor } {
  const w = parameter(new Float32Array(size).fill(0.5));
  const step = jit((x: Tensor) => {
    w.grad = null;
    const loss = w.mul(x).tanh().square().mean();
    loss.backward();
    w.assign(w.sub(w.grad!.mul(0.1)));
    return loss;
  });
  return { w, step };
}

describe("memory of compiled functions", () => {
  test("of 10,000 calls there are 2,000 that keep nothing, and all leave the heap of emitted code as it was", {
    timeout: 60_000,
  }, () => {
    const { step } = trained(100);
    const x = tensor(new Float32Array(100).fill(1));
    for (let i = 0; i < 600; i++) step(x);
    const bytes = wasmHeap()?.views.bool.length;
    // The engine itself takes memory now and then, for code it compiles anew. What a call keeps is kept in every one of these.
    const growths: number[] = [];
    for (let window = 0; window < 5; window++) {
      const before = used();
      for (let i = 0; i < 2000; i++) step(x);
      growths.push((used() - before) / 2000);
    }
    expect(Math.min(...growths)).toBeLessThan(8);
    expect(wasmHeap()?.views.bool.length).toBe(bytes);
  });

  test("functions that are collected give their part of the heap back", { timeout: 60_000 }, async () => {
    const size = 1_000_000;
    const x = tensor(new Float32Array(size).fill(1));
    const run = (): void => {
      const { step } = trained(size);
      for (let i = 0; i < 4; i++) step(x);
    };
    for (let i = 0; i < 5; i++) {
      run();
      await collected();
    }
    const before = wasmHeap()?.views.bool.length;
    for (let i = 0; i < 20; i++) {
      run();
      await collected();
    }
    // A program of these takes several times 4 MB. When it is collected is the engine's choice, so a few may be there at a time.
    expect((wasmHeap()?.views.bool.length ?? 0) - (before ?? 0)).toBeLessThan(5 * 4 * size);
  });

  test("a gradient that nobody has looked at outlives the function that computed it", { timeout: 60_000 }, async () => {
    const x = tensor(new Float32Array(1000).fill(1));
    const run = (): Tensor => {
      const { w, step } = trained(1000);
      for (let i = 0; i < 4; i++) step(x);
      return w;
    };
    const eager = run().grad!.toArray();
    const w = run();
    await collected();
    // What else is compiled would take a place that was given back.
    for (let i = 0; i < 5; i++) run();
    expect(w.grad!.toArray()).toEqual(eager);
  });
});
