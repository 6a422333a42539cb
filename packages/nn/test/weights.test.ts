import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FormatError, type Parameter, parameter, Rng, type Tensor, tensor, zeros } from "@tapegrad/core";
import {
  Dense,
  loadWeights,
  Module,
  Sequential,
  type StateDict,
  saveWeights,
  weightsFromJson,
  weightsToJson,
} from "@tapegrad/nn";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rejectedBy, thrownBy } from "./thrownBy.ts";

let folder = ""; // an empty one for each test
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tapegrad-weights-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The bytes of every value, to compare to the bit. */
const bits = (state: StateDict): [string, string, readonly number[], number[]][] =>
  Object.entries(state).map(([path, { dtype, shape, data }]: [string, Tensor]) => {
    const { buffer, byteOffset, byteLength } = data as Float64Array;
    return [path, dtype, shape, [...new Uint8Array(buffer, byteOffset, byteLength)]];
  });

const wild = [
  Number.NaN,
  Infinity,
  -Infinity,
  -0,
  0,
  0.1,
  1 / 3,
  -1e-45,
  3.4028234663852886e38,
  5e-324,
  Number.MIN_VALUE,
];

describe("weights as JSON come back bit for bit", () => {
  test.each(["float32", "float64"] as const)("%s, NaN, infinities and -0 included", (dtype) => {
    const state = {
      "layers.0.kernel": tensor(
        wild.map((x) => Math.fround(x)),
        { dtype },
      ),
      "": zeros([2, 0], { dtype }),
    };
    expect(bits(weightsFromJson(weightsToJson(state)))).toEqual(bits(state));
    if (dtype === "float64") {
      const exact = { w: tensor([...wild, Number.MAX_VALUE, Number.EPSILON], { dtype }) };
      expect(bits(weightsFromJson(weightsToJson(exact)))).toEqual(bits(exact));
    }
  });

  test("whole numbers, bools, scalars, and paths of any kind", () => {
    const state: StateDict = {
      count: tensor([2 ** 31 - 1, -(2 ** 31)], { dtype: "int32" }),
      mask: tensor([[true], [false]]),
      scalar: tensor(2.5),
      ["__proto__"]: tensor([1]),
      'with "quotes" and ü': tensor([1]),
    };
    const back = weightsFromJson(weightsToJson(state));
    expect(bits(back)).toEqual(bits(state));
    expect([back.scalar!.shape, back.mask!.toArray()]).toEqual([[], [[true], [false]]]);
  });

  test("a thousand random numbers", () => {
    const rng = new Rng(1);
    const state = { a: rng.normal([1000]), b: rng.normal([10, 100], { dtype: "float64", std: 1e-200 }) };
    expect(bits(weightsFromJson(weightsToJson(state)))).toEqual(bits(state));
  });

  test("in a format that is written down", () => {
    expect(weightsToJson({ w: tensor([[1, -0, Number.NaN]]) })).toBe(
      '{"format":"tapegrad-weights","version":1,"values":{"w":{"dtype":"float32","shape":[1,3],"data":[1,"-0","NaN"]}}}',
    );
  });
});

test("a byte order mark and the line ends of Windows do not matter", () => {
  const state = { w: tensor([0.1, -0, Infinity]) };
  const text = weightsToJson(state);
  const edited = `\ufeff${JSON.stringify(JSON.parse(text), null, 2).replaceAll("\n", "\r\n")}`;
  expect(bits(weightsFromJson(edited))).toEqual(bits(state));
});

