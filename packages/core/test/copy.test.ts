import { jit, permute, Rng, slice, type Tensor, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { copyStrided } from "../src/kernels/js/strided.ts";
import { i32 } from "../src/kernels/wasm/assembler.ts";
import { addStridedCopy, type StridedCopy } from "../src/kernels/wasm/copy.ts";
import { wasmHeap } from "../src/kernels/wasm/heap.ts";

const copies: readonly (readonly [name: string, from: number, copy: StridedCopy])[] = [
  ["one element", 5, { shape: [], strides: [], offset: 3 }],
  ["neighbours, no whole vector", 9, { shape: [7], strides: [1], offset: 2 }],
  ["rows out of longer ones", 40, { shape: [4, 5], strides: [10, 1], offset: 3 }],
  ["a transpose", 35, { shape: [7, 5], strides: [1, 7], offset: 0 }],
  ["backwards", 12, { shape: [12], strides: [-1], offset: 11 }],
  ["every second, of rows from the last", 30, { shape: [5, 3], strides: [-6, 2], offset: 24 }],
  ["repeated rows and columns", 6, { shape: [3, 2, 4], strides: [0, 3, 0], offset: 1 }],
  ["axes that are one", 24, { shape: [2, 3, 4, 1], strides: [12, 4, 1, 9], offset: 0 }],
  ["four axes in another order", 120, { shape: [4, 2, 5, 3], strides: [5, 60, 1, 20], offset: 0 }],
];

describe.skipIf(wasmHeap() === null)("a strided copy in emitted code is that of the plain loops", () => {
  test.each(copies)("%s", (_, from, copy) => {
    for (const dtype of ["float32", "float64", "int32"] as const) {
      const heap = wasmHeap()!;
      const [Kind, bytes] = { float32: [Float32Array, 4], float64: [Float64Array, 8], int32: [Int32Array, 4] }[
        dtype
      ] as [Float32ArrayConstructor, 4 | 8];
      const x = Kind.from({ length: from }, (_, i) => 1 + i);
      if (dtype !== "int32") x[0] = Number.NaN;
      const size = copy.shape.reduce((product, n) => product * n, 1);
      const expected = new Kind(size);
      copyStrided(expected, x, copy.shape, copy.strides, copy.offset);

      const assembler = heap.assembler();
      const [a, b] = [heap.allocate(from * bytes), heap.allocate(size * bytes)];
      const run = addStridedCopy(assembler, bytes, copy);
      assembler.func("run", [], () => run.call(i32.const(b), i32.const(a)));
      const view = heap.views[dtype] as Float32Array;
      view.set(x, a / bytes);
      (heap.instantiate(assembler) as { run: () => void }).run();
      expect(view.slice(b / bytes, b / bytes + size)).toEqual(expected);
      heap.release(a, from * bytes);
      heap.release(b, size * bytes);
    }
  });
});

test("within a compiled function transposes and slices are emitted, and give what they give otherwise", () => {
  const f = (x: Tensor): Tensor =>
    slice(permute(x, [2, 0, 1]) as Tensor, [[1, 4], null, [2, 0, -1]] as never).mul(2) as Tensor;
  const compiled = jit(f);
  const rng = new Rng(2);
  for (let call = 0; call < 4; call++) {
    const x = rng.normal([3, 5, 4]);
    expect(compiled(x).toArray()).toEqual(f(x).toArray());
  }
  const whole = jit((x: Tensor) => permute(x, [1, 0]));
  for (let call = 0; call < 3; call++)
    expect(
      whole(
        tensor(
          [
            [1, 2],
            [3, call],
          ],
          { dtype: "int32" },
        ),
      ).toArray(),
    ).toEqual([
      [1, 3],
      [2, call],
    ]);
  if (wasmHeap() !== null) expect(compiled.explain()).toContain("copy         60 float32: permute");
});
