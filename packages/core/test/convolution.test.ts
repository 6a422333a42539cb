import {
  avgPool2d,
  conv1d,
  conv2d,
  convTranspose2d,
  grad,
  jit,
  maxPool2d,
  Rng,
  reshape,
  resize2d,
  type Tensor,
  tensor,
  vjp,
  zeros,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { withoutWasm } from "../src/kernels/wasm/heap.ts";

// What must hold of convolutions beyond the laws of every op: expected values come from matrices, and from other ways to compute the same.

const rng = new Rng(7);
const normal = (shape: readonly number[], dtype: "float32" | "float64" = "float64"): Tensor =>
  rng.normal([...shape], { dtype });

function largestOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function largestDifference(a: Tensor, b: Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return largestOf(Array.from(a.data as Float64Array, (value, i) => value - b.data[i]!));
}

/** Few terms of the order of 1, added in another order: 1e-12 leaves thousands of units in the last place. */
const rounding = 1e-12;

/** The matrix of a linear function of tensors: what it makes of each unit tensor is a column. */
function matrixOf(f: (x: Tensor) => Tensor, shape: readonly number[]): number[][] {
  const size = shape.reduce((product, n) => product * n, 1);
  return Array.from({ length: size }, (_, i) => {
    const unit = tensor(
      Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)),
      { dtype: "float64" },
    );
    return Array.from(f(reshape(unit, [...shape])).data);
  });
}

const settings = [
  { x: [1, 2, 5, 4], kernel: [4, 1, 3, 2], options: { stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 2 } },
  { x: [1, 3, 4, 4], kernel: [2, 3, 1, 1], options: {} },
  { x: [1, 1, 6, 5], kernel: [2, 1, 2, 3], options: { padding: 0, stride: 3 } },
  { x: [1, 2, 3, 3], kernel: [1, 2, 3, 3], options: { padding: 2 } },
] as const;

describe.each(settings)("conv2d of x $x and kernel $kernel, $options", ({ x, kernel, options }) => {
  const w = normal(kernel);
  const convolve = (t: Tensor): Tensor => conv2d(t, w, options as never);

  test("is the matrix whose rows are the kernels, moved and cut off at the edges", () => {
    const input = normal(x);
    const y = convolve(input);
    const [, channels, height, width] = x;
    const [outs, , kernelHeight, kernelWidth] = kernel;
    const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options as { [name: string]: number | number[] };
    const [s, p, d] = [stride, padding, dilation].map((given) => (Array.isArray(given) ? given : [given, given]));
    const [, , rows, columns] = y.shape as number[];
    const perGroup = channels / (groups as number);
    const expected: number[] = [];
    for (let o = 0; o < outs; o++)
      for (let i = 0; i < rows!; i++)
        for (let j = 0; j < columns!; j++) {
          const row = new Array<number>(channels * height * width).fill(0);
          const first = Math.floor(o / (outs / (groups as number))) * perGroup;
          for (let c = 0; c < perGroup; c++)
            for (let ky = 0; ky < kernelHeight; ky++)
              for (let kx = 0; kx < kernelWidth; kx++) {
                const [a, b] = [i * s![0]! + ky * d![0]! - p![0]!, j * s![1]! + kx * d![1]! - p![1]!];
                if (a < 0 || b < 0 || a >= height || b >= width) continue;
                row[((first + c) * height + a) * width + b] =
                  w.data[((o * perGroup + c) * kernelHeight + ky) * kernelWidth + kx]!;
              }
          expected.push(row.reduce((sum, value, k) => sum + value * input.data[k]!, 0));
        }
    expect(largestDifference(reshape(y, [expected.length]), tensor(expected, { dtype: "float64" }))).toBeLessThan(
      rounding,
    );
  });

  test("has convTranspose2d as its transpose", () => {
    const y = convolve(normal(x));
    const {
      stride = 1,
      padding = 0,
      dilation = 1,
      groups = 1,
    } = options as { stride?: 1; padding?: 0; dilation?: 1; groups?: 1 };
    const least = convTranspose2d(y, w, { stride, padding, dilation, groups });
    const outputPadding = [x[2] - least.shape[2]!, x[3] - least.shape[3]!] as const;
    const back = (t: Tensor): Tensor => convTranspose2d(t, w, { stride, padding, dilation, groups, outputPadding });
    const [A, B] = [matrixOf(convolve, x), matrixOf(back, y.shape)];
    expect(B).toEqual(A[0]!.map((_, i) => A.map((column) => column[i])));
  });

  test("gives an image of a batch the bits that it has alone, and its gradient", () => {
    const batch = normal([3, ...x.slice(1)]);
    const c = normal([3, ...convolve(batch).shape.slice(1)]);
    const [y, pullback] = vjp(convolve, batch);
    const gradient = pullback(c as never) as unknown as Tensor;
    for (let i = 0; i < 3; i++) {
      const part = (t: Tensor): Tensor => t.slice([[i, i + 1]]) as Tensor;
      const [one, pullOne] = vjp(convolve, part(batch));
      expect(part(y as Tensor).data).toEqual((one as Tensor).data);
      expect(part(gradient).data).toEqual((pullOne(part(c) as never) as unknown as Tensor).data);
    }
  });
});

