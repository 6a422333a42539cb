import { matmul, Rng, type Tensor, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { gemm } from "../src/kernels/js/gemm.ts";
import { multiply, multiplyInHeap } from "../src/kernels/wasm/gemm/multiply.ts";
import { type Heap, spareBytes, wasmHeap, withoutWasm } from "../src/kernels/wasm/heap.ts";

type Floats = Float32Array | Float64Array;
type Dtype = "float32" | "float64";

const heap = wasmHeap()!; // every Node that is supported has vectors
const arrays = { float32: Float32Array, float64: Float64Array };
/** Half the distance from 1 to the next number. */
const unit = { float32: 2 ** -24, float64: 2 ** -53 };

/** Runs `fn` as on an engine without relaxed vectors. */
function withoutRelaxed<T>(fn: () => T): T {
  const mutable = heap as { -readonly [K in keyof Heap]: Heap[K] }; // what an engine can do does not change otherwise
  const before = heap.relaxed;
  mutable.relaxed = false;
  try {
    return fn();
  } finally {
    mutable.relaxed = before;
  }
}

/** Every way a product may be computed on this engine. */
const builds: readonly [name: string, as: <T>(fn: () => T) => T][] = [
  ["as the engine is", (fn) => fn()],
  ["without fused multiply-add", withoutRelaxed],
  ["without WebAssembly", withoutWasm],
];

const rng = new Rng(20);
function draw(dtype: Dtype, length: number): Floats {
  return new arrays[dtype](rng.normal([length]).data);
}

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The product in float64 and, for every element, the sum of its terms' magnitudes. */
function reference(a: Floats, b: Floats, { m, n, k, transposeA, transposeB }: Sizes): [Float64Array, Float64Array] {
  const [c, magnitude] = [new Float64Array(m * n), new Float64Array(m * n)];
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      for (let p = 0; p < k; p++) {
        const term = a[transposeA ? p * m + i : i * k + p]! * b[transposeB ? j * k + p : p * n + j]!;
        c[i * n + j]! += term;
        magnitude[i * n + j]! += Math.abs(term);
      }
  return [c, magnitude];
}

function product(dtype: Dtype, a: Floats, b: Floats, sizes: Sizes): Floats {
  const c = new arrays[dtype](sizes.m * sizes.n);
  multiply(c, 0, a, 0, b, 0, sizes);
  return c;
}

function bits(x: Floats): number[] {
  return [...new Int32Array(x.buffer, x.byteOffset, x.byteLength / 4)];
}

const transposes = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);
const shapes = [1, 7, 8, 9, 64, 512, 513, 1100].flatMap((k) =>
  [
    [1, 1],
    [5, 8],
    [1, 33],
    [33, 1],
    [4, 7],
    [13, 21],
    [101, 6],
    [6, 259],
  ].map(([m, n]) => ({ m: m!, n: n!, k })),
);

