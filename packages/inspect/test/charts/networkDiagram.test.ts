import { type Parameter, parameter, Rng, type Tensor, tensor } from "@tapegrad/core";
import { networkDiagram } from "@tapegrad/inspect";
import { Dense, Sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { readSvg, type SvgElement } from "./readSvg.ts";

const texts = (svg: string): string[] => readSvg(svg).flatMap(({ tag, text }) => (tag === "text" ? [text] : []));
const [blue, orange] = ["#0072b2", "#d55e00"];

/** The lines of weights, as they are drawn: each of a colour, a width and a dash. */
function weightLines(svg: string): SvgElement[] {
  return readSvg(svg).filter(({ tag, attributes }) => tag === "line" && "stroke-opacity" in attributes);
}

const circles = (svg: string): SvgElement[] =>
  readSvg(svg).filter(({ tag, attributes }) => tag === "path" && attributes["stroke-width"] === "1.8");

const fixed = (values: number[][]) => () => tensor(values, { dtype: "float64" });

/** A 2-2-1 network with round weights. */
function small() {
  const options = { dtype: "float64", activation: "sigmoid" } as const;
  const hidden = new Dense(2, 2, {
    ...options,
    kernelInitializer: fixed([
      [1, -2],
      [0.5, 1],
    ]),
    biasInitializer: () => tensor([0, 1], { dtype: "float64" }),
  });
  const output = new Dense(2, 1, {
    ...options,
    kernelInitializer: fixed([[2], [-1]]),
    biasInitializer: () => tensor([0.5], { dtype: "float64" }),
  });
  return new Sequential(hidden, output);
}

describe("what is drawn of the weights", () => {
  test("a line for each, as wide as it is large; below 0 dashed and of another colour", () => {
    const { svg } = networkDiagram(
      [
        [
          [1, -2],
          [0.5, 4],
        ],
      ],
      { numbers: false },
    );
    const lines = weightLines(svg).map(({ attributes }) => ({
      colour: attributes.stroke,
      width: Number(attributes["stroke-width"]),
      isDashed: "stroke-dasharray" in attributes,
    }));
    // Sorted by width: 0.5, 1, −2, 4, of 4 the largest; 0.7 … 7 pixels.
    expect(lines).toEqual(
      [0.5, 1, -2, 4].map((w) => ({
        colour: w < 0 ? orange : blue,
        width: expect.closeTo(0.7 + (6.3 * Math.abs(w)) / 4, 6),
        isDashed: w < 0,
      })),
    );
    expect(circles(svg).length).toBe(4);
  });

  test("numbers stand on the lines of small networks, and do not cover each other", () => {
    const matrix = [
      [0.11, 0.12, 0.13, 0.14],
      [0.21, 0.22, 0.23, 0.24],
      [0.31, 0.32, 0.33, 0.34],
    ];
    const { svg } = networkDiagram([matrix]);
    const labels = readSvg(svg).filter(({ tag, text }) => tag === "text" && /^0\.\d\d$/.test(text));
    expect(labels.map(({ text }) => Number(text)).sort()).toEqual(matrix.flat());
    for (const [i, a] of labels.entries())
      for (const b of labels.slice(i + 1))
        expect(Math.abs(a.x - b.x) > 26 || Math.abs(a.y - b.y) > 12, `${a.text} ${b.text}`).toBe(true);
    expect(texts(networkDiagram([[...matrix, [1, 2, 3, 4]]]).svg).some((text) => text === "0.11")).toBe(false);
  });

  test("a neuron that always gives 1 has the biases, unless they are left out", () => {
    const model = small();
    expect(weightLines(networkDiagram(model).svg).length).toBe(4 + 2 + 2 + 1);
    expect(texts(networkDiagram(model).svg).filter((text) => text === "1").length).toBeGreaterThanOrEqual(2);
    expect(weightLines(networkDiagram(model, { biases: false }).svg).length).toBe(4 + 2);
  });

  test("of large columns the first and the last are drawn, and all are counted", () => {
    const rng = new Rng(1);
    const { svg } = networkDiagram([rng.normal([30, 4])], { maxUnits: 5, numbers: false });
    expect(texts(svg)).toEqual(expect.arrayContaining(["input (30)", "⋮", "x₁", "x₄", "x₃₀"]));
    expect(texts(svg)).not.toContain("x₅");
    expect(circles(svg).length).toBe(5 + 4);
  });
});

describe("what is drawn of an example", () => {
  const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
  // By hand: x = (1, 2), z = x W + b, L = (y − 1)².
  const z = [1 * 1 + 2 * 0.5, 1 * -2 + 2 * 1 + 1];
  const h = z.map(sigma);
  const zOut = 2 * h[0]! - h[1]! + 0.5;
  const y = sigma(zOut);
  const deltaOut = 2 * (y - 1) * y * (1 - y);
  const deltas = [2 * deltaOut * h[0]! * (1 - h[0]!), -deltaOut * h[1]! * (1 - h[1]!)];
  const number = (value: number): string => String(Number(value.toPrecision(2))).replace("-", "−");

  test("what neurons give stands in the circles, and δ below them, as found by hand", () => {
    const model = small();
    const { svg } = networkDiagram(model, { input: [1, 2], loss: (out) => out.sub(1).square().sum() });
    expect(texts(svg)).toEqual(expect.arrayContaining(["1", "2", ...h.map(number), number(y), "sigmoid"]));
    expect(texts(svg).filter((text) => text.startsWith("δ"))).toEqual(
      [...deltas, deltaOut].map((d) => `δ ${number(d)}`),
    );
    expect(model.parameters().every(({ grad }) => grad === null)).toBe(true);
  });

  test("the same of a program that writes x W + b itself, of a batch of one", () => {
    const named = [
      [
        "W",
        parameter([
          [1, -2],
          [0.5, 1],
        ]),
      ],
      ["b", parameter([0, 1])],
      ["V", parameter([[2], [-1]])],
      ["c", parameter([0.5])],
    ] as [string, Parameter][];
    const [W, b, V, c] = named.map(([, p]) => p as Tensor) as [Tensor, Tensor, Tensor, Tensor];
    const model = {
      forward: (x: Tensor) => x.matmul(W).add(b).sigmoid().matmul(V).add(c).sigmoid(),
      namedParameters: () => named,
    };
    const options = { input: tensor([[1, 2]]), loss: (out: Tensor) => out.sub(1).square().sum() };
    const own = networkDiagram(model, options).svg;
    expect(texts(own)).toEqual(texts(networkDiagram(small(), { ...options, input: [1, 2] }).svg));
  });

  test("names stand beside inputs and outputs and cannot inject markup", () => {
    const { svg } = networkDiagram(small(), {
      input: [1, 2],
      inputs: ["hours", "<img src=x onerror=alert(1)>"],
      outputs: ["pass"],
    });
    expect(texts(svg)).toEqual(expect.arrayContaining(["hours", "pass"]));
    expect(svg).not.toContain("<img");
    expect(svg).toContain(
      "<desc>A dense network of 2 inputs, 2 neurons (sigmoid), 1 neurons (sigmoid), with 9 weights. hours = 1",
    );
  });
});

describe("what it refuses", () => {
  const message = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return String(error);
    }
    return "nothing was thrown";
  };
  const chain = "must be a chain of dense layers, each a matrix of weights [in, out] and a vector of biases";
  const instead = "Draw a part of it: the weights as a list of matrices.";

  test("what is no chain", () => {
    const w = parameter(
      [
        [1, 2],
        [3, 4],
      ],
      { name: "w" },
    );
    const model = (forward: (x: Tensor) => Tensor) => ({ forward, namedParameters: () => [["w", w]] as const });
    expect(
      message(() =>
        networkDiagram(
          model((x) => x.matmul(w).add(x)),
          { input: [1, 2] },
        ),
      ),
    ).toBe(
      `ShapeError: networkDiagram: the model ${chain}, got one in which something else goes into a layer. ${instead}`,
    );
    expect(
      message(() =>
        networkDiagram(
          model((x) => x.mul(2)),
          { input: [1, 2] },
        ),
      ),
    ).toBe(
      `ShapeError: networkDiagram: the model ${chain}, got one that multiplies by no matrix of its parameters. ${instead}`,
    );
    expect(
      message(() =>
        networkDiagram(
          model((x) => x.matmul(w).sum()),
          { input: [1, 2] },
        ),
      ),
    ).toBe(`ShapeError: networkDiagram: the model ${chain}, got one in which 2 numbers of matmul become 1. ${instead}`);
    const odd = {
      forward: () => {},
      namedParameters: () =>
        [
          ["w", w],
          ["v", parameter([[1, 2]])],
        ] as [string, Parameter][],
    };
    expect(message(() => networkDiagram(odd))).toBe(
      `ShapeError: networkDiagram: the model ${chain}, got "v" of shape [1, 2] after 2 units. ${instead}`,
    );
  });

  test("weights that do not fit, or none", () => {
    expect(message(() => networkDiagram([[[1, 2]], [[1]]]))).toBe(
      "ShapeError: networkDiagram: weights[1] must have shape [2, out], as many rows as the matrix before has columns, got [1, 1].",
    );
    expect(message(() => networkDiagram([]))).toBe(
      "TapegradError: networkDiagram: the weights must be at least one matrix, got none.",
    );
    expect(message(() => networkDiagram(3 as never))).toBe(
      "TapegradError: networkDiagram: its first argument must be a model or a list of matrices, got 3. " +
        "Pass a Module, or { forward, namedParameters }, or weights of shape [in, out].",
    );
  });

  test("more layers than can be seen, a batch, and an input that weights alone cannot take", () => {
    expect(message(() => networkDiagram(Array.from({ length: 11 }, () => [[1]])))).toBe(
      "TapegradError: networkDiagram: the network must have at most 10 layers, got 11. " +
        "Draw a part of it: some of its weights, as a list of matrices.",
    );
    expect(
      message(() =>
        networkDiagram(small(), {
          input: tensor([
            [1, 2],
            [3, 4],
          ]),
        }),
      ),
    ).toBe(
      "ShapeError: networkDiagram: input must be one example, of shape [n] or [1, n], got [2, 2]. Draw one row of the batch: x.slice([0]).",
    );
    expect(message(() => networkDiagram([[[1]]], { input: [1] }))).toBe(
      "TapegradError: networkDiagram: input must be left out where there are weights alone, which cannot be run. " +
        "Pass a model: a Module, or { forward, namedParameters }.",
    );
    expect(message(() => networkDiagram(small(), { loss: (out) => out.sum() }))).toBe(
      "TapegradError: networkDiagram: loss must come with an input, got one without. Write { input: example, loss: (y) => … }.",
    );
  });
});
