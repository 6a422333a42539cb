import { MessageChannel } from "node:worker_threads";
import {
  type DType,
  fromCloneable,
  fromJson,
  ones,
  Parameter,
  parameter,
  record,
  Tensor,
  tensor,
  tensorToJson,
  toCloneable,
  zeros,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

/** The bits of each element, as texts: NaN equals NaN, −0 is not 0. */
function bitsOf(x: Tensor): string[] {
  const { data }: Tensor = x;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.length }, (_, i) =>
    Array.from(bytes.subarray(i * data.BYTES_PER_ELEMENT, (i + 1) * data.BYTES_PER_ELEMENT)).join(),
  );
}

const float32 = [0, -0, 1, -1.5, 0.1, 1e-45, -1e-45, 1.17549435e-38, 3.4028234663852886e38, 16777217];
const float64 = [0, -0, 0.1, 1 / 3, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 2 ** 53 - 1];
const special = [Number.NaN, Infinity, -Infinity];
const cases: readonly (readonly [DType, readonly number[]])[] = [
  ["float32", [...float32, ...special]],
  ["float64", [...float64, ...special]],
  ["int32", [0, -1, 2 ** 31 - 1, -(2 ** 31)]],
  ["bool", [0, 1, 1]],
];

const throughJson = (x: unknown): unknown => JSON.parse(JSON.stringify(x));
const ways: readonly (readonly [string, (x: Tensor) => Tensor])[] = [
  ["JSON", (x) => fromJson(throughJson(tensorToJson(x)))],
  ["structuredClone", (x) => fromCloneable(structuredClone(toCloneable(x)))],
];

describe.each(ways)("through %s", (_, there) => {
  test.each(cases)("every %s comes back bit for bit", (dtype, values) => {
    const x: Tensor = tensor([...values], { dtype });
    const back = there(x);
    expect(back).toBeInstanceOf(Tensor);
    expect([back.shape, back.dtype, back.data.constructor]).toEqual([x.shape, dtype, x.data.constructor]);
    expect(bitsOf(back)).toEqual(bitsOf(x));
  });

  test("random bits come back", () => {
    // A linear congruential generator, so that every run has the same bits (Numerical Recipes: 1664525, 1013904223; from 7).
    let state = 7;
    const bits = Uint32Array.from({ length: 2000 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state;
    });
    const numbers = (data: Float32Array | Float64Array) => data.map((value) => (Number.isNaN(value) ? 0 : value));
    for (const data of [new Float32Array(bits.buffer), new Float64Array(bits.buffer)]) {
      const x = tensor(numbers(data) as Float32Array);
      expect(bitsOf(there(x))).toEqual(bitsOf(x));
    }
  });

  test("shapes come back, with no elements and with one", () => {
    for (const shape of [[], [0], [2, 0, 3], [1, 1], [2, 3]]) expect(there(ones(shape)).shape).toEqual(shape);
    expect(there(tensor(2.5)).item()).toBe(2.5);
  });

  test("a Parameter comes back as one: its name, and whether it is frozen", () => {
    const w = there(parameter([1, 2], { name: "dense/kernel", dtype: "float64" })) as Parameter;
    expect(w).toBeInstanceOf(Parameter);
    expect([w.name, w.dtype, w.requiresGrad, w.toArray()]).toEqual(["dense/kernel", "float64", true, [1, 2]]);
    w.assign([3, 4]);
    expect(w.toArray()).toEqual([3, 4]);
    w.square().sum().backward();
    expect(w.grad?.toArray()).toEqual([6, 8]);
    expect((there(parameter([1])) as Parameter).name).toBe("");
    expect(there(parameter([1]).freeze()).requiresGrad).toBe(false);
    const count = there(parameter([1, 2], { dtype: "int32" }));
    expect([count instanceof Parameter, count.requiresGrad]).toEqual([true, false]);
  });

  test("a tensor keeps its name and that it requires a gradient", () => {
    const x = there(tensor([1], { name: "x", requiresGrad: true }));
    expect([x.name, x.requiresGrad, x instanceof Parameter]).toEqual(["x", true, false]);
    const plain = there(tensor([1]));
    expect([Object.hasOwn(plain, "name") && plain.name, plain.requiresGrad]).toEqual([false, false]);
  });

  test("what was computed comes back as its values, without the graph", () => {
    const w = parameter([1, 2]);
    const y = there(w.mul(3));
    expect([y.toArray(), y.node, y.requiresGrad, y instanceof Parameter]).toEqual([[3, 6], null, false, false]);
    expect(there(record(() => tensor([2]).mul(3)).value).toArray()).toEqual([6]);
    const view = there(w.reshape([2, 1])); // shares the Parameter's storage, and is none
    expect([view instanceof Parameter, view.shape]).toEqual([false, [2, 1]]);
  });
});