test("an image moved by the stride gives a result moved by one", () => {
  const image = normal([1, 1, 6, 9]);
  const w = normal([2, 1, 2, 3]);
  const moved = image.slice([null, null, null, [2, null]]) as Tensor;
  const all = conv2d(image, w, { stride: [1, 2] });
  const part = conv2d(moved, w, { stride: [1, 2] });
  expect(largestDifference(all.slice([null, null, null, [1, null]]) as Tensor, part)).toBeLessThan(rounding);
});

test("conv2d is linear in images and in kernels", () => {
  const [x, u, w, v] = [normal([2, 2, 5, 5]), normal([2, 2, 5, 5]), normal([3, 2, 3, 3]), normal([3, 2, 3, 3])];
  expect(largestDifference(conv2d(x.mul(2).add(u), w), conv2d(x, w).mul(2).add(conv2d(u, w)))).toBeLessThan(rounding);
  expect(largestDifference(conv2d(x, w.mul(2).add(v)), conv2d(x, w).mul(2).add(conv2d(x, v)))).toBeLessThan(rounding);
});

test("a kernel of one 1 in the middle changes nothing where the padding is the same", () => {
  const x = normal([2, 1, 4, 5]);
  const kernel = tensor(
    [
      [
        [
          [0, 0, 0],
          [0, 1, 0],
          [0, 0, 0],
        ],
      ],
    ],
    { dtype: "float64" },
  );
  expect(conv2d(x, kernel, { padding: "same" }).toArray()).toEqual(x.toArray());
});

test("large float32 convolutions are as near to float64 as products of matrices", () => {
  const [x, w] = [normal([4, 8, 20, 40], "float32"), normal([16, 8, 3, 3], "float32")];
  const wide = (t: Tensor): Tensor => t.cast("float64") as Tensor;
  const loss = (x: Tensor, w: Tensor): Tensor => conv2d(x, w, { padding: 1 }).square().sum() as Tensor;
  const exact = conv2d(wide(x), wide(w), { padding: 1 });
  // Sums of 72 products of about 1.
  expect(largestDifference(wide(conv2d(x, w, { padding: 1 })), exact)).toBeLessThan(72 * 2 ** -24 * 8);
  const both = { argnums: [0, 1] } as const;
  const low = grad(loss, both)(x, w) as unknown as Tensor[];
  const high = grad(loss, both)(wide(x), wide(w)) as unknown as Tensor[];
  low.forEach((gradient, i) => {
    const scale = largestOf(Array.from(high[i]!.data));
    expect(largestDifference(wide(gradient), high[i]!) / scale).toBeLessThan(144 * 2 ** -24);
  });
});