describe("a text that is something else", () => {
  const read = (text: string): string => thrownBy(() => weightsFromJson(text));
  const stored = (value: unknown): string =>
    read(JSON.stringify({ format: "tapegrad-weights", version: 1, values: { "a.w": value } }));

  test("no JSON, or other JSON", () => {
    const broken = "FormatError: weightsFromJson: the text must be JSON that saveWeights wrote, got something else.";
    expect(read("")).toBe(broken);
    expect(read("\ufeff")).toBe(broken);
    expect(thrownBy(() => weightsFromJson({} as never))).toBe(
      "FormatError: weightsFromJson: the text must be a string, got an object.",
    );
    expect(read('{"format":')).toBe(broken);
    const wanted = 'FormatError: weightsFromJson: the text must have format "tapegrad-weights", version 1, got';
    expect(read("null")).toBe(`${wanted} format undefined, version undefined.`);
    expect(read("[1]")).toBe(`${wanted} format undefined, version undefined.`);
    expect(read('{"format":"tapegrad-weights","version":2,"values":{}}')).toBe(
      `${wanted} format "tapegrad-weights", version 2.`,
    );
    expect(read('{"format":"tapegrad-weights","version":1}')).toBe(`${wanted} format "tapegrad-weights", version 1.`);
  });

  test("values that are none", () => {
    const wanted = 'FormatError: weightsFromJson: "a.w" in the text must have';
    expect(stored(null)).toBe(`${wanted} the dtype float32, float64, int32 or bool, got undefined.`);
    expect(stored({ dtype: "float16", shape: [], data: [1] })).toBe(
      `${wanted} the dtype float32, float64, int32 or bool, got "float16".`,
    );
    expect(stored({ dtype: "float32", shape: [-1, -1], data: [1] })).toBe(`${wanted} a shape, got [-1, -1].`);
    expect(stored({ dtype: "float32", shape: 1, data: [1] })).toBe(`${wanted} a shape, got 1.`);
    expect(stored({ dtype: "float32", shape: [2, 2], data: [1, 2, 3] })).toBe(
      `${wanted} as many numbers as its shape [2, 2] says, 4, got 3.`,
    );
    expect(stored({ dtype: "float32", shape: [1], data: "1" })).toBe(
      `${wanted} as many numbers as its shape [1] says, 1, got "1".`,
    );
    for (const [bad, got] of [
      [null, "null"],
      ["1", '"1"'],
      [[1], "[1]"],
      [true, "true"],
    ])
      expect(stored({ dtype: "float32", shape: [2], data: [0, bad] })).toBe(
        `${wanted} numbers of dtype float32, got ${got} at position 1.`,
      );
    expect(stored({ dtype: "int32", shape: [1], data: [0.5] })).toBe(
      `${wanted} numbers of dtype int32, got 0.5 at position 0.`,
    );
    expect(stored({ dtype: "int32", shape: [1], data: [2 ** 31] })).toBe(
      `${wanted} numbers of dtype int32, got 2147483648 at position 0.`,
    );
    expect(stored({ dtype: "bool", shape: [1], data: [2] })).toBe(
      `${wanted} numbers of dtype bool, got 2 at position 0.`,
    );
  });
});

