import { runInNewContext } from "node:vm";
import {
  arange,
  type DType,
  eye,
  full,
  fullLike,
  linspace,
  logspace,
  ones,
  onesLike,
  parameter,
  type Tensor,
  tensor,
  zeros,
  zerosLike,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

describe("tensor", () => {
  test("nested arrays give their shape, row-major", () => {
    const x = tensor([
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [
        [7, 8, 9],
        [10, 11, 12],
      ],
    ]);
    expect([x.shape, x.ndim, x.size, x.dtype]).toEqual([[2, 2, 3], 3, 12, "float32"]);
    expect([...x.data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(x.data).toBeInstanceOf(Float32Array);
    expect(x.requiresGrad).toBe(false);
  });

  test("a number or a boolean is a scalar", () => {
    expect([tensor(2.5).shape, tensor(2.5).item(), tensor(2.5).toArray()]).toEqual([[], 2.5, 2.5]);
    expect([tensor(true).dtype, tensor(true).toArray(), tensor(true).item()]).toEqual(["bool", true, 1]);
  });

  test("toArray gives back what was put in, empty axes too", () => {
    for (const values of [
      [
        [1, 2],
        [3, 4],
      ],
      [],
      [[], []],
      [[[]]],
      7,
      [true, false],
    ])
      expect(tensor(values as never).toArray()).toEqual(values);
    expect(tensor([[], []]).shape).toEqual([2, 0]);
  });

  test("booleans are bool, numbers float32, unless a dtype is asked for", () => {
    expect(tensor([[true, false]]).dtype).toBe("bool");
    const made = (["float32", "float64", "int32", "bool"] as const).map((dtype) => tensor([1, 0], { dtype }));
    expect(made.map(({ dtype, data }) => [dtype, data.constructor])).toEqual([
      ["float32", Float32Array],
      ["float64", Float64Array],
      ["int32", Int32Array],
      ["bool", Uint8Array],
    ]);
    expect(tensor([true, false], { dtype: "float64" }).toArray()).toEqual([1, 0]);
    expect(tensor([true, false], { dtype: "int32" }).toArray()).toEqual([1, 0]);
    expect(made[3]?.toArray()).toEqual([true, false]);
  });

  test("a typed array keeps its values and is copied, each kind to the dtype that holds it", () => {
    const source = new Float64Array([0.1, -2]);
    const x = tensor(source);
    source[0] = 5;
    expect([x.dtype, x.toArray()]).toEqual(["float64", [0.1, -2]]);
    const dtypes = [new Float32Array(1), new Int32Array(1), new Uint8Array(1)].map((data) => tensor(data).dtype);
    expect(dtypes).toEqual(["float32", "int32", "float32"]);
    const others = [Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Uint32Array];
    expect(others.map((Kind) => tensor(new Kind(1) as never as Float32Array).dtype)).toEqual([
      "float32",
      "float32",
      "float32",
      "float32",
      "float64",
    ]);
    expect(tensor(new Uint32Array([2 ** 32 - 1]) as never).toArray()).toEqual([4294967295]);
    expect(tensor(new Uint16Array([65535]) as never).toArray()).toEqual([65535]);
    expect(tensor(new Uint8Array([1, 0]), { dtype: "bool" }).toArray()).toEqual([true, false]);
    expect(tensor(new Int16Array([-7]) as never, { dtype: "int32" }).toArray()).toEqual([-7]);
    expect(tensor(new Float32Array(0)).shape).toEqual([0]);
  });

  test("a typed array of another window is one too", () => {
    const x = tensor(runInNewContext("new Float64Array([0.1])") as Float64Array);
    expect([x.dtype, x.toArray()]).toEqual(["float64", [0.1]]);
    expect(tensor(runInNewContext("[[1, 2]]") as number[][]).toArray()).toEqual([[1, 2]]);
  });

  test("arrays that contain themselves, and arrays nested beyond 64 deep, are refused", () => {
    const first: unknown[] = [];
    first.push(first, 1);
    const later: unknown[] = [1];
    later.push(later);
    const around: unknown[] = [[[]]];
    ((around[0] as unknown[])[0] as unknown[]).push(around);
    const cyclic = "ShapeError: tensor: arrays must not contain themselves, got an array that is its own element at";
    expect(thrownBy(() => tensor(first as never))).toBe(`${cyclic} [0].`);
    expect(thrownBy(() => tensor(around as never))).toBe(`${cyclic} [0][0][0].`);
    expect(thrownBy(() => parameter(first as never))).toContain("ShapeError: parameter: arrays must not contain");
    expect(thrownBy(() => tensor(later as never))).toBe(
      "ShapeError: tensor: arrays must be nested equally deep, got an array at [1] and a number before it.",
    );
    const nested = (depth: number): unknown => Array.from({ length: depth }).reduce((inner) => [inner], 7);
    expect(tensor(nested(64) as never).ndim).toBe(64);
    expect(tensor(nested(64) as never).item()).toBe(7);
    for (const depth of [65, 20_000])
      expect(thrownBy(() => tensor(nested(depth) as never))).toBe(
        "ShapeError: tensor: arrays must be nested at most 64 deep, got deeper ones.",
      );
    expect(thrownBy(() => zeros(new Array<number>(65).fill(1)))).toBe(
      "ShapeError: zeros: shape must have at most 64 axes, got 65.",
    );
  });

  test("an array is copied: changing it later changes nothing", () => {
    const values = [1, 2];
    const x = tensor(values);
    values[0] = 9;
    expect(x.toArray()).toEqual([1, 2]);
  });

  test("float32 rounds to nearest, float64 keeps what it is given, neither minds NaN, ∞ or −0", () => {
    expect(tensor(0.1).item()).toBe(0.10000000149011612);
    expect(tensor(16777217).item()).toBe(16777216);
    expect(tensor(0.1, { dtype: "float64" }).item()).toBe(0.1);
    expect([...tensor([Number.NaN, -Infinity, -0]).data]).toEqual([Number.NaN, -Infinity, -0]);
  });

  test("requiresGrad and a name are kept", () => {
    const x = tensor([1], { requiresGrad: true, name: "input" });
    expect([x.requiresGrad, x.name, x.grad]).toEqual([true, "input", null]);
    expect(tensor([1]).name).toBeUndefined();
  });

  test("rows of different lengths are refused, with the place", () => {
    const rows = (values: unknown): string => thrownBy(() => tensor(values as never));
    expect(rows([[1, 2], [3]])).toBe(
      "ShapeError: tensor: rows must have equal lengths, got 1 at [1] and 2 at [0]. Pad the shorter ones.",
    );
    expect(
      rows([
        [[1], [2]],
        [[3], [4, 5]],
      ]),
    ).toBe("ShapeError: tensor: rows must have equal lengths, got 2 at [1][1] and 1 at [0][0]. Pad the shorter ones.");
    expect(rows([[], [1]])).toBe(
      "ShapeError: tensor: rows must have equal lengths, got 1 at [1] and 0 at [0]. Pad the shorter ones.",
    );
  });

  test("numbers and arrays on one level are refused, with the place", () => {
    expect(thrownBy(() => tensor([1, [2]] as never))).toBe(
      "ShapeError: tensor: arrays must be nested equally deep, got an array at [1] and a number before it.",
    );
    expect(thrownBy(() => tensor([[1], 2] as never))).toBe(
      "ShapeError: tensor: arrays must be nested equally deep, got 2 at [1] and an array before it.",
    );
  });

  test("numbers and booleans together are refused, with the place", () => {
    expect(
      thrownBy(() =>
        tensor([
          [1, 2],
          [3, true],
        ] as never),
      ),
    ).toBe(
      "DTypeError: tensor: values must be all numbers or all booleans, got true at [1][1] among numbers. Write 0 and 1.",
    );
    expect(thrownBy(() => tensor([false, 1] as never))).toBe(
      "DTypeError: tensor: values must be all numbers or all booleans, got 1 at [1] among booleans. Write 0 and 1.",
    );
  });

  test("anything else is refused, with the place", () => {
    const cases: [unknown, string][] = [
      ["abc", '"abc".'],
      [null, "null."],
      [undefined, "undefined."],
      [{}, "an object."],
      [[1, "2"], '"2" at [1].'],
      [
        [
          [1, 2],
          [3, 4],
          [5, "6"],
        ],
        '"6" at [2][1].',
      ],
      [[[1n]], "1n at [0][0]. Convert bigints with Number: beyond 2⁵³ they are rounded."],
      // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
      [[1, , 3], "undefined at [1]."],
      [tensor([1]), "a Tensor."],
      [new BigInt64Array(1), "a BigInt64Array. Convert bigints with Number: beyond 2⁵³ they are rounded."],
      [[new BigUint64Array(1)], "a BigUint64Array at [0]. Convert bigints with Number: beyond 2⁵³ they are rounded."],
      [new DataView(new ArrayBuffer(4)), "a DataView."],
    ];
    for (const [values, received] of cases)
      expect(thrownBy(() => tensor(values as never))).toBe(
        `TapegradError: tensor: values must be numbers or booleans, got ${received}`,
      );
  });

  test("values an int32 or a bool cannot hold are refused", () => {
    const int32 = (value: number): string => thrownBy(() => tensor([0, value], { dtype: "int32" }));
    const range = "DTypeError: tensor: an int32 must be a whole number in -2147483648 … 2147483647, got";
    expect(int32(1.5)).toBe(`${range} 1.5. Use dtype float32, or round first.`);
    expect(int32(Number.NaN)).toBe(`${range} NaN. Use dtype float32, or round first.`);
    expect(int32(2 ** 31)).toBe(`${range} 2147483648. Use dtype float64.`);
    expect(int32(-(2 ** 31) - 1)).toBe(`${range} -2147483649. Use dtype float64.`);
    expect(tensor([2 ** 31 - 1, -(2 ** 31)], { dtype: "int32" }).toArray()).toEqual([2147483647, -2147483648]);
    expect(thrownBy(() => tensor(new Float64Array([0.5]), { dtype: "int32" }))).toBe(
      `${range} 0.5. Use dtype float32, or round first.`,
    );
    expect(thrownBy(() => tensor([2], { dtype: "bool" }))).toBe(
      "DTypeError: tensor: a bool must be true, false, 0 or 1, got 2. Use dtype int32, or compare.",
    );
  });

  test("unknown dtypes are refused", () => {
    const text = (received: string) =>
      `DTypeError: tensor: dtype must be one of "bool", "int32", "float32", "float64", got ${received}.`;
    expect(thrownBy(() => tensor([1], { dtype: "float16" as DType }))).toBe(text('"float16"'));
    expect(thrownBy(() => tensor([1], { dtype: "toString" as DType }))).toBe(text('"toString"'));
    expect(thrownBy(() => tensor([1], { dtype: null as unknown as DType }))).toBe(text("null"));
  });

  test("options that do not exist are refused, with the name that was meant", () => {
    const call = (make: (options: never) => unknown, options: unknown): string =>
      thrownBy(() => make(options as never));
    expect(call((o) => tensor([1], o), { requires_grad: true })).toBe(
      "DomainError: tensor: options must be among dtype, requiresGrad, name, got requires_grad. Did you mean requiresGrad?",
    );
    expect(call((o) => tensor([1, 2, 3, 4], o), [2, 2])).toBe(
      "DomainError: tensor: options must be an object, got [2, 2]. For a shape, write tensor(values).reshape([2, 2]).",
    );
    expect(call((o) => zeros([2], o), "float64")).toBe(
      'DomainError: zeros: options must be an object such as { dtype: … }, got "float64".',
    );
    expect(call((o) => parameter([1], o), { requiresGrad: true })).toBe(
      "DomainError: parameter: options must be among name, dtype, got requiresGrad.",
    );
    expect(call((o) => parameter([1], o), "w")).toBe(
      'DomainError: parameter: options must be an object such as { name: … }, got "w".',
    );
    expect(call((o) => eye(2, o), 3)).toBe(
      "DomainError: eye: options must be an object such as { columns: … }, got 3.",
    );
    const makers: readonly [string, (options: never) => unknown][] = [
      ["tensor", (o) => tensor([1], o)],
      ["parameter", (o) => parameter([1], o)],
      ["parameter", (o) => parameter(tensor([1]), o)],
      ["zeros", (o) => zeros([1], o)],
      ["ones", (o) => ones([1], o)],
      ["full", (o) => full([1], 1, o)],
      ["eye", (o) => eye(1, o)],
      ["arange", (o) => arange(1, o)],
      ["arange", (o) => arange(1, 2, o)],
      ["linspace", (o) => linspace(0, 1, 2, o)],
      ["logspace", (o) => logspace(0, 1, 2, o)],
    ];
    for (const [where, make] of makers) {
      expect(call(make, { dtyp: "int32" })).toMatch(
        new RegExp(`^DomainError: ${where}: options must be among .*, got dtyp. Did you mean dtype\\?$`),
      );
      if (where !== "arange" || make.length > 1) expect(call(make, 5)).toMatch(/^DomainError: /);
    }
    for (const [where, make] of makers)
      expect(call(make, { dtype: null })).toContain(`DTypeError: ${where}: dtype must be one of`);
    expect(call((o) => arange(3, o), { step: null })).toBe(
      "DomainError: arange: step must be a finite number, got null.",
    );
    expect(call((o) => logspace(0, 1, 2, o), { base: null })).toContain("DomainError: logspace: base must be");
    expect(call((o) => eye(1, o), { columns: null })).toContain("ShapeError: eye: each size must be");
    for (const value of ["yes", 1, null])
      expect(call((o) => zeros([1], o), { requiresGrad: value })).toContain("requiresGrad must be true or false, got");
    expect(call((o) => tensor([1], o), { name: 5 })).toBe("DomainError: tensor: name must be a string, got 5.");
    expect(call((o) => parameter([1], o), { name: null })).toBe(
      "DomainError: parameter: name must be a string, got null.",
    );
  });

  test("a parameter of a tensor has its values in its own memory, in the dtype asked for if that holds them", () => {
    const x = tensor([1, -2.5]);
    const w = parameter(x, { name: "w" });
    w.assign([7, 7]);
    expect([x.toArray(), w.name, w.dtype]).toEqual([[1, -2.5], "w", "float32"]);
    const make = (values: Tensor, dtype: DType) => parameter(values, { dtype } as { name?: string });
    expect(make(tensor([1, 3e9], { dtype: "float64" }), "float32").toArray()).toEqual([1, 3e9]);
    expect(make(tensor([3, -4]), "int32").toArray()).toEqual([3, -4]);
    const range = "DTypeError: parameter: an int32 must be a whole number in -2147483648 … 2147483647, got";
    expect(thrownBy(() => make(tensor([1.5, 3e9]), "int32"))).toBe(`${range} 1.5. Use dtype float32, or round first.`);
    expect(thrownBy(() => make(tensor([1, 3e9]), "int32"))).toBe(`${range} 3000000000. Use dtype float64.`);
    expect(thrownBy(() => make(tensor([0.5]), "bool"))).toBe(
      "DTypeError: parameter: a bool must be true, false, 0 or 1, got 0.5. Use dtype int32, or compare.",
    );
  });

  test("a derivative of integers cannot be asked for", () => {
    const text = (where: string, dtype: string) =>
      `GradientError: ${where}: requiresGrad needs dtype float32 or float64, got ${dtype}. Use { dtype: "float32" }.`;
    expect(thrownBy(() => tensor([true], { requiresGrad: true }))).toBe(text("tensor", "bool"));
    expect(thrownBy(() => zeros([2], { dtype: "int32", requiresGrad: true }))).toBe(text("zeros", "int32"));
  });
});

describe("item and as", () => {
  test("item gives the only element, whatever the shape", () => {
    expect(tensor([[[4]]]).item()).toBe(4);
    expect(thrownBy(() => tensor([1, 2]).item())).toBe(
      "ShapeError: item: the tensor must have one element, got shape [2]. " +
        "Use .toArray(), or reduce it with .sum() or .mean() first.",
    );
    expect(thrownBy(() => zeros([0]).item())).toContain("got shape [0]");
  });

  test("as gives the tensor itself where the shape is right", () => {
    const x: Tensor = zeros([2, 3]);
    expect(x.as([2, 3])).toBe(x);
    const as = (shape: number[]): string => thrownBy(() => x.as(shape));
    expect(as([3, 2])).toBe("ShapeError: as: shape must be [3, 2], got [2, 3].");
    expect(as([2])).toBe("ShapeError: as: shape must be [2], got [2, 3].");
    expect(as([2, 3, 1])).toBe("ShapeError: as: shape must be [2, 3, 1], got [2, 3].");
  });
});

describe("constant tensors", () => {
  test("zeros, ones and full have the shape, value and dtype asked for", () => {
    expect(zeros([2, 2]).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(ones([3], { dtype: "bool" }).toArray()).toEqual([true, true, true]);
    expect(full([], 2.5).item()).toBe(2.5);
    expect(full([2], 7, { dtype: "int32" }).toArray()).toEqual([7, 7]);
    expect(full([1], -0).toArray()).toEqual([-0]);
    expect(full([1], Number.NaN).toArray()).toEqual([Number.NaN]);
    expect([zeros([0, 3]).size, zeros([0, 3]).shape]).toEqual([0, [0, 3]]);
    expect(ones([2], { requiresGrad: true }).requiresGrad).toBe(true);
  });

  test("the shape is copied: changing the list later changes nothing", () => {
    const shape = [2, 3];
    const x = zeros(shape);
    shape[0] = 99;
    expect(x.shape).toEqual([2, 3]);
  });

  test("the -Like functions take shape and dtype from a tensor, and nothing else", () => {
    const x = parameter([[1, 2]], { dtype: "float64" });
    for (const [made, value] of [
      [zerosLike(x), 0],
      [onesLike(x), 1],
      [fullLike(x, -3), -3],
    ] as const) {
      expect([made.shape, made.dtype, made.toArray()]).toEqual([[1, 2], "float64", [[value, value]]]);
      expect([made.requiresGrad, made.version]).toEqual([false, null]);
    }
    expect(onesLike(tensor([false])).toArray()).toEqual([true]);
    expect(thrownBy(() => fullLike(tensor([1], { dtype: "int32" }), 0.5))).toBe(
      "DTypeError: fullLike: an int32 must be a whole number in -2147483648 … 2147483647, got 0.5. " +
        "Use dtype float32, or round first.",
    );
  });

  test("what is not a list of sizes is refused", () => {
    const bad = (shape: unknown): string => thrownBy(() => zeros(shape as number[]));
    expect(bad(3)).toBe("ShapeError: zeros: shape must be a list of sizes, got 3. Write [3].");
    expect(bad(undefined)).toBe("ShapeError: zeros: shape must be a list of sizes, got undefined.");
    expect(bad("23")).toBe('ShapeError: zeros: shape must be a list of sizes, got "23".');
    for (const shape of [[-1], [2, 0.5], [Number.NaN], [Infinity], ["2"]])
      expect(bad(shape)).toMatch(/^ShapeError: zeros: each size must be a whole number from 0 on, got \[.*\]\.$/);
    expect(bad([2, -1])).toBe("ShapeError: zeros: each size must be a whole number from 0 on, got [2, -1].");
    expect(thrownBy(() => full([-2], 1))).toBe(
      "ShapeError: full: each size must be a whole number from 0 on, got [-2].",
    );
    expect(thrownBy(() => ones([1], { dtype: "int8" as DType }))).toBe(
      'DTypeError: ones: dtype must be one of "bool", "int32", "float32", "float64", got "int8".',
    );
    expect(thrownBy(() => full([2], 2, { dtype: "bool" }))).toBe(
      "DTypeError: full: a bool must be true, false, 0 or 1, got 2. Use dtype int32, or compare.",
    );
  });

  test("a hole in a shape is no size", () => {
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
    const shape = [2, , 3] as number[];
    expect(thrownBy(() => zeros(shape))).toBe(
      "ShapeError: zeros: each size must be a whole number from 0 on, got [2, , 3].",
    );
  });

  test("full wants a number: what is none would become one silently", () => {
    const must = "DomainError: full: value must be a number, got";
    expect(thrownBy(() => full([2], undefined as never))).toBe(`${must} undefined.`);
    expect(thrownBy(() => full([2], "1" as never))).toBe(`${must} "1".`);
    expect(thrownBy(() => full([2], null as never))).toBe(`${must} null.`);
    expect(thrownBy(() => full([2], 1n as never))).toBe(`${must} 1n.`);
    expect(thrownBy(() => full([2], true as never, { dtype: "bool" }))).toBe(
      `${must} true. Write 1 for true and 0 for false.`,
    );
    expect(thrownBy(() => fullLike(ones([2]), undefined as never))).toBe(
      "DomainError: fullLike: value must be a number, got undefined.",
    );
    for (const [name, like] of [
      ["zerosLike", zerosLike],
      ["onesLike", onesLike],
    ] as const)
      expect(thrownBy(() => like([1, 2] as never))).toBe(`TapegradError: ${name}: x must be a tensor, got [1, 2].`);
  });

  test("what no array buffer holds is refused before it is tried, with its shape and bytes", () => {
    const must = (where: string) => `ShapeError: ${where}: a tensor must take at most 4294967296 bytes, got`;
    expect(thrownBy(() => zeros([1e6, 1e6]))).toBe(
      `${must("zeros")} shape [1000000, 1000000] of float32, 4000000000000 bytes.`,
    );
    // 2⁶⁰ elements: the product of the sizes is beyond 2⁵³, the text has all its digits.
    expect(thrownBy(() => zeros([2 ** 20, 2 ** 20, 2 ** 20]))).toBe(
      `${must("zeros")} shape [1048576, 1048576, 1048576] of float32, 4611686018427387904 bytes.`,
    );
    expect(thrownBy(() => ones([3 ** 20, 3 ** 20], { dtype: "bool" }))).toBe(
      `${must("ones")} shape [3486784401, 3486784401] of bool, 12157665459056928801 bytes.`,
    );
    expect(thrownBy(() => full([2 ** 29 + 1], 1, { dtype: "float64" }))).toBe(
      `${must("full")} shape [536870913] of float64, 4294967304 bytes.`,
    );
    expect(thrownBy(() => eye(1e5))).toBe(`${must("eye")} shape [100000, 100000] of float32, 40000000000 bytes.`);
    expect(thrownBy(() => arange(1e12))).toBe(
      `${must("arange")} shape [1000000000000] of float32, 4000000000000 bytes.`,
    );
    expect(thrownBy(() => linspace(0, 1, 2 ** 33))).toBe(
      `${must("linspace")} shape [8589934592] of float32, 34359738368 bytes.`,
    );
    expect(thrownBy(() => logspace(0, 1, 2 ** 33))).toContain(must("logspace"));
    expect(thrownBy(() => arange(0, 1e308, { step: 1e-308 }))).toContain(
      "ShapeError: arange: each size must be a whole",
    );
    for (const sizes of [[1e200, 1e200], new Array<number>(64).fill(2 ** 52)])
      expect(thrownBy(() => zeros(sizes))).toContain(must("zeros"));
  });

  test("a shape with a 0 has no elements, however large its other sizes", () => {
    for (const sizes of [
      [2 ** 40, 2 ** 40, 0],
      [0, 2 ** 40],
      [1e200, 1e200, 0],
      [0, 1e200, 1e200],
    ])
      expect(zeros(sizes).size).toBe(0);
  });

  test("what does not fit the memory of the machine is an error with its size", () => {
    expect(thrownBy(() => withoutMemory(() => zeros([100, 10])))).toBe(
      "ShapeError: zeros: a tensor must find room in memory, got shape [100, 10] of float32, 4000 bytes.",
    );
    expect(() => withoutMemory(() => zeros([2]))).toThrow(expect.objectContaining({ cause: expect.any(RangeError) }));
  });

  /** What `call` does where the engine refuses each buffer, as Node words it. */
  function withoutMemory<T>(call: () => T): T {
    const original = globalThis.Float32Array;
    globalThis.Float32Array = class {
      constructor() {
        throw new RangeError("Array buffer allocation failed");
      }
    } as never;
    try {
      return call();
    } finally {
      globalThis.Float32Array = original;
    }
  }

  test("eye has ones on its main diagonal, also if it is not square", () => {
    expect(eye(2).toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(eye(2, { columns: 3 }).toArray()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(eye(3, { columns: 2, dtype: "bool" }).toArray()).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
    // More rows than columns by more than one: the ones end with the columns.
    expect(eye(4, { columns: 2 }).toArray()).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 0],
    ]);
    expect(eye(5, { columns: 1 }).toArray()).toEqual([[1], [0], [0], [0], [0]]);
    expect(eye(0).shape).toEqual([0, 0]);
    expect(thrownBy(() => eye(-1))).toBe("ShapeError: eye: each size must be a whole number from 0 on, got [-1, -1].");
  });
});

describe("evenly spaced numbers", () => {
  test("arange counts from start, without stop", () => {
    expect(arange(4).toArray()).toEqual([0, 1, 2, 3]);
    expect(arange(2, 5).toArray()).toEqual([2, 3, 4]);
    expect(arange(1, 2, { step: 0.25, dtype: "float64" }).toArray()).toEqual([1, 1.25, 1.5, 1.75]);
    expect(arange(3, 0, { step: -1, dtype: "int32" }).toArray()).toEqual([3, 2, 1]);
    expect(arange(5, { step: 2 }).toArray()).toEqual([0, 2, 4]);
    expect([arange(0).shape, arange(3, 1).shape, arange(1, 3, { step: -1 }).shape]).toEqual([[0], [0], [0]]);
  });

  test("arange leaves out a stop that is a whole number of steps away, whatever rounding says", () => {
    const float64 = { dtype: "float64" } as const;
    const sizes = [
      // (1.6 − 1) / 0.1 is 6.000000000000001, (1.3 − 1) / 0.1 is 3.0000000000000004, (0.3 − 0) / 0.1 is 2.9999999999999996.
      [1, 1.6, 0.1, 6],
      [0, 1, 0.1, 10],
      [1, 1.3, 0.1, 3],
      [0, 0.3, 0.1, 3],
      [0, 0.7, 0.1, 7],
      [1, 2.2, 0.2, 6],
      [1.6, 1, -0.1, 6],
      [1000, 1000.6, 0.1, 6],
      [0, 1e6, 0.1, 1e7],
      // No rounding: these are beyond the whole number.
      [0, 1.0001, 1, 2],
      [0, 1 + 1e-14, 1, 2],
      [0, 1e-20, 1, 1],
      [0, 0.5, 1, 1],
      [0, 1e-300, 1e-301, 10],
      [-1.7e308, 1.7e308, 1e308, 4],
    ] as const;
    for (const [start, stop, step, n] of sizes)
      expect([start, stop, step, arange(start, stop, { step, ...float64 }).size]).toEqual([start, stop, step, n]);
    expect(arange(1, 1.6, { step: 0.1 }).data[5]).toBe(1.5);
    expect(arange(-1.7e308, 1.7e308, { step: 1e308, ...float64 }).toArray()).toEqual([
      -1.7e308,
      -1.7e308 + 1e308,
      -1.7e308 + 1e308 + 1e308, // 2e308 itself is no number
      1.3e308,
    ]);
  });

  test("arange does not add up steps: the last of 0, 0.1, 0.2 … is off by one rounding, not by a thousand", () => {
    const x = arange(0, 100, { step: 0.1, dtype: "float64" });
    expect([x.size, x.data[999]]).toEqual([1000, 99.9]);
  });

  test("arange refuses what has no end, and values its dtype cannot hold", () => {
    const must = (name: string) => `DomainError: arange: ${name} must be a finite number, got`;
    expect(thrownBy(() => arange(Infinity))).toBe(`${must("stop")} Infinity.`);
    expect(thrownBy(() => arange(-Infinity, 0))).toBe(`${must("start")} -Infinity.`);
    expect(thrownBy(() => arange(0, Number.NaN))).toBe(`${must("stop")} NaN.`);
    expect(thrownBy(() => arange(3, { step: -Infinity }))).toBe(`${must("step")} -Infinity.`);
    expect(thrownBy(() => arange("3" as never))).toBe(`${must("stop")} "3".`);
    expect(thrownBy(() => arange(0, "3" as never))).toBe(`${must("stop")} "3".`);
    expect(thrownBy(() => arange(0, null as never))).toBe(`${must("stop")} null.`);
    expect(thrownBy(() => arange(3, undefined as never, { step: 2 }))).toBe(`${must("stop")} undefined.`);
    expect(thrownBy(() => arange(3, { step: 0 }))).toBe("DomainError: arange: step must not be 0, got 0.");
    expect(thrownBy(() => arange(0, 1, { step: 0.5, dtype: "int32" }))).toBe(
      "DTypeError: arange: an int32 must be a whole number in -2147483648 … 2147483647, got 0.5. " +
        "Use dtype float32, or round first.",
    );
    expect(thrownBy(() => arange(3, { dtype: "bool" }))).toBe(
      "DTypeError: arange: a bool must be true, false, 0 or 1, got 2. Use dtype int32, or compare.",
    );
  });

  test("linspace has both ends, exactly, and n numbers", () => {
    expect(linspace(0, 1, 5).toArray()).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(linspace(1, -1, 3).toArray()).toEqual([1, 0, -1]);
    for (const n of [2, 3, 7, 49, 1000]) expect(linspace(0.1, 0.7, n, { dtype: "float64" }).data[n - 1]).toBe(0.7);
    expect(linspace(1, 1e-20, 3, { dtype: "float64" }).data[2]).toBe(1e-20); // 1 + (1e-20 − 1) is 0
    // The ends are numbers, their difference is not.
    expect(linspace(-1.5e308, 1.5e308, 5, { dtype: "float64" }).toArray()).toEqual([
      -1.5e308, -7.5e307, 0, 7.5e307, 1.5e308,
    ]);
    expect(linspace(0, 1.5e308, 4, { dtype: "float64" }).data.every(Number.isFinite)).toBe(true);
    expect(linspace(0, 2e-323, 5, { dtype: "float64" }).toArray()).toEqual([0, 5e-324, 1e-323, 1.5e-323, 2e-323]);
    expect(linspace(3, 9, 1).toArray()).toEqual([3]);
    expect(linspace(3, 9, 0).shape).toEqual([0]);
    expect(thrownBy(() => linspace(0, Infinity, 3))).toBe(
      "DomainError: linspace: stop must be a finite number, got Infinity.",
    );
    expect(thrownBy(() => linspace(0, 1, 2.5))).toBe(
      "ShapeError: linspace: each size must be a whole number from 0 on, got [2.5].",
    );
    expect(thrownBy(() => linspace(0, 1, 3, { dtype: "int32" }))).toContain("DTypeError: linspace: an int32");
  });

  test("logspace has powers of its base: the course's seven learning rates", () => {
    const rates = logspace(-5, 1, 7, { dtype: "float64" }).toArray() as number[];
    [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10].forEach((rate, i) => {
      expect(rates[i]! / rate).toBeCloseTo(1, 14);
    });
    expect(logspace(0, 8, 9, { base: 2, dtype: "int32" }).toArray()).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
    expect(thrownBy(() => logspace(Number.NaN, 1, 2))).toBe(
      "DomainError: logspace: start must be a finite number, got NaN.",
    );
    for (const base of [0, -2, Number.NaN, Infinity])
      expect(thrownBy(() => logspace(0, 1, 2, { base }))).toBe(
        `DomainError: logspace: base must be a finite number above 0, got ${base}.`,
      );
  });
});
