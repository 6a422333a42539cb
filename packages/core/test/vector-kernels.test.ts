import { add, leakyRelu, mul, parameter, relu, sigmoid, Tensor, tanh, tensor, where } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { blockHeap } from "../src/kernels/wasm/blockHeap.ts";
import { withoutWasm } from "../src/kernels/wasm/heap.ts";
import { defineElementwise } from "../src/op/elementwise.ts";
import { defineUpdate } from "../src/op/update.ts";

// How kernels go through tensors: in blocks, along rows, with operands that are repeated.

/** Numbers without a pattern that blocks or rows could have too. */
function values(shape: readonly number[], salt = 0): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const data = Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898 + salt) * 4);
  return new Tensor([...shape], "float32", data);
}

function bools(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return new Tensor(
    [...shape],
    "bool",
    Uint8Array.from({ length: size }, (_, i) => Number(Math.sin(i * 78.233) > 0)),
  );
}

function sameBits(got: Tensor, wanted: Tensor): void {
  expect(got.shape).toEqual(wanted.shape);
  for (let i = 0; i < wanted.size; i++)
    if (!Object.is(got.data[i], wanted.data[i])) expect.fail(`element ${i} is ${got.data[i]}, not ${wanted.data[i]}`);
}

describe("an elementwise result has no element that depends on how many there are", () => {
  const x = values([20_000]);
  const whole = tanh(x);
  const sums = add(x, whole);

  test.each([1, 2, 3, 4, 5, 7, 31, 32, 33, 95, 96, 97, 1000, 8191, 8192, 8193, 16_384, 19_999])("%i", (n) => {
    const part = new Tensor([n], "float32", x.data.slice(0, n));
    sameBits(tanh(part), new Tensor([n], "float32", whole.data.slice(0, n)));
    sameBits(add(part, tanh(part)), new Tensor([n], "float32", sums.data.slice(0, n)));
  });

  test("nor on where it stands", () => {
    const columns = tanh(new Tensor([4, 5000], "float32", x.data));
    for (const start of [1, 2, 3, 5, 8190, 12_345]) {
      const [alone] = tanh(new Tensor([1], "float32", x.data.slice(start, start + 1))).data;
      expect(columns.data[start]).toBe(alone);
    }
  });
});

/** Shapes of two operands that are repeated in every manner, in blocks and beyond them. */
const shapes: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[200], []],
  [[], [200]],
  [[1], [9000]],
  [
    [40, 5],
    [40, 5],
  ],
  [[40, 5], [5]],
  [[5], [40, 5]],
  [
    [40, 1],
    [40, 5],
  ],
  [
    [40, 1],
    [1, 5],
  ],
  [[3, 9001], [9001]],
  [
    [3, 1],
    [3, 9001],
  ],
  [
    [9001, 1],
    [1, 3],
  ],
  [
    [2, 3, 40],
    [2, 1, 40],
  ],
  [
    [2, 3, 40],
    [2, 3, 1],
  ],
  [
    [2, 3, 40],
    [1, 3, 1],
  ],
  [
    [2, 1, 4, 1, 5],
    [3, 1, 6, 1],
  ],
  [
    [7, 1, 33],
    [1, 5, 1],
  ],
  [
    [2, 1, 9000],
    [3, 1],
  ],
];

describe("operands are repeated as without vectors", () => {
  test.each(shapes)("%j and %j", (a, b) => {
    const [x, y] = [values(a), values(b, 1)];
    sameBits(
      add(x, y),
      withoutWasm(() => add(x, y)),
    );
    const [p, q] = [x.cast("float64"), y.cast("float64")];
    sameBits(
      mul(p, q),
      withoutWasm(() => mul(p, q)),
    );
    const c = bools(a);
    const z = values([], 2);
    sameBits(
      where(c, y, z),
      withoutWasm(() => where(c, y, z)),
    );
    const d = bools(b);
    sameBits(
      where(d, x, y.neg()),
      withoutWasm(() => where(d, x, y.neg())),
    );
    sameBits(
      where(c, p, q),
      withoutWasm(() => where(c, p, q)),
    );
  });

  test("an op of a transcendental function gives an element the same bits however its operands are repeated", () => {
    const gated = defineElementwise({
      name: "gated",
      inputs: ["x", "y"],
      dtype: "float",
      value: (e, { x, y }) => e.mul(x, e.sigmoid(y)),
    });
    const [x, y] = [values([6, 50]), values([50], 1)];
    const repeated = new Tensor(
      [6, 50],
      "float32",
      Float32Array.from({ length: 300 }, (_, i) => y.data[i % 50]!),
    );
    sameBits(gated(x, y), gated(x, repeated));
    const row = (of: Tensor): Tensor => new Tensor([1, 50], "float32", of.data.slice(0, 50) as Float32Array);
    sameBits(gated(row(x), y), row(gated(x, y)));
  });

  test("nothing is computed of no elements", () => {
    expect(add(values([0, 3]), values([3])).shape).toEqual([0, 3]);
    expect(tanh(values([0])).size).toBe(0);
  });
});

