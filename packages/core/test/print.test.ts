import { inspect } from "node:util";
import { arange, parameter, record, tensor, zeros } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { printTensor } from "../src/tensor/print.ts";

const int32 = { dtype: "int32" } as const;

// Where no type or option is shown the layout is NumPy's, whose `array(` is one character shorter.
describe("toString", () => {
  test("columns line up, rows stand under each other", () => {
    expect(
      String(
        tensor(
          [
            [1, -20],
            [300, 4],
          ],
          int32,
        ),
      ),
    ).toBe(
      "tensor([[  1, -20],\n" + //
        "        [300,   4]], dtype=int32)",
    );
    expect(
      String(
        tensor([
          [1.5, 10.25],
          [3, -0.12345],
        ]),
      ),
    ).toBe(
      "tensor([[    1.5,   10.25],\n" + //
        "        [      3, -0.1235]])",
    );
  });

  test("matrices of a stack are set apart by an empty line", () => {
    expect(String(arange(12, int32).reshape([2, 2, 3]))).toBe(
      [
        "tensor([[[ 0,  1,  2],",
        "         [ 3,  4,  5]],",
        "",
        "        [[ 6,  7,  8],",
        "         [ 9, 10, 11]]], dtype=int32)",
      ].join("\n"),
    );
  });

  test("a scalar is its number, four decimals at most", () => {
    const shown = [3.23456789, -2, 0.00004, 1e-9, 123456.789, 1e20, 0.30000000000000004, -0].map((value) =>
      String(tensor(value, { dtype: "float64" })),
    );
    expect(shown).toEqual(
      ["3.2346", "-2", "4.0000e-5", "1.0000e-9", "123456.789", "100000000000000000000", "0.3", "0"].map(
        (text) => `tensor(${text}, dtype=float64)`,
      ),
    );
  });

  test("numbers too far apart for four decimals get exponents, all of them", () => {
    expect(String(tensor([1e-9, 2]))).toBe("tensor([1.0000e-9, 2.0000e+0])");
    expect(String(tensor([1e9, 2.5, 0]))).toBe("tensor([1.0000e+9, 2.5000e+0, 0.0000e+0])");
    expect(String(tensor([1e5, 0.001]))).toBe("tensor([1.0000e+5, 1.0000e-3])");
    expect(String(tensor([1000, 0.001]))).toBe("tensor([ 1000, 0.001])");
  });

  test("whole numbers stay whole up to 10²¹", () => {
    expect(String(tensor([2 ** 40, 1]))).toBe("tensor([1099511627776,             1])");
    expect(String(tensor([1e21, 1], { dtype: "float64" }))).toBe("tensor([1.0000e+21,  1.0000e+0], dtype=float64)");
  });

  test("NaN and infinities are nan and inf, and do not change how the rest is written", () => {
    expect(String(tensor([Number.NaN, Infinity, -Infinity, 1.5]))).toBe("tensor([ nan,  inf, -inf,  1.5])");
  });

  test("booleans are words", () => {
    expect(String(tensor([[true, false]]))).toBe("tensor([[ true, false]])");
    expect(String(tensor(true))).toBe("tensor(true)");
  });

  test("no elements: the shape says what there is not", () => {
    expect(String(tensor([]))).toBe("tensor([], shape=[0])");
    expect(String(zeros([2, 0, 3], int32))).toBe("tensor([], shape=[2, 0, 3], dtype=int32)");
  });

  test("up to 1,000 elements are all shown, of more three at either end of each axis", () => {
    expect(String(arange(1000)).split(",")).toHaveLength(1000);
    expect(String(arange(2000, int32))).toBe(
      "tensor([   0,    1,    2, ..., 1997, 1998, 1999], shape=[2000], dtype=int32)",
    );
    expect(String(arange(1001).reshape([7, 143]))).toBe(
      [
        "tensor([[   0,    1,    2, ...,  140,  141,  142],",
        "        [ 143,  144,  145, ...,  283,  284,  285],",
        "        [ 286,  287,  288, ...,  426,  427,  428],",
        "        ...,",
        "        [ 572,  573,  574, ...,  712,  713,  714],",
        "        [ 715,  716,  717, ...,  855,  856,  857],",
        "        [ 858,  859,  860, ...,  998,  999, 1000]], shape=[7, 143])",
      ].join("\n"),
    );
    const stack = String(arange(2400).reshape([2, 8, 150])).split("\n");
    expect(stack).toHaveLength(15);
    expect(stack[3]).toBe("         ...,");
    expect(stack[7]).toBe("");
    expect(stack[14]).toBe("         [2250, 2251, 2252, ..., 2397, 2398, 2399]]], shape=[2, 8, 150])");
  });

  test("many axes show less of each, the outer ones first: at most 2,000 elements", () => {
    const elements = (text: string): number => text.match(/-?\d+(?=[,\]])/g)!.length;
    for (const shape of [
      Array<number>(10).fill(7),
      Array<number>(20).fill(2),
      [2000, ...Array<number>(12).fill(3)].slice(0, 13),
    ]) {
      const x = zeros(shape, { dtype: "bool" });
      const text = String(x);
      expect(text).toContain(`shape=[${shape.join(", ")}]`);
      expect(text.match(/false/g)!.length).toBeLessThanOrEqual(2000);
      expect(text.match(/false/g)!.length).toBeGreaterThan(100);
    }
    // 6⁵ elements would be too many, 2 · 6⁴ too; the first two axes give way to their first and last entry.
    const five = String(arange(7 ** 5, int32).reshape([7, 7, 7, 7, 7]));
    expect(elements(five.slice(0, five.indexOf("shape=")))).toBe(2 * 2 * 6 * 6 * 6);
    expect(five).toContain("[    0,     1,     2, ...,     4,     5,     6]");
    expect(five).toContain("16804, 16805, 16806]");
  });

  test("takes as long as what is shown: of ten million elements 7 are read", () => {
    const reads: string[] = [];
    const data = new Proxy(new Float32Array(1e7), {
      get(target, key) {
        reads.push(String(key));
        return Reflect.get(target, key, target) as unknown;
      },
    });
    const x = { shape: [1e7], dtype: "float32", data, size: 1e7, requiresGrad: false, node: null } as const;
    expect(printTensor(x)).toBe("tensor([0, 0, 0, ..., 0, 0, 0], shape=[10000000])");
    expect(new Set(reads).size).toBe(6);
    // No list as long as an axis is made either.
    const lengths: number[] = [];
    const from = Array.from;
    Array.from = ((source: ArrayLike<unknown>, ...rest: [never]) => {
      lengths.push(source.length);
      return from(source, ...rest);
    }) as typeof Array.from;
    try {
      String(zeros([1e6]));
    } finally {
      Array.from = from;
    }
    expect(Math.max(...lengths)).toBeLessThan(10);
  });

  test("the name of the op can be given", () => {
    const x = {
      shape: [1],
      dtype: "float32",
      data: new Float32Array(1),
      size: 1,
      requiresGrad: true,
      node: null,
    } as const;
    expect(printTensor(x, "mul")).toBe("tensor([0], op=mul)");
    expect(printTensor(x)).toBe("tensor([0], requiresGrad)");
    expect(printTensor({ ...x, node: {} })).toBe("tensor([0], requiresGrad)");
    expect(printTensor({ ...x, requiresGrad: false }, "mul")).toBe("tensor([0])");
  });

  test("numbers that are not shown do not change how the others are written", () => {
    const values = new Float32Array(2000).fill(1);
    values[1000] = 1e-9;
    expect(String(tensor(values))).toBe("tensor([1, 1, 1, ..., 1, 1, 1], shape=[2000])");
  });

  test("what was computed names its op, a leaf with a gradient says so", () => {
    const w = parameter([1, 2]);
    expect(String(w)).toBe("tensor([1, 2], requiresGrad)");
    expect(String(w.mul(2))).toBe("tensor([2, 4], op=mul)");
    expect(String(record(() => tensor([1]).mul(2)).value)).toBe("tensor([2])");
  });

  test("consoles and notebooks show the same text", () => {
    const x = tensor([1, 2]);
    expect(inspect(x)).toBe("tensor([1, 2])");
    const display = Reflect.get(x, Symbol.for("Jupyter.display")) as () => unknown;
    expect(display.call(x)).toEqual({ "text/plain": "tensor([1, 2])" });
  });
});