describe("JSON", () => {
  test("the form is plain data, as documented", () => {
    expect(tensorToJson(tensor([[1, Number.NaN, -0]]))).toEqual({
      tapegrad: "tensor",
      shape: [1, 3],
      dtype: "float32",
      data: [1, "NaN", "-0"],
    });
    expect(JSON.stringify(tensorToJson(parameter([Infinity, -Infinity], { name: "w" })))).toBe(
      '{"tapegrad":"parameter","shape":[2],"dtype":"float32","name":"w","requiresGrad":true,"data":["Infinity","-Infinity"]}',
    );
    expect(tensorToJson(tensor([true, false])).data).toEqual([1, 0]);
  });

  test("a state of numbers, texts and tensors comes back; tensors that are no JSON yet stay", () => {
    const x = zeros([1]);
    const state = { step: 3, kind: "Adam", on: true, none: null, m: [tensorToJson(ones([2]))], v: x };
    const back = fromJson(state);
    expect([back.step, back.kind, back.on, back.none, back.m[0].toArray()]).toEqual([3, "Adam", true, null, [1, 1]]);
    expect(back.v).toBe(x);
    expect(fromJson(throughJson({ ...state, v: tensorToJson(x) })).v.toArray()).toEqual([0]);
    expect([fromJson(5), fromJson(null)]).toEqual([5, null]);
  });

  test("a key of a user's own named tapegrad is a key", () => {
    expect(fromJson({ tapegrad: tensorToJson(ones([1])) }).tapegrad.toArray()).toEqual([1]);
    expect(fromJson({ tapegrad: 7 })).toEqual({ tapegrad: 7 });
  });

  test("a key named __proto__ is a key", () => {
    const back = fromJson(JSON.parse('{ "__proto__": { "polluted": 1 } }'));
    expect([Object.keys(back), back.polluted]).toEqual([["__proto__"], undefined]);
  });

  const good = { tapegrad: "tensor", shape: [2], dtype: "float32", data: [1, 2] };
  const faults: readonly [object, string][] = [
    [{ tapegrad: "matrix" }, 'tapegrad of the tensor at w[0] must be "tensor" or "parameter", got "matrix".'],
    [{ shape: [3] }, "data of the tensor at w[0] must be a list of 3, got [1, 2]."],
    [{ shape: [1e6, 1e6] }, "data of the tensor at w[0] must be a list of 1000000000000, got [1, 2]."],
    [{ shape: [-2] }, "shape of the tensor at w[0] must be a list of at most 64 sizes, got [-2]."],
    [{ shape: 2 }, "shape of the tensor at w[0] must be a list of at most 64 sizes, got 2."],
    [
      { shape: Array(65).fill(1) },
      "shape of the tensor at w[0] must be a list of at most 64 sizes, got an array of 65.",
    ],
    [{ dtype: "float16" }, 'dtype of the tensor at w[0] must be one of bool, int32, float32, float64, got "float16".'],
    [{ dtype: undefined }, "dtype of the tensor at w[0] must be one of bool, int32, float32, float64, got undefined."],
    [{ data: undefined }, "data of the tensor at w[0] must be a list of 2, got undefined."],
    [
      { data: [1, null] },
      'data[1] of the tensor at w[0] must be a number, "NaN", "Infinity", "-Infinity" or "-0", got null.',
    ],
    [
      { data: ["1", 2] },
      'data[0] of the tensor at w[0] must be a number, "NaN", "Infinity", "-Infinity" or "-0", got "1".',
    ],
    [
      { data: ["toString", 2] },
      'data[0] of the tensor at w[0] must be a number, "NaN", "Infinity", "-Infinity" or "-0", got "toString".',
    ],
    [{ dtype: "int32", data: [1, 2.5] }, "data[1] of the tensor at w[0] must be an int32, got 2.5."],
    [{ dtype: "int32", data: [2 ** 31, 0] }, "data[0] of the tensor at w[0] must be an int32, got 2147483648."],
    [{ dtype: "bool", data: [1, 2] }, "data[1] of the tensor at w[0] must be 0 or 1, got 2."],
    [{ name: 5 }, "name of the tensor at w[0] must be a string, got 5."],
    [{ requiresGrad: "yes" }, 'requiresGrad of the tensor at w[0] must be true or false, got "yes".'],
    [
      { dtype: "int32", requiresGrad: true },
      "requiresGrad of the tensor at w[0] must be false for dtype int32, got true.",
    ],
  ];
  test.each(faults)("%j in a tensor is refused, with its place", (change, text) => {
    expect(thrownBy(() => fromJson({ w: [{ ...good, ...change }] }))).toBe(`FormatError: fromJson: ${text}`);
  });

  test("the text itself, and what JSON.parse cannot have returned, are refused", () => {
    expect(thrownBy(() => fromJson("{}"))).toBe(
      "FormatError: fromJson: value must be what JSON.parse returned, got a string. Parse it first: fromJson(JSON.parse(text)).",
    );
    expect(thrownBy(() => fromJson({ at: new Map() }))).toBe(
      "TapegradError: fromJson: a tree must consist of tensors, arrays, objects and plain values, got a Map at at. " +
        "For a model, pass its stateDict().",
    );
    expect(thrownBy(() => fromJson({ ...good, shape: [1] }))).toBe(
      "FormatError: fromJson: data of the tensor must be a list of 1, got [1, 2].",
    );
    const tree: unknown[] = [];
    tree.push(tree);
    expect(thrownBy(() => fromJson(tree))).toBe(
      "TapegradError: fromJson: a tree must not contain itself, got an array that does at [0].",
    );
  });
});

