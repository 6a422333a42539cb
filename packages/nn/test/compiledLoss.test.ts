import { jit, type Tensor, tensor } from "@tapegrad/core";
import { expect, test } from "vitest";
import { wasmHeap } from "../../core/src/kernels/wasm/heap.ts";
import { losses } from "../src/index.ts";

test("a compiled loss writes into its own buffers only", () => {
  const loss = jit((logits: Tensor, labels: Tensor) =>
    losses.sparseCategoricalCrossEntropy(logits, labels, { fromLogits: true }),
  );
  const logits: Tensor = tensor(Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i))).reshape([1000, 4]);
  const labels: Tensor = tensor(Int32Array.from({ length: 1000 }, (_, i) => i % 4));
  const first = () => [...(wasmHeap()?.views.bool.subarray(0, 1024) ?? [])]; // they are nobody's
  const before = first();
  for (let call = 0; call < 4; call++) loss(logits, labels);
  expect(first()).toEqual(before);
});