describe("files", () => {
  const make = (seed: number): Sequential<[Dense<3, 4>, Dense<4, 2>]> => {
    const rng = new Rng(seed);
    return new Sequential(new Dense(3, 4, { rng, activation: "tanh" }), new Dense(4, 2, { rng, dtype: "float64" }));
  };

  test("a model that is saved and loaded is the same, to the bit", async () => {
    const file = join(folder, "model.json");
    const [model, other] = [make(1), make(2)];
    model.layers[1].bias!.assign([Number.NaN, -0]);
    await saveWeights(model, file);
    expect(await loadWeights(other, file)).toBe(other);
    expect(bits(other.stateDict())).toEqual(bits(model.stateDict()));
    expect(await readdir(folder)).toEqual(["model.json"]);
    await saveWeights(make(3), file); // over the one that is there
    await loadWeights(other, file);
    expect(bits(other.stateDict())).toEqual(bits(make(3).stateDict()));
  });

  test("buffers come along", async () => {
    class Counting extends Module {
      declare readonly count: Parameter;
      readonly weight = parameter([1, 2]);
      constructor() {
        super();
        this.registerBuffer("count", tensor(0, { dtype: "int32" }));
      }
      forward(x: Tensor): Tensor {
        return x.mul(this.weight);
      }
    }
    const file = join(folder, "buffers.json");
    const model = new Counting();
    model.count.assign(41);
    await saveWeights(model, file);
    const other = await loadWeights(new Counting(), file);
    expect([other.count.item(), other.count.dtype, other.count.requiresGrad]).toEqual([41, "int32", false]);
  });

  test("two saves at once leave one of the two, complete, and nothing else", async () => {
    const inner = join(folder, "twice");
    await mkdir(inner);
    const file = join(inner, "model.json");
    await Promise.all([1, 2, 3].map((seed) => saveWeights(make(seed), file)));
    expect(await readdir(inner)).toEqual(["model.json"]);
    const loaded = JSON.stringify(bits((await loadWeights(make(9), file)).stateDict()));
    expect([1, 2, 3].map((seed) => JSON.stringify(bits(make(seed).stateDict())))).toContain(loaded);
  });

  test("a file that cannot be read or written", async () => {
    const missing = join(folder, "missing.json");
    expect(await rejectedBy(() => loadWeights(make(1), missing))).toBe(
      `FormatError: loadWeights: ${missing} must be a file that can be read, got no such file or folder. ` +
        "Write it with saveWeights(model, file).",
    );
    expect(await rejectedBy(() => loadWeights(make(1), folder))).toBe(
      `FormatError: loadWeights: ${folder} must be a file that can be read, got a folder. ` +
        "Write it with saveWeights(model, file).",
    );
    const nowhere = join(folder, "no", "where.json");
    expect(await rejectedBy(() => saveWeights(make(1), nowhere))).toBe(
      `FormatError: saveWeights: ${nowhere} must be a file that can be written, got no such file or folder.`,
    );
  });

  test("a save that fails leaves what was there, and no half a file", async () => {
    const inner = join(folder, "failing");
    await mkdir(join(inner, "model.json"), { recursive: true }); // a folder stands where the file should be
    const file = join(inner, "model.json");
    expect(await rejectedBy(() => saveWeights(make(1), file))).toBe(
      `FormatError: saveWeights: ${file} must be a file that can be written, got a folder.`,
    );
    expect(await readdir(inner)).toEqual(["model.json"]);
  });

  test("a file of something else, or of another model, changes nothing", async () => {
    const file = join(folder, "other.json");
    const model = make(1);
    const before = bits(model.stateDict());
    await writeFile(file, "hello");
    expect(await rejectedBy(() => loadWeights(model, file))).toBe(
      `FormatError: loadWeights: ${file} must be JSON that saveWeights wrote, got something else.`,
    );
    await writeFile(file, '{"format":"onnx"}');
    expect(await rejectedBy(() => loadWeights(model, file))).toBe(
      `FormatError: loadWeights: ${file} must have format "tapegrad-weights", version 1, got format "onnx", version undefined.`,
    );
    await saveWeights(new Sequential(new Dense(3, 4)), file);
    expect(await rejectedBy(() => loadWeights(model, file))).toBe(
      "FormatError: loadStateDict: the state must have the 4 values of the model, got " +
        '"layers.1.kernel", "layers.1.bias" missing. Build the model as it was when it was saved.',
    );
    await saveWeights(new Sequential(new Dense(3, 4), new Dense(4, 3)), file);
    expect(await rejectedBy(() => loadWeights(model, file))).toBe(
      'ShapeError: loadStateDict: "layers.1.kernel" must have shape [4, 2], got [4, 3].',
    );
    expect(bits(model.stateDict())).toEqual(before);
  });

  test("errors say which file, for programs too", async () => {
    const file = join(folder, "missing.json");
    const error = await loadWeights(make(1), file).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).location).toEqual({ file });
    expect(((error as FormatError).cause as { code: string }).code).toBe("ENOENT");
    await writeFile(join(folder, "broken.json"), '{"format": ');
    const broken = await loadWeights(make(1), join(folder, "broken.json")).catch((cause: unknown) => cause);
    expect((broken as FormatError).location).toEqual({ file: join(folder, "broken.json") });
    expect(await readFile(join(folder, "broken.json"), "utf8")).toBe('{"format": ');
  });

  // Whoever runs as root may write anywhere.
  test.skipIf(process.getuid?.() === 0)("a folder without permission", async () => {
    const inner = join(folder, "locked");
    await mkdir(inner);
    await chmod(inner, 0o500);
    const file = join(inner, "model.json");
    expect(await rejectedBy(() => saveWeights(make(1), file))).toBe(
      `FormatError: saveWeights: ${file} must be a file that can be written, got no permission.`,
    );
  });
});
