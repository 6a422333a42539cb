import { type Dynamic, Rng, type Tensor, tensor } from "@tapegrad/core";
import { type Callback, Dense, Dropout, losses, type Module, regularizers, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";

// Small models and their data, for the tests of training.

export const float64 = { dtype: "float64" } as const;
export const X = [
  [1, 2],
  [-1, 0.5],
  [0.25, -2],
  [3, 1],
  [0, -1],
];
export const Y = [[1], [0], [2], [-1], [0.5]];
export const x: Tensor<Dynamic, "float64"> = tensor(X, float64);
export const y: Tensor<Dynamic, "float64"> = tensor(Y, float64);

/** tanh(x W + b) with fixed first values; loss: squared error, and 0.05 Σ W². */
export function small(options: { readonly learningRate?: number } = {}): Sequential<[Dense<2, 1>]> {
  const layer = new Dense(2, 1, { activation: "tanh", kernelRegularizer: regularizers.l2(0.05), ...float64 });
  layer.kernel.assign([[0.5], [-0.25]]);
  layer.bias!.assign([0.1]);
  const model = new Sequential(layer);
  const { learningRate = 0.1 } = options;
  return model.compile({
    optimizer: new SGD(model.parameters(), { learningRate, momentum: 0.9 }),
    loss: "meanSquaredError",
  });
}

export const values = (model: Module): number[][] =>
  model.parameters().map((value) => Array.from(value.data as Float64Array));

/** A classifier with dropout, and data it can learn: enough work that other tasks get a turn. */
export function larger(seed: number): { model: Sequential; x: Tensor; y: Tensor } {
  const rng = new Rng(seed);
  const model: Sequential = new Sequential(
    new Dense(20, 64, { activation: "relu", rng }),
    new Dropout(0.2, { rng: new Rng(seed + 1) }),
    new Dense(64, 3, { rng }),
  );
  const inputs = rng.normal([600, 20]);
  const labels = inputs.slice([null, [0, 3]]).argmax(-1);
  model.compile({
    optimizer: "adam",
    loss: (p, t) => losses.sparseCategoricalCrossEntropy(p, t, { fromLogits: true }),
    metrics: ["accuracy"],
  });
  return { model, x: inputs, y: labels };
}

/** What a callback was told, in order. */
export function recorder(told: unknown[], name = ""): Callback {
  return {
    onTrainBegin: ({ epochs, steps, examples }) => void told.push(`${name}begin ${epochs} ${steps} ${examples}`),
    onEpochBegin: (epoch) => void told.push(`${name}epoch ${epoch}`),
    onBatchEnd: (step) => void told.push(`${name}step ${step}`),
    onEpochEnd: (epoch) => void told.push(`${name}end ${epoch}`),
    onTrainEnd: () => void told.push(`${name}over`),
  };
}