describe("messages", () => {
  test("a tree goes through a message, its buffers transferred, and its types are known on the other side", async () => {
    const tree = {
      layers: [{ w: parameter([[1, 2]], { name: "w" }) }],
      step: 3,
      text: "a",
      raw: new Uint8Array([7]),
    } as const;
    const clone = toCloneable(tree);
    const { port1, port2 } = new MessageChannel();
    const arrived = new Promise<typeof clone>((resolve) => port2.once("message", resolve));
    port1.postMessage(clone, [clone.layers[0].w.data.buffer as ArrayBuffer]);
    const back = fromCloneable(await arrived);
    port1.close();
    const w: Parameter<[1, 2]> = back.layers[0].w;
    expect([w instanceof Parameter, w.name, w.toArray()]).toEqual([true, "w", [[1, 2]]]);
    expect([back.step, back.text, back.raw]).toEqual([3, "a", new Uint8Array([7])]);
    expect(tree.layers[0].w.toArray()).toEqual([[1, 2]]); // its own buffer was not transferred
    // @ts-expect-error: shape [1, 2]
    const wrong: Parameter<[2, 2]> = w;
    expect(wrong).toBe(w);
  });

  test("the copy is of that moment, and nobody's memory is shared", () => {
    const w = parameter([1, 2]);
    const clone = toCloneable(w);
    w.assign([5, 5]);
    const [a, b] = [fromCloneable(clone), fromCloneable(clone)];
    a.assign([7, 7]);
    expect([a.toArray(), b.toArray()]).toEqual([
      [7, 7],
      [1, 2],
    ]);
  });

  test("a tied Parameter stays one", () => {
    const w = parameter([1]);
    const { a, b, c } = fromCloneable(structuredClone(toCloneable({ a: w, b: [w], c: parameter([1]) })));
    expect([b[0] === a, (c as unknown) === a]).toEqual([true, false]);
  });

  test("what would lose its methods is refused, with its place", () => {
    const must = "TapegradError: toCloneable: a tree must consist of tensors, arrays, objects and plain values, got";
    expect(thrownBy(() => toCloneable({ f: () => 1 }))).toBe(
      `${must} the function f at f. For a model, pass its stateDict().`,
    );
    expect(thrownBy(() => toCloneable([new Map()]))).toBe(`${must} a Map at [0]. For a model, pass its stateDict().`);
    expect(thrownBy(() => toCloneable(Symbol("s")))).toBe(`${must} Symbol(s). For a model, pass its stateDict().`);
  });

  test("what has not arrived whole is refused", () => {
    const clone = structuredClone(toCloneable({ w: ones([2]), b: tensor([true]) }));
    const broken = (change: object) => thrownBy(() => fromCloneable({ w: { ...clone.w, ...change } }));
    const must = "FormatError: fromCloneable: data of the tensor at w must be a Float32Array of 2, got";
    expect(broken({ data: new Float32Array(3) })).toBe(`${must} a Float32Array.`);
    expect(broken({ data: new Float64Array(2) })).toBe(`${must} a Float64Array.`);
    expect(broken({ data: [1, 1] })).toBe(`${must} [1, 1].`);
    expect(broken({ dtype: "bool", data: new Uint8Array([1, 2]) })).toBe(
      "FormatError: fromCloneable: data[1] of the tensor at w must be 0 or 1, got 2.",
    );
  });
});
