import { add, type DType, matmul, mul, sub, sum, type Tensor, tanh, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const dtypes: readonly DType[] = ["bool", "int32", "float32", "float64"];
const one = (dtype: DType): Tensor => tensor([1], { dtype });

describe("promotion", () => {
  test("bool < int32 < float32 < float64: the table of an operation on two tensors", () => {
    const table = dtypes.map((a) => dtypes.map((b) => add(one(a), one(b)).dtype));
    expect(table).toEqual([
      ["bool", "int32", "float32", "float64"],
      ["int32", "int32", "float32", "float64"],
      ["float32", "float32", "float32", "float64"],
      ["float64", "float64", "float64", "float64"],
    ]);
    expect(dtypes.map((a) => dtypes.map((b) => matmul(one(a), one(b)).dtype))).toEqual(table);
  });

  test("what has fractions makes float32 of integers; what counts makes int32 of bools", () => {
    expect(dtypes.map((dtype) => tanh(one(dtype)).dtype)).toEqual(["float32", "float32", "float32", "float64"]);
    expect(dtypes.map((dtype) => sum(one(dtype)).dtype)).toEqual(["int32", "int32", "float32", "float64"]);
  });

  test("float64 is float64 all the way: no operand is rounded to float32", () => {
    const x = tensor([0.1, 0.2], { dtype: "float64" });
    expect(x.add(x).toArray()).toEqual([0.2, 0.4]);
    expect(x.mul(x).sum().item()).toBe(0.1 * 0.1 + 0.2 * 0.2);
    expect(x.mul(0.1).toArray()).toEqual([0.1 * 0.1, 0.2 * 0.1]);
    expect(tanh(x).data[0]).toBe(Math.tanh(0.1));
  });

  test("float32 with float64: the float32 operand is what it was rounded to", () => {
    expect(
      tensor([0.1])
        .add(tensor([0.1], { dtype: "float64" }))
        .toArray(),
    ).toEqual([0.10000000149011612 + 0.1]);
  });
});

describe("plain numbers", () => {
  test("take the dtype of the tensor beside them, on either side", () => {
    for (const dtype of dtypes) {
      expect(add(one(dtype), 1).dtype).toBe(dtype);
      expect(mul(1, one(dtype)).dtype).toBe(dtype);
    }
  });

  test("are float32 among themselves", () => {
    const three = add(1, 2);
    expect([three.dtype, three.shape, three.item()]).toEqual(["float32", [], 3]);
  });

  test("an int32 takes no fraction, a bool only 0 and 1: cast first", () => {
    const count = tensor([1, 2], { dtype: "int32" });
    expect(thrownBy(() => count.mul(0.5))).toBe(
      "DTypeError: mul: an int32 must be a whole number in -2147483648 … 2147483647, got 0.5. " +
        "Use dtype float32, or round first.",
    );
    expect(thrownBy(() => tensor([true]).add(2))).toBe(
      "DTypeError: add: a bool must be true, false, 0 or 1, got 2. Use dtype int32, or compare.",
    );
    expect(count.cast("float32").mul(0.5).toArray()).toEqual([0.5, 1]);
  });

  test("where the result is a float anyway the number need not be whole, and everything else is no operand", () => {
    expect(thrownBy(() => add(tensor([1]), [1] as never))).toBe(
      "TapegradError: add: b must be a tensor or a number, got [1]. Wrap it in tensor(…).",
    );
    expect(thrownBy(() => add("1" as never, 2))).toBe('TapegradError: add: a must be a tensor or a number, got "1".');
    expect(thrownBy(() => mul(tensor([1]), undefined as never))).toBe(
      "TapegradError: mul: b must be a tensor or a number, got undefined.",
    );
    expect(thrownBy(() => tanh(true as never))).toBe("TapegradError: tanh: x must be a tensor or a number, got true.");
  });
});

describe("int32", () => {
  const max = tensor([2 ** 31 - 1], { dtype: "int32" });
  const min = tensor([-(2 ** 31)], { dtype: "int32" });

  test("wraps modulo 2³², as in NumPy", () => {
    expect(max.add(1).toArray()).toEqual([-(2 ** 31)]);
    expect(min.sub(1).toArray()).toEqual([2 ** 31 - 1]);
    expect(sub(0, min).toArray()).toEqual([-(2 ** 31)]);
    expect(min.neg().toArray()).toEqual([-(2 ** 31)]);
    expect(max.mul(max).toArray()).toEqual([1]);
    expect(tensor([123456789], { dtype: "int32" }).mul(987654321).toArray()).toEqual([-67153019]);
    expect(
      tensor([2 ** 31 - 1, 2, 3], { dtype: "int32" })
        .sum()
        .item(),
    ).toBe(-2147483644);
  });

  test("a cast cuts fractions off and wraps; to bool everything but 0 is true", () => {
    expect(
      tensor([1.9, -1.9, 2 ** 31, Number.NaN])
        .cast("int32")
        .toArray(),
    ).toEqual([1, -1, -(2 ** 31), 0]);
    expect(tensor([0, 0.5, Number.NaN]).cast("bool").toArray()).toEqual([false, true, true]);
  });
});

describe("bool", () => {
  test("a sum of two is or, a product is and, and a difference is refused", () => {
    const [a, b] = [tensor([true, true, false, false]), tensor([true, false, true, false])];
    expect(a.add(b).toArray()).toEqual([true, true, true, false]);
    expect(a.mul(b).toArray()).toEqual([true, false, false, false]);
    expect(thrownBy(() => a.sub(b))).toBe(
      'DTypeError: sub: a and b must not both be bool. Cast one first: cast(a, "int32").',
    );
    expect(a.sub(tensor([1, 1, 1, 1], { dtype: "int32" })).toArray()).toEqual([0, 0, -1, -1]);
  });
});