describe.each([
  {
    x: [2, 4, 15, 20],
    kernel: [6, 2, 3, 3],
    options: { padding: [1, 2], groups: 2, stride: [1, 2], dilation: [2, 1] },
  },
  { x: [3, 1, 16, 16], kernel: [6, 1, 5, 5], options: {} },
  { x: [1, 1, 30, 40], kernel: [2, 1, 4, 1], options: { padding: "same" } },
  { x: [2, 6, 14, 14], kernel: [16, 6, 5, 5], options: { padding: 3, stride: 3 } },
] as const)("emitted code for x $x and kernel $kernel, $options", ({ x, kernel, options }) => {
  test.each(["float32", "float64"] as const)("of %s gives what JavaScript gives, and derivatives", (dtype) => {
    const [a, w] = [normal(x, dtype), normal(kernel, dtype)];
    const all = (): Tensor[] => {
      const [y, pullback] = vjp((a: Tensor, w: Tensor) => conv2d(a, w, options as never) as Tensor, a, w);
      return [y as Tensor, ...(pullback(y as never) as unknown as Tensor[])];
    };
    const [emitted, plain] = [all(), withoutWasm(all)];
    emitted.forEach((result, i) => {
      const scale = largestOf(Array.from(plain[i]!.data));
      // Sums of at most 300 terms in the dtype itself, beside sums in float64.
      expect(largestDifference(result, plain[i]!) / scale).toBeLessThan(
        300 * (dtype === "float32" ? 2 ** -24 : 2 ** -53),
      );
    });
  });
});

describe("a compiled program has the bits of the calls", () => {
  const programs: { readonly [name: string]: (x: Tensor, w: Tensor) => Tensor } = {
    conv2d: (x, w) => conv2d(x, w, { padding: 1, stride: 2 }).relu(),
    convTranspose2d: (x, w) => convTranspose2d(x, w.permute([1, 0, 2, 3] as never) as Tensor, { stride: 2 }).tanh(),
    conv1d: (x, w) => conv1d(x.reshape([2, 3, 64]) as Tensor, w.reshape([4, 3, 9]) as Tensor, { padding: "same" }),
    maxPool2d: (x, w) => maxPool2d(conv2d(x, w).relu(), 2),
    avgPool2d: (x, w) => avgPool2d(conv2d(x, w), 3, { padding: 1, ceilMode: true }),
    resize2d: (x, w) => resize2d(conv2d(x, w), [9, 4], { mode: "bilinear" }),
  };
  test.each(Object.keys(programs))("%s, and its gradients", (name) => {
    const f = programs[name]!;
    const [x, w] = [normal([2, 3, 8, 8], "float32"), normal([4, 3, 3, 3], "float32")];
    const gradients = grad((x: Tensor, w: Tensor) => f(x, w).square().sum(), { argnums: [0, 1] });
    const step = (x: Tensor, w: Tensor): Tensor[] => [f(x, w), ...(gradients(x, w) as unknown as Tensor[])];
    const compiled = jit(step);
    for (let call = 0; call < 3; call++)
      expect(compiled(x, w).map(({ data }) => data)).toEqual(step(x, w).map(({ data }) => data));
  });
});

test("an empty batch gives an empty batch", () => {
  expect(conv2d(zeros([0, 1, 3, 3]), zeros([2, 1, 2, 2]), zeros([2])).shape).toEqual([0, 2, 2, 2]);
  expect(convTranspose2d(zeros([0, 1, 3, 3]), zeros([1, 2, 2, 2])).shape).toEqual([0, 2, 4, 4]);
  expect(maxPool2d(zeros([0, 1, 4, 4]), 2).shape).toEqual([0, 1, 2, 2]);
  expect(avgPool2d(zeros([0, 1, 4, 4]), 2).shape).toEqual([0, 1, 2, 2]);
  expect(resize2d(zeros([0, 1, 4, 4]), 2).shape).toEqual([0, 1, 2, 2]);
  const kernel = grad((w: Tensor) => conv2d(zeros([0, 1, 3, 3]), w).sum())(zeros([2, 1, 2, 2]));
  expect(kernel.toArray()).toEqual(zeros([2, 1, 2, 2]).toArray());
});