for (const dtype of ["float32", "float64"] as const) {
  for (const [name, as] of builds) {
    describe(`products of ${dtype}, ${name}`, { timeout: 60_000 }, () => {
      test("are within 2 k ε |A| |B| of the sum in float64, for every shape and transpose", () => {
        for (const shape of shapes)
          for (const transposed of transposes) {
            const sizes = { ...shape, ...transposed };
            const [a, b] = [draw(dtype, sizes.m * sizes.k), draw(dtype, sizes.k * sizes.n)];
            const c = as(() => product(dtype, a, b, sizes));
            const [wanted, magnitude] = reference(a, b, sizes);
            c.forEach((x, i) => {
              const allowed = 2 * sizes.k * unit[dtype] * magnitude[i]!;
              if (!(Math.abs(x - wanted[i]!) <= allowed))
                expect.fail(`${JSON.stringify(sizes)}, element ${i}: ${x}, not ${wanted[i]} ± ${allowed}`);
            });
          }
      });

      test("an element has the same bits whatever stands around it: computed alone, in a batch, transposed, at an offset", () => {
        for (const k of [1, 8, 9, 100, 700, 1100]) {
          const [m, n] = [37, 43];
          const plain = { m, n, k, transposeA: false, transposeB: false };
          const [a, b] = [draw(dtype, m * k), draw(dtype, k * n)];
          as(() => {
            const c = product(dtype, a, b, plain);
            const turned = (x: Floats, rows: number, columns: number): Floats =>
              x.map((_, i) => x[(i % rows) * columns + Math.floor(i / rows)]!);
            const [aT, bT] = [turned(a, m, k), turned(b, k, n)];
            for (const transposed of transposes) {
              const sizes = { ...plain, ...transposed };
              const again = product(dtype, transposed.transposeA ? aT : a, transposed.transposeB ? bT : b, sizes);
              expect(bits(again)).toEqual(bits(c));
            }
            for (const [i, j] of [
              [0, 0],
              [4, 42],
              [36, 7],
            ] as const) {
              const alone = new arrays[dtype](3);
              multiply(alone, 1, a, i * k, bT, j * k, { ...plain, m: 1, n: 1, transposeB: true });
              expect(bits(alone)).toEqual(bits(new arrays[dtype]([0, c[i * n + j]!, 0])));
            }
          });
        }
      });
    });
  }

  describe(`emitted products of ${dtype}`, { timeout: 60_000 }, () => {
    test("of up to 8 terms have the bits of the JavaScript kernel", () => {
      for (const k of [1, 2, 7, 8])
        for (const transposed of transposes) {
          const sizes = { m: 203, n: 41, k, ...transposed };
          const [a, b] = [draw(dtype, sizes.m * k), draw(dtype, k * sizes.n)];
          const wanted = new arrays[dtype](sizes.m * sizes.n);
          gemm(wanted, 0, a, 0, b, 0, sizes);
          expect(bits(product(dtype, a, b, sizes))).toEqual(bits(wanted));
        }
    });

    test("that are larger than what is copied into the heap at a time have the bits of their parts", () => {
      // Rows, columns and terms beyond the slabs of 2 ** 20 numbers and 4096 terms; whole rows are compared with themselves alone.
      for (const [m, n, k] of [
        [3, 5, 9000],
        [1300, 1100, 900],
        [70_000, 3, 20],
        [3, 70_000, 20],
        [300, 301, 5000],
      ] as const)
        for (const transposed of m * n * k > 2e8 ? transposes.slice(1, 3) : transposes) {
          const sizes = { m, n, k, ...transposed };
          const [a, b] = [draw(dtype, m * k), draw(dtype, k * n)];
          const c = product(dtype, a, b, sizes);
          for (const i of [0, Math.floor(m / 2), m - 1]) {
            const row = transposed.transposeA ? a.filter((_, at) => at % m === i) : a.slice(i * k, (i + 1) * k);
            const alone = product(dtype, row, b, { ...sizes, m: 1, transposeA: false });
            expect(bits(alone)).toEqual(bits(c.slice(i * n, (i + 1) * n)));
          }
          const [wanted, magnitude] = [Math.floor(m / 2), m - 1].reduce<[number[], number[]]>(
            ([sums, sizesOf], i) => {
              const j = n - 1;
              let [sum, size] = [0, 0];
              for (let p = 0; p < k; p++) {
                const term =
                  a[transposed.transposeA ? p * m + i : i * k + p]! * b[transposed.transposeB ? j * k + p : p * n + j]!;
                sum += term;
                size += Math.abs(term);
              }
              return [
                [...sums, c[i * n + j]! - sum],
                [...sizesOf, size],
              ];
            },
            [[], []],
          );
          wanted.forEach((error, at) => {
            expect(Math.abs(error)).toBeLessThanOrEqual(2 * k * unit[dtype] * magnitude[at]!);
          });
        }
    });

    test("in the heap have the bits of those on arrays, and leave what is beside C alone", () => {
      for (const sizes of [
        { m: 6, n: 9, k: 3, transposeA: false, transposeB: true },
        { m: 23, n: 17, k: 530, transposeA: true, transposeB: false },
        { m: 1, n: 1, k: 10, transposeA: false, transposeB: false },
        { m: 3, n: 2, k: 0, transposeA: false, transposeB: false },
        { m: 0, n: 2, k: 4, transposeA: false, transposeB: false },
      ]) {
        const { m, n, k } = sizes;
        const [a, b] = [draw(dtype, m * k), draw(dtype, k * n)];
        const bytes = a.BYTES_PER_ELEMENT;
        const lengths = [a.length, b.length, m * n + 2].map((length) => length * bytes);
        const [atA, atB, atC] = lengths.map((length) => heap.allocate(length)) as [number, number, number];
        heap.views[dtype].set(a, atA / bytes);
        heap.views[dtype].set(b, atB / bytes);
        const spare = m * n + 2 + spareBytes / bytes;
        heap.views[dtype].fill(-7, atC / bytes, atC / bytes + spare);
        multiplyInHeap({ dtype, ...sizes }, atA, atB, atC + bytes);
        const found = heap.views[dtype].slice(atC / bytes, atC / bytes + spare);
        const wanted = new arrays[dtype](spare).fill(-7);
        wanted.set(product(dtype, a, b, sizes), 1);
        expect(bits(found)).toEqual(bits(wanted));
        [atA, atB, atC].forEach((at, i) => {
          heap.release(at, lengths[i]!);
        });
      }
    });

    test("of infinities and NaN are what IEEE arithmetic says, and stay in their row and column", () => {
      for (const k of [3, 20]) {
        const [m, n] = [7, 10];
        const [a, b] = [draw(dtype, m * k), draw(dtype, k * n)];
        a[2 * k + 1] = Infinity; // row 2
        b[1 * n + 4] = 0; // column 4: ∞ · 0
        b[2 * n + 9] = NaN; // column 9
        const c = product(dtype, a, b, { m, n, k, transposeA: false, transposeB: false });
        c.forEach((x, at) => {
          const [i, j] = [Math.floor(at / n), at % n];
          const wanted = j === 9 || (i === 2 && j === 4) ? NaN : i === 2 ? Math.sign(b[n + j]!) * Infinity : "finite";
          expect(Number.isFinite(x) ? "finite" : x).toBe(wanted);
        });
      }
    });
  });
}

test("a product of different dtypes has the bits of one of operands cast before", () => {
  const labels = tensor([[3, -1, 2, 5, 0, 1, 4, 1, 1, 2]], { dtype: "int32" });
  const weights = new Rng(3).normal([10, 6]);
  expect(labels.matmul(weights).toArray()).toEqual(labels.cast("float32").matmul(weights).toArray());
  const wide = labels.cast("float64").matmul(weights) as Tensor;
  expect(wide.toArray()).toEqual(labels.cast("float64").matmul(weights.cast("float64")).toArray());
});

test("every matrix of a batch has the bits of its product alone", () => {
  const [a, b] = [rng.normal([3, 1, 19, 30]), rng.normal([2, 30, 11])];
  const c = matmul(a, b);
  expect(c.shape).toEqual([3, 2, 19, 11]);
  for (const i of [0, 1, 2])
    for (const j of [0, 1]) {
      const left = tensor(a.data.slice(i * 570, (i + 1) * 570)).reshape([19, 30]);
      const right = tensor(b.data.slice(j * 330, (j + 1) * 330)).reshape([30, 11]);
      const at = (i * 2 + j) * 209;
      expect(c.data.slice(at, at + 209)).toEqual(left.matmul(right).data);
    }
});
