import { inspect } from "node:util";
import {
  DomainError,
  FormatError,
  finite,
  flag,
  functionArgument,
  inRange,
  nearest,
  oneOf,
  optionsOf,
  ShapeError,
  TapegradError,
  whole,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

describe("errors", () => {
  test("the message is made of its parts, of those that there are", () => {
    const all = { where: "f", argument: "p", expected: "must be 1", received: "2", advice: "Pass 1." };
    expect(String(new ShapeError(all))).toBe("ShapeError: f: p must be 1, got 2. Pass 1.");
    expect(new TapegradError({ where: "f", expected: "must be 1" }).message).toBe("f: must be 1.");
    expect(new TapegradError({ where: "f", expected: "must be 1", received: "2" }).message).toBe(
      "f: must be 1, got 2.",
    );
  });

  test("the parts are fields; a message alone leaves them undefined", () => {
    const parts = { where: "f", argument: "p", expected: "must be 1", received: "2", advice: "Pass 1." };
    expect(new DomainError(parts)).toMatchObject(parts);
    const error = new DomainError("f: p must be 1, got 2.");
    expect(error.message).toBe("f: p must be 1, got 2.");
    const { where, argument, expected, received, advice, path } = error;
    expect([where, argument, expected, received, advice, path]).toEqual(Array(6).fill(undefined));
  });

  test("a console prints the sentence, and not its parts once more", () => {
    const error = new ShapeError({ where: "f", argument: "p", expected: "must be 1", received: "2" });
    error.path = "layers[0]";
    expect(Object.keys(error)).toEqual(["name"]);
    expect(inspect(error)).not.toMatch(/expected:|path:/);
  });

  test("the path of a Module can be filled in later", () => {
    const error = new ShapeError("f: wrong.");
    error.path = "layers[0]";
    expect(error.path).toBe("layers[0]");
  });

  test("the cause of an error is kept, and the place in a file", () => {
    const cause = new Error("disk");
    expect(new TapegradError("f: no.", { cause }).cause).toBe(cause);
    const error = new FormatError({ where: "load", expected: "must be JSON" }, { file: "a.json" }, { cause });
    expect([error.message, error.location, error.cause, error.name]).toEqual([
      "load: must be JSON.",
      { file: "a.json" },
      cause,
      "FormatError",
    ]);
    expect(new FormatError("load: no.").location).toEqual({});
  });
});

describe("numbers", () => {
  const ranges = [
    [{ min: 0, max: 1, maxExcluded: true }, "must be in 0 … 1, 1 excluded", [0, 0.99], [1, -0.1]],
    [{ min: 0, max: 1, minExcluded: true }, "must be in 0 … 1, 0 excluded", [1, 5e-324], [0, 1.1]],
    [{ min: 0, max: 1, minExcluded: true, maxExcluded: true }, "must be in 0 … 1, 0 and 1 excluded", [0.5], [0, 1]],
    [{ min: 0, max: 1 }, "must be a number in 0 … 1", [0, 1], [-5e-324, 2]],
    [{ min: 0 }, "must be a finite number from 0 on", [0, 1e300], [-1]],
    [{ min: 0, minExcluded: true }, "must be a finite number above 0", [1], [0, -1]],
    [{ max: 2 }, "must be a finite number up to 2", [2, -9], [2.1]],
    [{ max: 2, maxExcluded: true }, "must be a finite number below 2", [1.9], [2]],
    [{}, "must be a finite number", [-1e300, 0], []],
  ] as const;

  test.each(ranges)("inRange %j: the text says the range", (range, expected, inside, outside) => {
    for (const value of inside) expect(inRange("f", "p", value, range)).toBe(value);
    for (const value of outside)
      expect(thrownBy(() => inRange("f", "p", value, range))).toBe(`DomainError: f: p ${expected}, got ${value}.`);
    for (const [value, got] of [
      [Number.NaN, "NaN"],
      [Infinity, "Infinity"],
      [-Infinity, "-Infinity"],
      ["0.5", '"0.5"'],
      [undefined, "undefined"],
      [null, "null"],
      [1n, "1n"],
    ] as const)
      expect(thrownBy(() => inRange("f", "p", value, range))).toBe(`DomainError: f: p ${expected}, got ${got}.`);
  });

  test("finite takes every finite number", () => {
    expect([finite("f", "p", -1.5), finite("f", "p", 0)]).toEqual([-1.5, 0]);
    expect(thrownBy(() => finite("f", "p", Infinity))).toBe("DomainError: f: p must be a finite number, got Infinity.");
  });

  test("whole takes whole numbers that are exact", () => {
    expect([whole("f", "n", 3, { min: 1 }), whole("f", "n", -7), whole("f", "n", 2 ** 53 - 1)]).toEqual([
      3,
      -7,
      2 ** 53 - 1,
    ]);
    expect(thrownBy(() => whole("f", "n", 0, { min: 1 }))).toBe(
      "DomainError: f: n must be a whole number from 1 on, got 0.",
    );
    expect(thrownBy(() => whole("f", "n", 5, { min: 0, max: 4 }))).toBe(
      "DomainError: f: n must be a whole number in 0 … 4, got 5.",
    );
    expect(thrownBy(() => whole("f", "n", 4, { min: 0, max: 4, maxExcluded: true }))).toBe(
      "DomainError: f: n must be a whole number in 0 … 4, 4 excluded, got 4.",
    );
    for (const [value, got] of [
      [1.5, "1.5"],
      [2 ** 53, "9007199254740992"],
      ["3", '"3"'],
    ] as const)
      expect(thrownBy(() => whole("f", "n", value))).toBe(`DomainError: f: n must be a whole number, got ${got}.`);
  });
});

describe("flags, functions and names", () => {
  test("a flag is true or false, not what would pass for it", () => {
    expect([flag("f", "x", true), flag("f", "x", false)]).toEqual([true, false]);
    for (const [value, got] of [
      [1, "1"],
      ["false", '"false"'],
      [undefined, "undefined"],
    ] as const)
      expect(thrownBy(() => flag("f", "x", value))).toBe(`DomainError: f: x must be true or false, got ${got}.`);
  });

  test("a function is a function", () => {
    expect(functionArgument("f", "x", Math.sin)).toBe(Math.sin);
    expect(thrownBy(() => functionArgument("f", "x", 5))).toBe("DomainError: f: x must be a function, got 5.");
  });

  test("oneOf names them all, and the nearest", () => {
    const names = ["mean", "sum", "none"] as const;
    expect(oneOf("f", "reduction", "sum", names)).toBe("sum");
    const must = 'DomainError: f: reduction must be one of "mean", "sum", "none", got';
    expect(thrownBy(() => oneOf("f", "reduction", "men", names))).toBe(`${must} "men". Did you mean "mean"?`);
    expect(thrownBy(() => oneOf("f", "reduction", "Sum", names))).toBe(`${must} "Sum". Did you mean "sum"?`);
    expect(thrownBy(() => oneOf("f", "reduction", "toString", names))).toBe(`${must} "toString".`);
    expect(thrownBy(() => oneOf("f", "reduction", 2, names))).toBe(`${must} 2.`);
  });
});

describe("options", () => {
  const known = ["learningRate", "momentum", "weightDecay"];

  test("are a plain object or nothing", () => {
    const options = { momentum: 0.9 };
    expect(optionsOf("SGD", options, known)).toBe(options);
    expect(optionsOf("SGD", undefined, known)).toEqual({});
    const bare = Object.assign(Object.create(null), { momentum: 1 });
    expect(optionsOf("SGD", bare, known)).toBe(bare);
    for (const [value, got] of [
      [null, "null"],
      [0.1, "0.1"],
      [[2, 2], "[2, 2]"],
      ["float64", '"float64"'],
      [new Map(), "a Map"],
    ] as const) {
      expect(thrownBy(() => optionsOf("SGD", value, known))).toBe(
        `DomainError: SGD: options must be an object such as { learningRate: … }, got ${got}.`,
      );
    }
  });

  test("an unknown one is an error, with the nearest known one", () => {
    const must = "DomainError: SGD: options must be among learningRate, momentum, weightDecay, got";
    expect(thrownBy(() => optionsOf("SGD", { lr: 1 }, known))).toBe(`${must} lr. Did you mean learningRate?`);
    expect(thrownBy(() => optionsOf("SGD", { momentun: 1 }, known))).toBe(`${must} momentun. Did you mean momentum?`);
    expect(thrownBy(() => optionsOf("SGD", { nesterov: 1 }, known))).toBe(`${must} nesterov.`);
    expect(thrownBy(() => optionsOf("SGD", { constructor: 1 }, known))).toBe(`${must} constructor.`);
    expect(thrownBy(() => optionsOf("f", { a: 1 }, []))).toBe("DomainError: f: options must be none, got a.");
  });
});

test("nearest: case, underscores, slips of the hand, abbreviations, beginnings; nothing where nothing is near", () => {
  const known = ["axis", "keepDims", "learningRate", "weightDecay", "epsilon", "beta1", "beta2", "seed"];
  const meant = {
    keepdims: "keepDims",
    learning_rate: "learningRate",
    lr: "learningRate",
    eps: "epsilon",
    weigthDecay: "weightDecay",
    decay: "weightDecay",
    learn: "learningRate",
    beta_2: "beta2",
    dim: "axis",
    axes: "axis",
    sede: "seed",
    x: undefined,
    p: undefined,
    toString: undefined,
    "": undefined,
  };
  expect(Object.fromEntries(Object.keys(meant).map((name) => [name, nearest(name, known)]))).toEqual(meant);
  expect(nearest("beta", known)).toBe("beta1");
  expect(nearest("lr", [])).toBe(undefined);
});