describe("what kernels take and keep", () => {
  test("other dtypes than the kernel's are left to JavaScript", () => {
    const whole = tensor(
      Array.from({ length: 200 }, (_, i) => i * 100_003),
      { dtype: "int32" },
    ) as Tensor;
    sameBits(
      sigmoid(whole),
      withoutWasm(() => sigmoid(whole)),
    );
    const sum = (): Tensor => add(values([200]), whole) as Tensor;
    sameBits(sum(), withoutWasm(sum));
    const product = (): Tensor => mul(values([200]), values([200]).cast("float64")) as Tensor;
    sameBits(product(), withoutWasm(product));
  });

  test("an attribute may change from call to call", () => {
    const x = values([300]);
    for (const negativeSlope of [0.1, 0.2, 0, -1, 0.1]) {
      const run = (): Tensor => leakyRelu(x, { negativeSlope });
      sameBits(run(), withoutWasm(run));
    }
  });

  test("the memory of blocks does not grow with what is computed", () => {
    relu(values([100]));
    const heap = blockHeap()!;
    const before = heap.memory.buffer.byteLength;
    tanh(relu(values([1_000_000])));
    expect(heap.memory.buffer.byteLength).toBe(before);
  });
});

describe("updates overwrite what they compute", () => {
  // Each value is made of old ones, also where a new one has been computed before.
  const swapping = defineUpdate({
    name: "swapping",
    state: ["a", "b"],
    options: ["share"],
    update: (e, { theta, gradient, a, b, learningRate, step }, { share }) => ({
      a: e.add(b, e.mul(share, gradient)),
      b: e.add(a, e.mul(e.sub(1, e.pow(share, step)), e.square(gradient))),
      theta: e.sub(theta, e.mul(learningRate, e.div(a, e.add(e.sqrt(e.abs(b)), 0.1)))),
    }),
  })({ share: 0.3 });

  const rate = tensor(0.1, { dtype: "float64" }) as Tensor;
  const third = tensor(3, { dtype: "float64" }) as Tensor;

  function updated(dtype: "float32" | "float64", n: number): readonly Tensor[] {
    const [theta, a, b] = [0, 2, 3].map((salt) => parameter(values([n], salt).cast(dtype)));
    swapping.apply(theta!, values([n], 1).cast(dtype) as Tensor, [a!, b!], rate, third);
    return [theta!, a!, b!];
  }

  test.each([1, 50, 97, 10_000])("%i float32 numbers, each operation rounded to float32", (n) => {
    const [theta, a, b] = [0, 2, 3].map((salt) => values([n], salt).data);
    const g = values([n], 1).data;
    const r = Math.fround;
    const wanted = [new Float32Array(n), new Float32Array(n), new Float32Array(n)];
    for (let i = 0; i < n; i++) {
      const [p, q] = [a![i]!, b![i]!];
      wanted[1]![i] = r(q + r(r(0.3) * g[i]!));
      wanted[2]![i] = r(p + r(r(1 - 0.3 ** 3) * r(g[i]! * g[i]!)));
      wanted[0]![i] = r(theta![i]! - r(r(0.1) * r(p / r(r(Math.sqrt(Math.abs(q))) + r(0.1)))));
    }
    for (const run of [() => updated("float32", n), () => withoutWasm(() => updated("float32", n))])
      for (const [k, got] of run().entries()) sameBits(got, new Tensor([n], "float32", wanted[k]!));
  });

  test.each([1, 50, 97, 10_000])("%i float64 numbers, with the bits they have without vectors", (n) => {
    const wanted = withoutWasm(() => updated("float64", n));
    for (const [k, got] of updated("float64", n).entries()) sameBits(got, wanted[k]!);
  });

  test("of no elements there is nothing to overwrite", () => {
    expect(updated("float32", 0).map(({ size }) => size)).toEqual([0, 0, 0]);
  });
});
