import { readFileSync } from "node:fs";
import { Validator } from "@cfworker/json-schema";
import { applyOp, dropout, grad, neg, noGrad, opOf, parameter, Rng, record, type Tensor, tensor } from "@tapegrad/core";
import { backwardSteps, type TapeDocument, toJson } from "@tapegrad/inspect";
import { Dense, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { forGeneratedPrograms } from "./generated.ts";
import { thrownBy } from "./thrownBy.ts";

const schema: object = JSON.parse(readFileSync(new URL("../../../docs/tape.schema.json", import.meta.url), "utf8"));
const validator = new Validator(schema, "2020-12", false);

/** What a document has against the schema. */
function faultsOf(document: unknown): readonly string[] {
  return validator.validate(document).errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}

/** Every name and id that a document refers to, and does not have. */
function dangling({ loss, tensors, nodes, backward }: TapeDocument): readonly unknown[] {
  const names = new Set(tensors.map(({ name }) => name));
  const ids = new Set(nodes.map(({ id }) => id));
  const used = [
    ...(loss === null ? [] : [loss]),
    ...nodes.flatMap(({ inputs, outputs }) => [...inputs.map(({ tensor }) => tensor), ...outputs]),
    ...backward.flatMap(({ result, operand }) => [result, operand]),
  ];
  return [...used.filter((name) => !names.has(name)), ...backward.filter(({ node }) => !ids.has(node))];
}

const tensorOf = (document: TapeDocument, name: string) => document.tensors.find((each) => each.name === name)!;

describe("generated programs", () => {
  test("give documents that fit the schema, that JSON keeps, and that refer to nothing they do not have", () => {
    forGeneratedPrograms(500, ({ tape, loss }) => {
      for (const subject of tape.losses.length > 0 ? [tape] : [tape, loss]) {
        const document = toJson(subject);
        expect(faultsOf(document)).toEqual([]);
        expect(JSON.parse(JSON.stringify(document))).toEqual(document);
        expect(dangling(document)).toEqual([]);
        expect(new Set(document.tensors.map(({ name }) => name)).size).toBe(document.tensors.length);
        // What the loss was not computed from, such as further pieces of a split, is on the tape alone.
        const ids = tape.nodes.map(({ id }) => id);
        if (subject === tape) expect(document.nodes.map(({ id }) => id)).toEqual(ids);
        else expect(ids).toEqual(expect.arrayContaining(document.nodes.map(({ id }) => id)));
      }
    });
  }, 300_000);

  test("have the gradients of backward() at the end of backwardSteps, to the bit, and in the document", () => {
    const bytes = ({ data }: Tensor): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    forGeneratedPrograms(500, ({ leaves, loss }) => {
      const sums = new Map<Tensor, Tensor>();
      for (const { operand, sum } of backwardSteps(loss)) sums.set(operand, sum);
      const document = toJson(loss, { maxValues: 1000 });
      for (const leaf of leaves) leaf.grad = null;
      loss.backward({ keepTape: true });
      for (const leaf of leaves) {
        const sum = sums.get(leaf);
        expect(sum === undefined).toBe(leaf.grad === null);
        if (sum === undefined) continue;
        expect(bytes(sum)).toEqual(bytes(leaf.grad!));
      }
      for (const name of new Set(document.backward.map(({ operand }) => operand))) {
        const edges = document.backward.filter(({ operand }) => operand === name);
        expect(edges.map(({ isComplete }) => isComplete)).toEqual(edges.map((_, i) => i === edges.length - 1));
        expect(tensorOf(document, name).cotangent).toEqual(edges.at(-1)!.sum);
      }
    });
  }, 300_000);
});

describe("a document", () => {
  // y = tanh(w x) at w = 2, x = 0.25; tanh(0.5) and its derivative 1 − tanh² from a table.
  const w = parameter(2, { name: "w", dtype: "float64" });
  const { tape } = record(
    () => {
      const x = tensor(0.25, { name: "x", dtype: "float64" });
      w.mul(x).tanh().named("y").backward();
      w.assign(100);
    },
    { sites: true },
  );

  test("has each tensor with the values of the time and its cotangent", () => {
    const { tensors, loss } = toJson({ nodes: tape.nodes.slice(0, 2), losses: tape.losses });
    const slope = 0.7864477329659274;
    expect(loss).toBe("y");
    expect(tensors.map(({ name, kind, dtype, requiresGrad }) => [name, kind, dtype, requiresGrad])).toEqual([
      ["w", "parameter", "float64", true],
      ["x", "input", "float64", false],
      ["t1", "result", "float64", true],
      ["y", "result", "float64", true],
    ]);
    expect(tensors.map(({ value }) => value.values)).toEqual([[2], [0.25], [0.5], [0.46211715726000974]]);
    const cotangents = tensors.map(({ cotangent }) => cotangent?.values?.[0]);
    expect(cotangents).toEqual([expect.closeTo(slope * 0.25, 15), undefined, expect.closeTo(slope, 15), 1]);
  });

  test("has each node with its line, its formula in the names of the program, and whose derivative it is", () => {
    const { nodes } = toJson(tape);
    const [mul, tanh, ...rest] = nodes;
    expect(mul).toEqual({
      id: tape.nodes[0]!.id,
      op: "mul",
      inputs: [
        { name: "a", tensor: "w" },
        { name: "b", tensor: "x" },
      ],
      outputs: ["t1"],
      overwrites: [],
      attributes: {},
      path: "",
      site: {
        file: import.meta.filename,
        line: expect.any(Number),
        column: expect.any(Number),
        text: 'w.mul(x).tanh().named("y").backward();',
      },
      formula: { text: "t1 = w x", latex: expect.stringMatching(/= .*w.* x|= w x/) },
      derivativeOf: null,
    });
    expect(tanh!.formula.text).toBe("y = tanh(t1)");
    const rules = rest.filter(({ derivativeOf }) => derivativeOf !== null);
    expect(rules.map(({ op, derivativeOf }) => [op, derivativeOf])).toEqual([
      ["tanh.vjp.x", { node: tanh!.id, input: 0, part: "contribution" }],
      ["mul.vjp.a", { node: mul!.id, input: 0, part: "contribution" }],
    ]);
    expect(nodes.at(-1)).toMatchObject({ op: "assign", outputs: [], overwrites: ["w"] });
  });

  test("has the backward pass edge by edge, with local derivative, contribution and sum", () => {
    const x = tensor([3, 4], { name: "x", requiresGrad: true });
    const { backward, nodes } = toJson(x.mul(x).sum().named("L"));
    const [mul, sum] = nodes;
    const values = backward.map(({ local, contribution, sum: total }) => [
      local?.kind,
      local?.shape,
      local?.values,
      contribution.values,
      total.values,
    ]);
    expect(values).toEqual([
      ["jacobian", [1, 2], [1, 1], [1, 1], [1, 1]],
      ["slope", [2], [3, 4], [3, 4], [3, 4]],
      ["slope", [2], [3, 4], [3, 4], [6, 8]],
    ]);
    expect(
      backward.map(({ node, input, result, operand, isComplete }) => [node, input, result, operand, isComplete]),
    ).toEqual([
      [sum!.id, 0, "L", "t1", true],
      [mul!.id, 0, "t1", "x", false],
      [mul!.id, 1, "t1", "x", true],
    ]);
  });

  test("gives no elements beyond the limit, and what they are like always", () => {
    const x = tensor([1, 2, 3, 4, 0], { name: "x", dtype: "float64" });
    const document = (maxValues: number) => toJson(x, { maxValues });
    expect(tensorOf(document(5), "x").value.values).toEqual([1, 2, 3, 4, 0]);
    expect(tensorOf(document(4), "x").value).toEqual({
      shape: [5],
      values: null,
      summary: { min: 0, max: 4, mean: 2, std: Math.SQRT2, nonFinite: 0, zeros: 1 },
    });
    const ones = (size: number) => toJson(tensor(new Array<number>(size).fill(1), { name: "x" }));
    expect(tensorOf(ones(65), "x").value.values).toBeNull();
    expect(tensorOf(ones(64), "x").value.values).toHaveLength(64);
  });

  test("writes what JSON has no number for as text, and counts it", () => {
    const document = toJson(tensor([NaN, Infinity, -Infinity, -0, 2], { name: "x" }));
    expect(tensorOf(document, "x").value).toEqual({
      shape: [5],
      values: ["NaN", "Infinity", "-Infinity", "-0", 2],
      summary: { min: 0, max: 2, mean: 1, std: 1, nonFinite: 3, zeros: 1 },
    });
    const nothing = { min: null, max: null, mean: null, std: null, zeros: 0 };
    expect(tensorOf(toJson(tensor([NaN], { name: "x" })), "x").value.summary).toEqual({ ...nothing, nonFinite: 1 });
    expect(tensorOf(toJson(tensor([], { name: "x" })), "x").value.summary).toEqual({ ...nothing, nonFinite: 0 });
    expect(faultsOf(document)).toEqual([]);
  });

  test("has finite means and deviations of the largest and smallest numbers", () => {
    const summary = (values: readonly number[]) =>
      tensorOf(toJson(tensor([...values], { name: "x", dtype: "float64" })), "x").value.summary;
    expect(summary([1.5e308, -1.5e308])).toMatchObject({ mean: 0, std: 1.5e308 });
    expect(summary([1.5e308, 1.5e308])).toMatchObject({ mean: 1.5e308, std: 0 });
    expect(summary([3e-200, -3e-200]).std).toBeCloseTo(3e-200, 210);
    expect(summary([3e-200, -3e-200]).std).toBeGreaterThan(2.9e-200);
  });

  test("writes attributes as plain data, and names what has no place in it", () => {
    const rng = new Rng(1);
    const { tape } = record(() => {
      dropout(tensor([1, 2], { name: "x" }), { p: 0.5, rng });
      tensor([1, 2]).clamp({ min: -Infinity, max: 1 });
      // An op of one's own may have any.
      applyOp(opOf(neg)!, [tensor([1, 2])], { none: undefined, some: { list: [-0, NaN, null, "a"] }, f: Math.sin });
    });
    const attributes = toJson(tape).nodes.map((node) => [node.op, node.attributes]);
    expect(attributes).toEqual([
      [attributes[0]![0], expect.objectContaining({ rng: "a Rng", shape: [2] })],
      ["dropout", { p: 0.5 }],
      ["clamp", { min: "-Infinity", max: 1 }],
      ["neg", { some: { list: ["-0", "NaN", null, "a"] }, f: "the function sin" }],
    ]);
  });

  test("refers to a constant by its value, and tells constants apart that differ in value, shape or dtype", () => {
    const x = tensor([1, 2], { name: "x" });
    const { tape } = record(() => {
      x.mul(0.1)
        .add(0.1)
        .sub(0.100000001)
        .div(tensor([0.1]))
        .pow(2);
      tensor(0.1).add(tensor(7, { name: "0.1" }));
    });
    const document = toJson(tape);
    const constants = document.tensors.filter(({ kind }) => kind === "constant");
    expect(constants.map(({ name }) => name)).toEqual(["0.10000000149011612", "0.10000000149011612:float32[1]", "2"]);
    expect(tensorOf(document, "0.1").value.values).toEqual([7]);
    expect(dangling(document)).toEqual([]);
  });

  test("of a model says which Module has what, and of an update what it overwrites", () => {
    const model = new Sequential(new Dense(2, 3, { activation: "tanh" }), new Dense(3, 1));
    const optimizer = new SGD(model.parameters(), { learningRate: 0.1, momentum: 0.9 });
    const step = () => {
      const loss = model
        .forward(tensor([[1, 2]], { name: "x" }))
        .square()
        .sum();
      loss.backward();
      optimizer.step();
    };
    step();
    const before = [...(model.layers[0].kernel as Tensor).data];
    optimizer.zeroGrad();
    const document = toJson(record(step).tape);
    expect(faultsOf(document)).toEqual([]);
    const parameters = document.tensors.filter(({ kind }) => kind === "parameter");
    expect(parameters.slice(0, 4).map(({ name, path }) => [name, path])).toEqual([
      ["layers.0.kernel", "layers.0"],
      ["layers.0.bias", "layers.0"],
      ["layers.1.kernel", "layers.1"],
      ["layers.1.bias", "layers.1"],
    ]);
    expect(parameters[0]!.value.values).toEqual(before);
    expect([...(model.layers[0].kernel as Tensor).data]).not.toEqual(before);
    const forward = document.nodes.filter(({ path }) => path !== "");
    expect(forward.map(({ op, path }) => [op, path])).toEqual([
      ["affine", "layers.0"],
      ["tanh", "layers.0"],
      ["affine", "layers.1"],
    ]);
    expect(document.nodes.filter(({ op }) => op === "sgdUpdate").map(({ overwrites }) => overwrites)).toEqual(
      parameters.slice(0, 4).map(({ name }) => [`${name}.velocity`, name]),
    );
  });

  test("has no backward pass where there is no loss, or one that no cotangent of 1 begins at", () => {
    const w = parameter([1, 2], { name: "w" });
    expect(toJson(record(() => w.neg()).tape)).toMatchObject({ loss: null, backward: [] });
    expect(toJson(w.neg())).toMatchObject({ loss: "loss", backward: [] });
    expect(toJson(noGrad(() => w.sum()))).toMatchObject({ loss: "x1", nodes: [], backward: [] });
    expect(toJson(w)).toMatchObject({ loss: "w", nodes: [], tensors: [{ name: "w", cotangent: null }] });
  });

  test("of a tape whose loss was begun before it has what came before, too", () => {
    const w = parameter([1, 2], { name: "w" });
    const before = w.square();
    const { tape } = record(() => before.sum().backward({ keepTape: true }));
    const document = toJson(tape);
    expect(document.nodes.slice(0, 2).map(({ op }) => op)).toEqual(["square", "sum"]);
    expect(tensorOf(document, "w").cotangent?.values).toEqual([2, 4]);
    expect(dangling(document)).toEqual([]);
  });

  test("says that the tensor is given which was computed before the tape, and is no part of its loss", () => {
    const x = tensor([1, 2], { requiresGrad: true }).square().named("x");
    const { tensors } = toJson(record(() => x.neg().named("y")).tape);
    expect(tensors.map(({ name, kind }) => [name, kind])).toEqual([
      ["x", "input"],
      ["y", "result"],
    ]);
  });

  test("of a function that grad differentiated is about the tensors of that call", () => {
    const { tape } = record(() => grad((x: Tensor) => x.square().sum())(tensor([3], { name: "x" })));
    const { backward, tensors } = toJson(tape);
    expect(backward).toHaveLength(2);
    expect(tensors.find(({ kind, requiresGrad }) => kind === "input" && requiresGrad)?.cotangent?.values).toEqual([6]);
  });
});

describe("the schema", () => {
  const document = toJson(tensor(2, { requiresGrad: true, name: "a" }).square());

  test("refuses what a document does not have", () => {
    expect(faultsOf(document)).toEqual([]);
    expect(faultsOf({ ...document, more: 1 })).not.toEqual([]);
    const [tensors, nodes, backward] = [document.tensors, document.nodes, document.backward];
    expect(faultsOf({ ...document, tensors: tensors.map((each) => ({ ...each, more: 1 })) })).not.toEqual([]);
    expect(faultsOf({ ...document, nodes: nodes.map((each) => ({ ...each, more: 1 })) })).not.toEqual([]);
    expect(faultsOf({ ...document, backward: backward.map((each) => ({ ...each, more: 1 })) })).not.toEqual([]);
  });

  test("refuses a document of another version, and one that lacks a field", () => {
    expect(faultsOf({ ...document, version: 2 })).not.toEqual([]);
    for (const field of Object.keys(document)) {
      const rest = Object.fromEntries(Object.entries(document).filter(([name]) => name !== field));
      expect(faultsOf(rest)).not.toEqual([]);
    }
  });
});

describe("toJson refuses", () => {
  test("a tape that a backward pass let go of", () => {
    const loss = parameter([1, 2]).square().sum();
    loss.backward();
    expect(thrownBy(() => toJson(loss))).toBe(
      "GradientError: toJson: the tape must still be there, got one that a backward pass through sum let go of. " +
        "Record the program: record(fn) keeps what it saw. Or call backward({ keepTape: true }).",
    );
  });

  test("what is neither a tape nor a tensor", () => {
    const text =
      "must be a tape or a tensor, got an array of 2. Pass the tape of record(fn), or a tensor that was computed.";
    // @ts-expect-error: a list of tensors
    expect(thrownBy(() => toJson([tensor(1), tensor(2)]))).toBe(`TapegradError: toJson: its argument ${text}`);
  });

  test("options it does not know, and a limit that is no count", () => {
    // @ts-expect-error: misspelt
    expect(thrownBy(() => toJson(tensor(1), { maxValue: 3 }))).toBe(
      "DomainError: toJson: options must be among maxValues, got maxValue. Did you mean maxValues?",
    );
    expect(thrownBy(() => toJson(tensor(1), { maxValues: -1 }))).toBe(
      "DomainError: toJson: maxValues must be a whole number from 0 on, got -1.",
    );
  });
});
