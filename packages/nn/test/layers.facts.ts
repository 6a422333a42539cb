import type { NestedArray, Tensor } from "@tapegrad/core";
import type { LayerFacts, LayerLike, MakeLayer } from "@tapegrad/gradcheck/laws";
import { Activation, Dense, Dropout, Model, Module, Sequential } from "@tapegrad/nn";

// What is true of the layers, in plain numbers. A layer that is exported and stands here under no class fails the laws' test.

/** One way to make a layer of some class. */
export interface LayerCase {
  readonly title: string;
  readonly of: abstract new (...args: never) => Module;
  readonly make: MakeLayer;
  readonly facts: LayerFacts;
}

/** What takes a shape that the compiler knows, as the laws see it: they choose shapes while running. */
function plain(layer: Module): LayerLike {
  return layer as unknown as LayerLike;
}

/** A batch of vectors. */
function rowsOf(x: NestedArray): number[][] {
  return x as unknown as number[][];
}

function dense(x: number[][], kernel: NestedArray, bias: NestedArray | undefined): number[][] {
  const [w, b] = [rowsOf(kernel), bias as number[] | undefined];
  return x.map((row) => w[0]!.map((_, j) => row.reduce((sum, value, i) => sum + value * w[i]![j]!, b?.[j] ?? 0)));
}

function softmaxOf(row: readonly number[]): number[] {
  const powers = row.map(Math.exp);
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function each(f: (value: number) => number): LayerFacts["reference"] {
  return (x) => rowsOf(x).map((row) => row.map(f));
}

/** A Module with no class of its own in the library. */
class Doubled extends Module {
  forward(x: Tensor): Tensor {
    return x.mul(2);
  }
}

export const layerCases: readonly LayerCase[] = [
  {
    title: "Dense",
    of: Dense,
    make: (options) => plain(new Dense(3, 2, options)),
    facts: {
      example: { shape: [3] },
      parameters: ["kernel", "bias"],
      reference: (x, { kernel, bias }) => dense(rowsOf(x), kernel!, bias),
      single: true,
      errors: [
        { input: { shape: [4, 2] }, message: "Dense: input must have shape [..., 3], got [4, 2]." },
        { input: { shape: [] }, message: "Dense: input must have shape [..., 3], got []." },
        {
          input: { shape: [2, 3, 1] },
          message: "Dense: input must have shape [..., 3], got [2, 3, 1]. Reshape it first: x.reshape([-1, 3]).",
        },
        {
          input: { literal: [1, 2, 3] },
          message: "Dense: input must be a tensor of shape [..., 3], got [1, 2, 3].",
        },
      ],
    },
  },
  {
    title: "Dense without bias, with an activation",
    of: Dense,
    make: (options) => plain(new Dense(2, 3, { ...options, useBias: false, activation: "tanh" })),
    facts: {
      example: { shape: [2] },
      parameters: ["kernel"],
      reference: (x, { kernel }) => dense(rowsOf(x), kernel!, undefined).map((row) => row.map(Math.tanh)),
      single: true,
      errors: [],
    },
  },
  {
    title: "Dense of rows of vectors",
    of: Dense,
    make: (options) => plain(new Dense(2, 2, { ...options, activation: "softmax" })),
    facts: {
      example: { shape: [3, 2] },
      parameters: ["kernel", "bias"],
      reference: (x, { kernel, bias }) =>
        (x as unknown as number[][][]).map((rows) => dense(rows, kernel!, bias).map(softmaxOf)),
      single: true,
      errors: [],
    },
  },
  {
    title: "Activation",
    of: Activation,
    make: () => plain(new Activation("sigmoid")),
    facts: {
      example: { shape: [3] },
      parameters: [],
      reference: each((value) => (1 + Math.tanh(value / 2)) / 2),
      single: true,
      errors: [],
    },
  },
  {
    title: "Dropout, which does nothing while it is not trained",
    of: Dropout,
    make: ({ rng }) => plain(new Dropout(0.5, { rng })),
    facts: { example: { shape: [3] }, parameters: [], reference: (x) => x, single: true, errors: [] },
  },
  {
    title: "Sequential",
    of: Sequential,
    make: (options) =>
      plain(
        new Sequential(
          new Dense(2, 3, { ...options, activation: "tanh" }),
          new Dropout(0.5, { rng: options.rng }),
          new Dense(3, 1, options),
        ),
      ),
    facts: {
      example: { shape: [2] },
      parameters: ["layers.0.kernel", "layers.0.bias", "layers.2.kernel", "layers.2.bias"],
      reference: (x, p) => {
        const hidden = dense(rowsOf(x), p["layers.0.kernel"]!, p["layers.0.bias"]).map((row) => row.map(Math.tanh));
        return dense(hidden, p["layers.2.kernel"]!, p["layers.2.bias"]);
      },
      single: true,
      errors: [],
    },
  },
  {
    title: "Model of a Module",
    of: Model,
    make: (options) => plain(new Model(new Dense(2, 2, options))),
    facts: {
      example: { shape: [2] },
      parameters: ["module.kernel", "module.bias"],
      reference: (x, p) => dense(rowsOf(x), p["module.kernel"]!, p["module.bias"]),
      single: true,
      errors: [],
    },
  },
  {
    title: "a Module of a user's",
    of: Module,
    make: () => plain(new Doubled()),
    facts: { example: { shape: [2] }, parameters: [], reference: each((value) => 2 * value), single: true, errors: [] },
  },
];
